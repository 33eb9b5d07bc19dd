import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// What a hotkey counts with on a subnet.
struct StakeWeight: Hashable, Sendable {
    /// Alpha plus weighted root TAO.
    var total: I64F64
    /// Alpha after what children get and parents give.
    var alpha: Alpha
    /// Root TAO after what children get and parents give, not weighted.
    var tao: Rao

    /// The weight of nobody.
    static let zero = StakeWeight(total: .zero, alpha: .zero, tao: .zero)
}

/// Stake as consensus sees it. Source: pallets/subtensor/src/staking/stake_utils.rs.
extension Subtensor {
    /// How much root TAO counts beside alpha.
    static func rootTaoWeight(in state: borrowing State) -> U96F32 { RootProportion.taoWeight(state.get(taoWeight)) }

    /// The weight of one hotkey.
    static func stakeWeight(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> StakeWeight {
        stakeWeight(of: hotkey, on: netuid, taoWeight: rootTaoWeight(in: state), in: state)
    }

    /// The weights of a subnet's neurons, by UID.
    static func stakeWeights(on netuid: NetUID, in state: borrowing State) -> [StakeWeight] {
        let taoWeight = rootTaoWeight(in: state)
        var weights: [StakeWeight] = []
        let count = state.get(subnetworkN, netuid)
        weights.reserveCapacity(Int(count))
        for uid in 0..<count {
            guard state.contains(keys, netuid, uid) else {
                weights.append(.zero)
                continue
            }
            weights.append(stakeWeight(of: state.get(keys, netuid, uid), on: netuid, taoWeight: taoWeight, in: state))
        }
        return weights
    }

    /// Alpha of a hotkey after what its children get and its parents give.
    static func inheritedAlpha(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Alpha {
        let own = stake(at: hotkey, on: netuid, in: state)
        // Nobody hands on root stake on root itself.
        guard !netuid.isRoot else { return own }
        let children = state.get(childKeys, hotkey, netuid).map(\.first)
        let parents = gifts(to: hotkey, on: netuid, ofStakeOn: netuid, in: state)
        guard !children.isEmpty || !parents.isEmpty else { return own }
        return Alpha(StakeInheritance.inherited(own: own.units, children: children, parents: parents))
    }

    /// Root TAO of a hotkey after what its children on the subnet get and its parents on the subnet give.
    static func inheritedTao(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Rao {
        let own = stake(at: hotkey, on: .root, in: state)
        let children = state.get(childKeys, hotkey, netuid).map(\.first)
        let parents = gifts(to: hotkey, on: netuid, ofStakeOn: .root, in: state)
        guard !children.isEmpty || !parents.isEmpty else { return Rao(own.units) }
        return Rao(StakeInheritance.inherited(own: own.units, children: children, parents: parents))
    }

    private static func stakeWeight(
        of hotkey: AccountID, on netuid: NetUID, taoWeight: U96F32, in state: borrowing State
    ) -> StakeWeight {
        let alpha = inheritedAlpha(of: hotkey, on: netuid, in: state)
        let tao = inheritedTao(of: hotkey, on: netuid, in: state)
        let total = StakeInheritance.total(alpha: alpha, tao: tao, taoWeight: taoWeight)
        return StakeWeight(total: total, alpha: alpha, tao: tao)
    }

    /// What the parents of a hotkey on `netuid` hand on of their stake on `pool`.
    private static func gifts(
        to hotkey: AccountID, on netuid: NetUID, ofStakeOn pool: NetUID, in state: borrowing State
    ) -> [StakeInheritance.Gift] {
        var gifts: [StakeInheritance.Gift] = []
        for parent in state.get(parentKeys, hotkey, netuid) {
            let amount = stake(at: parent.second, on: pool, in: state).units
            gifts.append(StakeInheritance.Gift(amount: amount, proportion: parent.first))
        }
        return gifts
    }
}
