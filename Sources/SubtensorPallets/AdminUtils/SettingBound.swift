import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A condition that a new value of a setting must meet, and the error where it does not.
struct SettingBound<Value: ScaleCodable & Sendable>: Sendable {
    /// A value that somebody wants to set.
    struct Proposal {
        let value: Value
        /// The subnet; root where the setting is the whole network's.
        let netuid: NetUID
        /// Whether root proposes it, for which some bounds are wider.
        let isRoots: Bool
    }

    let failure: DispatchError
    let allows: @Sendable (Proposal, borrowing State) -> Bool

    init(_ failure: DispatchError, unless allows: @escaping @Sendable (Proposal, borrowing State) -> Bool) {
        self.failure = failure
        self.allows = allows
    }

    /// The setting is of no use on the root network.
    static var notOnRoot: SettingBound {
        SettingBound(.adminUtils(.notPermittedOnRootSubnet)) { proposal, _ in !proposal.netuid.isRoot }
    }
}
