/// What a subscription pushes.
public enum SubscriptionKind: Sendable, Equatable, CaseIterable {
    case allHeads
    case newHeads
    case finalizedHeads
    case runtimeVersion
    case storage
    case extrinsic

    /// The method name of its notifications.
    public var notification: StaticString {
        switch self {
        case .allHeads: "chain_allHead"
        case .newHeads: "chain_newHead"
        case .finalizedHeads: "chain_finalizedHead"
        case .runtimeVersion: "state_runtimeVersion"
        case .storage: "state_storage"
        case .extrinsic: "author_extrinsicUpdate"
        }
    }
}

/// The id of a subscription: no two of a server's connections have the same.
public struct SubscriptionID: Sendable, Hashable {
    /// The number of the connection in the upper half, the subscription's own, counted from 1, in the lower.
    public var number: UInt64

    /// The id with a number.
    public init(_ number: UInt64) { self.number = number }

    /// The id that is written as `text`, or `nil` when none is.
    public init?(text: String) {
        guard text.hasPrefix("0x"), text.utf8.count == 18, let number = UInt64(text.dropFirst(2), radix: 16),
            SubscriptionID(number).text == text
        else { return nil }
        self.number = number
    }

    /// As clients see it: `0x` and 16 digits.
    public var text: String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
    }
}
