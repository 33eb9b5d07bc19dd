import Foundation
import Synchronization

/// What a process holds in memory at one moment, in bytes.
struct MemorySample: Sendable {
    /// Since the run began.
    var time: Duration
    /// Which life of the node, counted from 0: a restart begins a new one.
    var life: Int
    /// Memory of its own. This is what may not grow.
    var anonymous: Int
    /// With the pages of the chain's file that it has read, which the system takes back when it needs them.
    var resident: Int
    /// The chain's files on disk.
    var data: Int
}

/// Samples a node's memory once a second.
final class MemoryWatch: Sendable {
    private let content = Mutex<[MemorySample]>([])
    private let start = ContinuousClock.now
    private let directory: String

    init(directory: String) { self.directory = directory }

    var samples: [MemorySample] { content.withLock { $0 } }

    /// Takes one sample; nothing where the process is gone or the system does not tell.
    func sample(process: pid_t, life: Int) {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else { return }
        var fields: [Substring: Int] = [:]
        for line in status.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            if words.count == 3, words[2] == "kB", let count = Int(words[1]) { fields[words[0]] = count << 10 }
        }
        guard let resident = fields["VmRSS:"], let anonymous = fields["RssAnon:"] else { return }
        let sample = MemorySample(
            time: start.duration(to: .now), life: life, anonymous: anonymous, resident: resident,
            data: Self.size(of: directory))
        content.withLock { $0.append(sample) }
    }

    /// Bytes that the files of a directory take up on disk.
    private static func size(of directory: String) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.reduce(0) { sum, name in
            var status = stat()
            return stat(directory + "/" + name, &status) == 0 ? sum + Int(status.st_blocks) * 512 : sum
        }
    }
}

/// Whether memory stays flat over the longest life of a node.
///
/// The first third is warm-up; the median of the last third may exceed that of the second by a tenth and 8 MiB.
struct MemoryVerdict {
    static let growthShare = 0.1
    static let growthBytes = 8 << 20
    /// A shorter life says nothing.
    static let lifeMinimum = Duration.seconds(120)

    var life: Int
    var duration: Duration
    var second: Int
    var last: Int

    var isFlat: Bool { Double(last) <= Double(second) * (1 + Self.growthShare) + Double(Self.growthBytes) }

    /// `nil` where no life was long enough.
    init?(_ samples: [MemorySample]) {
        let lives = Dictionary(grouping: samples, by: \.life).values.map { $0.sorted { $0.time < $1.time } }
        func length(_ samples: [MemorySample]) -> Duration {
            guard let first = samples.first, let last = samples.last else { return .zero }
            return last.time - first.time
        }
        guard let longest = lives.max(by: { length($0) < length($1) }), length(longest) >= Self.lifeMinimum,
            let life = longest.first?.life
        else { return nil }
        let third = longest.count / 3
        self.life = life
        duration = length(longest)
        second = Self.median(longest[third..<2 * third].map(\.anonymous))
        last = Self.median(longest[(2 * third)...].map(\.anonymous))
    }

    static func median(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
