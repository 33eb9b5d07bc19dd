import Primitives

/// The table of a running network as lines of text.
public struct NetworkTable: Sendable {
    private static let titles = ["UID", "role", "name", "score", "incentive", "dividends", "alpha earned"]
    private static let isNumber = [true, false, false, true, true, true, true]

    /// Whether escape sequences for colours are written.
    public var hasColours: Bool

    /// A table with or without colours.
    public init(hasColours: Bool) { self.hasColours = hasColours }

    /// A headline, the titles, and one line for each neuron.
    public func lines(_ snapshot: NetworkSnapshot) -> [String] {
        let rows = snapshot.neurons.map(Self.cells)
        let widths = Self.titles.indices.map { column in
            ([Self.titles] + rows).map { $0[column].count }.max() ?? 0
        }
        let headline =
            "block \(snapshot.block) · epoch \(snapshot.epoch) · next in \(snapshot.blocksToEpoch) blocks"
            + " · subnet \(snapshot.netuid)"
        let body = zip(rows, snapshot.neurons).map { row, neuron in
            paint(Self.aligned(row, widths), Self.colour(of: neuron))
        }
        return [paint(headline, "1"), paint(Self.aligned(Self.titles, widths), "2")] + body
    }

    private static func cells(_ neuron: NetworkSnapshot.Neuron) -> [String] {
        [
            String(neuron.uid), neuron.role, neuron.name, neuron.scoreBits.map { $0.text(decimals: 3) } ?? "-",
            (Double(neuron.incentive) / 65_535).text(decimals: 4),
            (Double(neuron.dividends) / 65_535).text(decimals: 4),
            (Double(neuron.earned.units) / 1e9).text(decimals: 4),
        ]
    }

    private static func aligned(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let padding = String(repeating: " ", count: max(widths[column] - cell.count, 0))
            line += (column == 0 ? "" : "  ") + (isNumber[column] ? padding + cell : cell + padding)
        }
        return line
    }

    /// Miners that earn are green, idle ones dim, validators blue.
    private static func colour(of neuron: NetworkSnapshot.Neuron) -> String? {
        switch neuron.role {
        case "validator": "36"
        case "miner": neuron.incentive > 0 ? "32" : "2"
        default: nil
        }
    }

    private func paint(_ text: String, _ code: String?) -> String {
        guard hasColours, let code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
