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
        StakeRelatives(of: hotkey, on: netuid, in: state).alpha(in: state)
    }

    /// Root TAO of a hotkey after what its children on the subnet get and its parents on the subnet give.
    static func inheritedTao(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Rao {
        StakeRelatives(of: hotkey, on: netuid, in: state).tao(in: state)
    }

    private static func stakeWeight(
        of hotkey: AccountID, on netuid: NetUID, taoWeight: U96F32, in state: borrowing State
    ) -> StakeWeight {
        let relatives = StakeRelatives(of: hotkey, on: netuid, in: state)
        let alpha = relatives.alpha(in: state)
        let tao = relatives.tao(in: state)
        let total = StakeInheritance.total(alpha: alpha, tao: tao, taoWeight: taoWeight)
        return StakeWeight(total: total, alpha: alpha, tao: tao)
    }
}

/// A hotkey and those with whom it shares stake on a subnet: read once, used for alpha and for root TAO.
private struct StakeRelatives {
    let hotkey: AccountID
    let netuid: NetUID
    /// The part of its stake that each child gets.
    let children: [UInt64]
    /// Each parent, behind the part of its stake that the hotkey gets.
    let parents: [Pair<UInt64, AccountID>]

    init(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) {
        self.hotkey = hotkey
        self.netuid = netuid
        children = state.get(Subtensor.childKeys, hotkey, netuid).map(\.first)
        parents = state.get(Subtensor.parentKeys, hotkey, netuid)
    }

    /// What counts of the alpha. Nobody hands on root stake on root itself.
    func alpha(in state: borrowing State) -> Alpha {
        netuid.isRoot ? Subtensor.stake(at: hotkey, on: netuid, in: state) : inherited(from: netuid, in: state)
    }

    /// What counts of the TAO on root.
    func tao(in state: borrowing State) -> Rao { Rao(inherited(from: .root, in: state).units) }

    private func inherited(from pool: NetUID, in state: borrowing State) -> Alpha {
        let own = Subtensor.stake(at: hotkey, on: pool, in: state)
        guard !children.isEmpty || !parents.isEmpty else { return own }
        var gifts: [StakeInheritance.Gift] = []
        for parent in parents {
            let amount = Subtensor.stake(at: parent.second, on: pool, in: state).units
            gifts.append(StakeInheritance.Gift(amount: amount, proportion: parent.first))
        }
        return Alpha(StakeInheritance.inherited(own: own.units, children: children, parents: gifts))
    }
}
