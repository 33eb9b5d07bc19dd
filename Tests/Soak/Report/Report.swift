/// The text at the end of a run.
struct Report {
    var end: String
    var blocksChecked: UInt32
    var tally: Tally
    var log: LogReading
    var samples: [MemorySample]
    var verdict: MemoryVerdict?

    var text: String {
        var lines = ["", "run: \(end); books checked after \(blocksChecked) blocks", "", "acts"]
        lines += tally.counts.map { Self.row($0.kind, $0.count) }
        lines += ["", "refusals that are in order"]
        lines += tally.refusals.map { Self.row($0.kind, $0.count) }
        lines += ["", "memory of the node by minute, MB (own: anonymous pages; all: with pages of the chain's file)"]
        lines += memoryTable
        lines.append(memoryLine)
        let log = log.summary
        lines += [
            "",
            "log: \(log.announcements) announcements, \(log.clientsDoing) of clients' doing, "
                + "\(log.unexpected.count) others",
        ]
        let violations = tally.violations
        lines += ["", violations.count == 0 ? "everything held" : "\(violations.count) violations"]
        lines += violations.texts.map { "  " + $0 }
        return lines.joined(separator: "\n")
    }

    private var memoryTable: [String] {
        let minutes = Dictionary(grouping: samples) { Int($0.time.components.seconds / 60) }
        let rows = minutes.keys.sorted().map { minute in
            let samples = minutes[minute] ?? []
            let lives = Set(samples.map(\.life)).sorted().map { "\($0)" }.joined(separator: ",")
            let own = samples.map(\.anonymous)
            return [
                "\(minute)", lives, Self.megabytes(MemoryVerdict.median(own)), Self.megabytes(own.max() ?? 0),
                Self.megabytes(MemoryVerdict.median(samples.map(\.resident))),
                Self.megabytes(samples.map(\.data).max() ?? 0),
            ]
        }
        return ([["minute", "life", "own", "own, most", "all", "disk"]] + rows).map { cells in
            cells.map { Self.padded($0, 10) }.joined()
        }
    }

    private var memoryLine: String {
        guard let verdict else { return "memory is not judged: no life of the node was long enough" }
        return
            "memory of life \(verdict.life) (\(verdict.duration.components.seconds) s), median of its second and last "
            + "third: \(Self.megabytes(verdict.second)) and \(Self.megabytes(verdict.last)) MB: "
            + (verdict.isFlat ? "flat" : "not flat")
    }

    static func megabytes(_ bytes: Int) -> String { "\(bytes / 1_000_000)" }

    private static func row(_ name: String, _ count: Int) -> String { padded("\(count)", 10) + "  " + name }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
