import Frame
import Primitives
import RuntimeInterface
import SCALE

extension Subtensor {
    /// Number of "children were set" in `TransactionKeyLastBlock`.
    private static let setChildrenKind: UInt16 = 0
    /// Blocks between two changes of a hotkey's children on a subnet.
    private static let setChildrenLimit: UInt64 = 150

    /// Makes the owner hotkey of a new subnet the only child of every root validator that did not opt out, at once,
    /// since nothing is traded there yet. A validator with too little stake to have children is passed over. Emits
    /// `SetChildren` for each. Source: pallets/subtensor/src/staking/set_children.rs,
    /// `do_set_root_validators_for_subnet`.
    static func delegateRootValidators(to owner: AccountID, on netuid: NetUID, in state: inout State) {
        let threshold = Rao(state.get(stakeThreshold))
        for (_, validator) in state.entries(of: keys, under: .root)
        where validator != owner && state.get(autoParentDelegationEnabled, validator) {
            let last = state.get(transactionKeyLastBlock, validator, netuid, setChildrenKind)
            guard isOwned(validator, in: state), passesRateLimit(setChildrenLimit, last: last, in: state),
                threshold.isZero || stakeValue(at: validator, in: state) >= threshold
            else { continue }
            state.set(
                transactionKeyLastBlock, validator, netuid, setChildrenKind, to: currentBlock(in: state))
            setOnlyChild(owner, of: validator, on: netuid, in: &state)
        }
    }

    /// Hands all stake of a hotkey without relations on a subnet to one child, as both sides record it.
    private static func setOnlyChild(
        _ child: AccountID, of parent: AccountID, on netuid: NetUID, in state: inout State
    ) {
        let children = [Pair(UInt64.max, child)]
        state.set(childKeys, parent, netuid, to: children)
        state.update(parentKeys, child, netuid) { $0.append(Pair(.max, parent)) }
        state.deposit(.subtensor(.setChildren(parent, netuid, children)))
    }
}
