import Foundation

/// Where a network is shown: lines that pass, and below them, on a terminal, a table that stays.
struct Screen {
    /// Whether the table is drawn anew in its place.
    let isLive: Bool
    /// Whether colours are used.
    let hasColours: Bool
    private var tableLines: [String] = []
    private let palette = ["32", "33", "34", "35", "36", "92", "93", "94", "95", "96"]
    private var colours: [String: String] = [:]

    /// A live screen where standard output is a terminal and nothing else is asked for.
    init(isPlain: Bool) {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
        isLive = isTerminal && !isPlain
        hasColours = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// A line of somebody, above the table.
    mutating func say(_ name: String, _ text: String) {
        let padded = name + String(repeating: " ", count: max(12 - name.count, 0))
        // Whatever a process writes must not steer the terminal.
        let clean = String(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        print([paint(padded, colour(of: name)) + " │ " + clean])
    }

    /// Lines as they stand, above the table.
    mutating func print(_ lines: [String]) {
        Output.write(erasing + lines.map { $0 + "\n" }.joined() + drawing, to: STDOUT_FILENO)
    }

    /// The table, in the place of the last one.
    mutating func show(table: [String]) {
        guard isLive else { return print(table) }
        let erasing = erasing
        tableLines = table
        Output.write(erasing + drawing, to: STDOUT_FILENO)
    }

    private var erasing: String { tableLines.isEmpty ? "" : "\u{1B}[\(tableLines.count + 1)A\u{1B}[J" }

    /// Lines are not wrapped, so that their count is that of the terminal's.
    private var drawing: String {
        tableLines.isEmpty ? "" : "\n\u{1B}[?7l" + tableLines.map { $0 + "\n" }.joined() + "\u{1B}[?7h"
    }

    private mutating func colour(of name: String) -> String {
        if let known = colours[name] { return known }
        let next = palette[colours.count % palette.count]
        colours[name] = next
        return next
    }

    private func paint(_ text: String, _ code: String) -> String {
        hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
