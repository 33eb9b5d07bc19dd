/// A page about the node, for programs that watch it.
enum StatusPage: String, CaseIterable {
    /// Whether it answers at all, in the form of `system_health`.
    case health = "/health"
    /// Whether clients should be sent to it.
    case readiness = "/health/readiness"
    /// Its numbers, for Prometheus.
    case metrics = "/metrics"
}
