/// When the embedded engine makes a block.
public enum Seal: Sendable, Hashable {
    /// Every so many milliseconds.
    case interval(milliseconds: UInt64)
    /// As soon as an extrinsic waits.
    case instant
    /// Only when a client asks for it (`dev_mine`).
    case manual

    /// Reads `interval:MS`, `instant` or `manual`; `nil` for anything else.
    public init?(_ text: String) {
        switch text {
        case "instant": self = .instant
        case "manual": self = .manual
        default:
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "interval", let milliseconds = UInt64(parts[1]),
                Self.intervalMilliseconds.contains(milliseconds)
            else { return nil }
            self = .interval(milliseconds: milliseconds)
        }
    }

    /// Shortest and longest time between blocks.
    public static let intervalMilliseconds: ClosedRange<UInt64> = 10...600_000

    /// Milliseconds from block to block that clients are told to expect. Where blocks follow demand, this is nominal.
    public var slotMilliseconds: UInt64 {
        switch self {
        case .interval(let milliseconds): milliseconds
        case .instant, .manual: 250
        }
    }
}
