extension NodeMetrics {
    /// The names are those of Prometheus' own client libraries.
    var processFamilies: [MetricFamily] {
        let usage = ProcessUsage()
        func number(_ kind: MetricFamily.Kind, _ name: String, _ value: Double?, _ help: String) -> MetricFamily {
            MetricFamily(
                name: name, help: help, kind: kind,
                samples: value.map { [.init(labels: [], value: .number($0))] } ?? [])
        }
        return [
            number(.counter, "process_cpu_seconds_total", usage.processorSeconds, "Processor time of all threads."),
            .gauge("process_resident_memory_bytes", usage.residentByteCount, "Memory that the process holds."),
            .gauge("process_virtual_memory_bytes", usage.virtualByteCount, "Address space that the process holds."),
            .gauge("process_open_fds", usage.openFileCount, "Files and sockets that are open."),
            .gauge("process_max_fds", usage.openFileMaximum, "Files and sockets that may be open."),
            .gauge("process_threads", usage.threadCount, "Threads of the process."),
            number(.gauge, "process_start_time_seconds", usage.startSeconds, "Unix time of the start."),
        ]
    }
}
