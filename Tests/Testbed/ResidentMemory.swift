import Foundation

/// Memory of this process that the system holds in its pages.
public enum ResidentMemory {
    /// The number of MiB, or `nil` where the system does not say.
    public static var mebibytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes / 1_024
    }
}
