import Chain

/// Values of one kind under one name, as Prometheus reads them: a value without a past, made anew for each reading.
struct MetricFamily: Sendable {
    /// How the values behave over time.
    enum Kind: String, Sendable {
        /// It only grows while the node runs.
        case counter
        /// It goes up and down.
        case gauge
        /// Durations, counted by size.
        case histogram
    }

    /// A dimension of a family and the place of one sample in it.
    struct Label: Sendable {
        let name: String
        let value: String

        init(_ name: String, _ value: some CustomStringConvertible) {
            self.name = name
            self.value = value.description
        }
    }

    /// One value.
    struct Sample: Sendable {
        enum Value: Sendable {
            case integer(Int)
            case number(Double)
            case durations(DurationHistogram.Snapshot)
        }

        let labels: [Label]
        let value: Value
    }

    /// Name with unit: seconds, bytes, or what is counted; counters end in `_total`.
    let name: String
    /// One sentence for people.
    let help: String
    let kind: Kind
    /// Each with its own labels. A family without samples is told of all the same: what it measures is not known now.
    let samples: [Sample]

    /// A number that goes up and down; nothing where it is not known.
    static func gauge(_ name: String, _ value: Int?, _ help: String) -> MetricFamily {
        MetricFamily(
            name: name, help: help, kind: .gauge, samples: value.map { [Sample(labels: [], value: .integer($0))] } ?? []
        )
    }

    /// A number that only grows.
    static func counter(_ name: String, _ value: UInt64, _ help: String) -> MetricFamily {
        let sample = Sample(labels: [], value: .integer(Int(clamping: value)))
        return MetricFamily(name: name, help: help, kind: .counter, samples: [sample])
    }

    /// Numbers, one for each place of a dimension.
    static func group(
        _ kind: Kind, _ name: String, by label: String, _ values: [(place: String, value: Int)], _ help: String
    ) -> MetricFamily {
        MetricFamily(
            name: name, help: help, kind: kind,
            samples: values.map { Sample(labels: [Label(label, $0.place)], value: .integer($0.value)) })
    }

    /// The counts of a tally; the raw value of a case is its label.
    static func tally<Case>(_ name: String, by label: String, _ tally: Tally<Case>, _ help: String) -> MetricFamily
    where Case: RawRepresentable<String> {
        group(.counter, name, by: label, Case.allCases.map { ($0.rawValue, Int(clamping: tally[$0])) }, help)
    }

    /// Durations in seconds.
    static func durations(_ name: String, _ histogram: DurationHistogram, _ help: String) -> MetricFamily {
        MetricFamily(
            name: name, help: help, kind: .histogram,
            samples: [Sample(labels: [], value: .durations(histogram.snapshot))])
    }
}
