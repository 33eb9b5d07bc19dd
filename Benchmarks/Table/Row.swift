import Measuring

/// A line of the table: what was measured, beside what it is compared with.
struct Row {
    /// Which way is better, and the value that has to be reached.
    enum Budget {
        case atMost(Double)
        case atLeast(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atMost(let limit): value <= limit
            case .atLeast(let limit): value >= limit
            }
        }

        var text: String {
            switch self {
            case .atMost(let limit): "≤ \(Row.number(limit))"
            case .atLeast(let limit): "≥ \(Row.number(limit))"
            }
        }
    }

    var what: String
    var unit: String
    var sample: Sample
    /// Whether a greater value is the better one.
    var isMoreBetter = false
    var budget: Budget?
    /// What the same run gave for something else, in the same unit: name and sample.
    var baselines: [(name: String, sample: Sample)] = []

    static let head = """
        | what | unit | median | 10 % … 90 % | runs | budget | baseline, median | ratio |
        | --- | --- | ---: | ---: | ---: | ---: | --- | ---: |
        """

    /// The line in Markdown. A budget that is missed is marked.
    var text: String {
        let value = sample.median
        let spread = "\(Self.number(sample.quantile(0.1))) … \(Self.number(sample.quantile(0.9)))"
        let limit = budget.map { $0.text + ($0.isMet(by: value) ? "" : " **missed**") } ?? "–"
        let others = baselines.map { "\($0.name): \(Self.number($0.sample.median))" }.joined(separator: "; ")
        let ratios = baselines.map { baseline in
            let (own, other) = (value, baseline.sample.median)
            return Self.number(isMoreBetter ? own / other : other / own)
        }
        let cells = [
            what, unit, Self.number(value), spread, "\(sample.sorted.count)", limit, others.isEmpty ? "–" : others,
            ratios.isEmpty ? "–" : ratios.map { $0 + " ×" }.joined(separator: "; "),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// A number with three digits that count.
    static func number(_ value: Double) -> String {
        let decimals = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
        return value.rounded(toDecimals: decimals)
    }
}

extension Double {
    fileprivate func rounded(toDecimals decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
        let whole = Int((abs(self) * factor).rounded())
        let sign = self < 0 ? "-" : ""
        guard decimals > 0 else { return "\(sign)\(whole)" }
        let digits = String(whole)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }
}
