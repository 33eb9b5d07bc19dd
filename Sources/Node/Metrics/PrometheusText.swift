import Chain

/// Writes families in Prometheus' text format, version 0.0.4.
struct PrometheusText {
    /// What HTTP calls the format.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// All of `families`, in their order.
    static func encode(_ families: [MetricFamily]) -> [UInt8] {
        var writer = PrometheusText()
        for family in families { writer.write(family) }
        return Array(writer.text.utf8)
    }

    private mutating func write(_ family: MetricFamily) {
        text += "# HELP \(family.name) \(Self.escape(family.help, quotes: false))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        for sample in family.samples {
            switch sample.value {
            case .integer(let value): line(family.name, sample.labels, "\(value)")
            case .number(let value): line(family.name, sample.labels, Self.format(value))
            case .durations(let snapshot): write(snapshot, family.name, sample.labels)
            }
        }
    }

    private mutating func write(
        _ snapshot: DurationHistogram.Snapshot, _ name: String, _ labels: [MetricFamily.Label]
    ) {
        for (bound, count) in zip(snapshot.bounds, snapshot.cumulativeCounts) {
            line(name + "_bucket", labels + [.init("le", Self.format(bound / .seconds(1)))], "\(count)")
        }
        line(name + "_bucket", labels + [.init("le", "+Inf")], "\(snapshot.count)")
        line(name + "_sum", labels, Self.format(snapshot.sum / .seconds(1)))
        line(name + "_count", labels, "\(snapshot.count)")
    }

    private mutating func line(_ name: String, _ labels: [MetricFamily.Label], _ value: String) {
        text += name
        if !labels.isEmpty {
            let list = labels.map { "\($0.name)=\"\(Self.escape($0.value, quotes: true))\"" }
            text += "{" + list.joined(separator: ",") + "}"
        }
        text += " \(value)\n"
    }

    /// A number as Prometheus reads it.
    static func format(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return "\(value)"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
