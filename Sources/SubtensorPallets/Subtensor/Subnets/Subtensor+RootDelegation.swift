import Frame
import Primitives
import RuntimeInterface
import SCALE

extension Subtensor {
    /// Makes the owner hotkey of a new subnet the only child of every root validator that did not opt out, at once,
    /// since nothing is traded there yet. A validator with too little stake to have children is passed over. Emits
    /// `SetChildren` for each. Source: pallets/subtensor/src/staking/set_children.rs,
    /// `do_set_root_validators_for_subnet`.
    static func delegateRootValidators(to owner: AccountID, on netuid: NetUID, in state: inout State) {
        let threshold = Rao(state.get(stakeThreshold))
        for (_, validator) in state.entries(of: keys, under: .root)
        where validator != owner && state.get(autoParentDelegationEnabled, validator) {
            guard isOwned(validator, in: state),
                mayRepeat(.setChildren, by: validator, on: netuid, after: setChildrenLimit, in: state),
                threshold.isZero || stakeValue(at: validator, in: state) >= threshold
            else { continue }
            noteRepeatable(.setChildren, by: validator, on: netuid, in: &state)
            applyChildren([Pair(UInt64.max, owner)], of: validator, on: netuid, in: &state)
        }
    }
}
