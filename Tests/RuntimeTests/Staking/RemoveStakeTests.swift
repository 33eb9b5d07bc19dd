import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite struct RemoveStakeTests {
    let owner = StakingNetwork.coldkeys[0]
    let nominator = StakingNetwork.coldkeys[1]
    /// The first subnet that is created.
    let netuid: NetUID = 1
    var hotkey: AccountID { StakingNetwork.hotkey(of: owner, 1) }

    /// A started subnet on which the nominator staked 100 TAO.
    private func staked() -> StakingNetwork {
        var network = StakingNetwork()
        _ = network.addSubnet()
        add(.tao(100), to: netuid, in: &network)
        return network
    }

    private func add(_ tao: Rao, to netuid: NetUID, in network: inout StakingNetwork) {
        let (nominator, hotkey) = (nominator, hotkey)
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(nominator), hotkey, netuid, tao, in: &state)
        }
        #expect(failure == nil)
    }

    private func remove(
        _ alpha: Alpha, _ netuid: NetUID, in network: inout StakingNetwork
    ) -> DispatchError? {
        let (nominator, hotkey) = (nominator, hotkey)
        return network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.removeStake(.signed(nominator), hotkey, netuid, alpha, in: &state)
        }
    }

    @Test("unstaking pays what the pool's formula says, and the fee is sold for the author")
    func amounts() throws {
        var network = staked()
        let alpha = Alpha(network.stake(nominator, hotkey, netuid).units / 2)
        let before = network.stake(nominator, hotkey, netuid)
        var pool = Swap.pool(netuid, in: network.state)
        let expected = try pool.swap(SwapOrder(.sell, amount: alpha.units, feeRate: 33))
        pool.alpha += Alpha(expected.paidIn)
        pool.tao -= Rao(expected.paidOut)
        let fee = try pool.swap(SwapOrder(.sell, amount: expected.fee, feeRate: 0))
        let author = network.free(StakingNetwork.author)
        let wealth = network.free(nominator)
        let flow = network.state.get(Subtensor.subnetTaoFlow, netuid)

        #expect(remove(alpha, netuid, in: &network) == nil)
        #expect(network.stake(nominator, hotkey, netuid) == before - alpha)
        #expect(network.free(nominator) == wealth + Rao(expected.paidOut))
        #expect(network.free(StakingNetwork.author) == author + Rao(fee.paidOut))
        #expect(network.state.get(Subtensor.subnetAlphaIn, netuid) == pool.alpha + Alpha(expected.fee))
        #expect(network.state.get(Subtensor.subnetTAO, netuid) == pool.tao - Rao(fee.paidOut))
        let outflow = Int64(expected.paidOut + fee.paidOut)
        #expect(network.state.get(Subtensor.subnetTaoFlow, netuid) == flow - outflow)
        let event = Subtensor.Event.stakeRemoved(
            nominator, hotkey, Rao(expected.paidOut), Alpha(expected.paidIn), netuid, expected.fee)
        #expect(network.subtensorEvents.last == event)
    }

    @Test("asking for more than there is sells the whole position")
    func everything() {
        var network = staked()
        #expect(remove(.max, netuid, in: &network) == nil)
        #expect(network.stake(nominator, hotkey, netuid) == .zero)
        #expect(network.state.contains(Subtensor.alphaV2, hotkey, nominator, netuid) == false)
        #expect(network.state.contains(Subtensor.totalHotkeyAlpha, hotkey, netuid) == false)
        #expect(network.state.contains(Subtensor.totalHotkeySharesV2, hotkey, netuid) == false)
        #expect(remove(.max, netuid, in: &network) == .subtensor(.amountTooLow))
    }

    @Test("every refusal of remove_stake leaves the state as it was")
    func refusals() {
        var network = staked()
        #expect(remove(0, netuid, in: &network) == .subtensor(.amountTooLow))
        #expect(remove(1_000_000, netuid, in: &network) == .subtensor(.amountTooLow))
        #expect(remove(1_000_000, 9, in: &network) == .subtensor(.subtokenDisabled))
        let (nominator, hotkey, netuid) = (nominator, hotkey, netuid)
        func removeLimit(_ network: inout StakingNetwork, _ alpha: Alpha, _ limit: Rao, _ part: Bool) -> DispatchError?
        {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.removeStakeLimit(
                    .signed(nominator), hotkey, netuid, alpha, limit: limit, allowsPart: part, in: &state)
            }
        }
        let held = network.stake(nominator, hotkey, netuid)
        #expect(removeLimit(&network, held + 1, 1_000, true) == .subtensor(.notEnoughStakeToWithdraw))
        #expect(removeLimit(&network, held, .tao(9), true) == .swap(.priceLimitExceeded))
        #expect(removeLimit(&network, held, .tao(1) + 100_000_000, false) == .subtensor(.slippageTooHigh))
        #expect(removeLimit(&network, held, .tao(1) + 100_000_000, true) == nil)
        let rest = network.stake(nominator, hotkey, netuid)
        #expect(rest > .zero && rest < held)
        // The fee is sold below the limit.
        #expect(Swap.priceInRao(netuid, in: network.state) > 1_099_900_000)
    }

    @Test("a whole position is sold with and without a price limit")
    func fullLimit() {
        var network = staked()
        let (nominator, hotkey, netuid) = (nominator, hotkey, netuid)
        func removeAll(_ network: inout StakingNetwork, _ limit: Rao?) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.removeStakeFullLimit(.signed(nominator), hotkey, netuid, limit: limit, in: &state)
            }
        }
        #expect(removeAll(&network, .tao(1) + 100_000_000) == .subtensor(.slippageTooHigh))
        #expect(removeAll(&network, 900_000_000) == nil)
        #expect(network.stake(nominator, hotkey, netuid) == .zero)
        add(.tao(3), to: netuid, in: &network)
        #expect(removeAll(&network, nil) == nil)
        #expect(network.stake(nominator, hotkey, netuid) == .zero)
    }

    @Test("unstake_all empties every position of a hotkey, unstake_all_alpha moves them to root")
    func unstakeAll() {
        var network = staked()
        let first = netuid
        let second = network.addSubnet()
        add(.tao(7), to: second, in: &network)
        add(.tao(2), to: .root, in: &network)
        let (nominator, hotkey) = (nominator, hotkey)
        let moved = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.unstakeAllAlpha(.signed(nominator), hotkey, in: &state)
        }
        #expect(moved == nil)
        #expect(network.stake(nominator, hotkey, first) == .zero)
        #expect(network.stake(nominator, hotkey, second) == .zero)
        let root = network.stake(nominator, hotkey, .root)
        #expect(root > Alpha(108_500_000_000) && root < Alpha(109_000_000_000))
        let nothing = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.unstakeAllAlpha(.signed(nominator), hotkey, in: &state)
        }
        #expect(nothing == .subtensor(.amountTooLow))
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.unstakeAll(.signed(nominator), hotkey, in: &state)
        }
        #expect(network.stake(nominator, hotkey, .root) == .zero)
        #expect(network.free(nominator) == StakingNetwork.wealth - .tao(109) + Rao(root.units))
    }

    @Test("a nomination that becomes too small is sold too; the owner's own stake stays")
    func smallNomination() {
        var network = staked()
        // 100 times the least stake: 0.2 TAO.
        network.state.set(Subtensor.nominatorMinRequiredStake, to: 100_000_000)
        #expect(Subtensor.nominationMinimum(in: network.state) == 200_000_000)
        let keep = Alpha(100_000_000)
        #expect(remove(network.stake(nominator, hotkey, netuid) - keep, netuid, in: &network) == nil)
        #expect(network.stake(nominator, hotkey, netuid) == .zero)
        let (owner, hotkey, netuid) = (owner, hotkey, netuid)
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.addStake(.signed(owner), hotkey, netuid, .tao(1), in: &state)
        }
        let own = network.stake(owner, hotkey, netuid)
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.removeStake(.signed(owner), hotkey, netuid, own - keep, in: &state)
        }
        #expect(network.stake(owner, hotkey, netuid) == keep)
    }

    @Test("root stake does not share in what its hotkey earned before")
    func rootClaims() {
        var network = StakingNetwork()
        _ = network.addSubnet()
        let rate = I96F32(bits: 3 << 31)
        network.state.set(Subtensor.rootClaimable, hotkey, to: [Pair(netuid, rate)])
        add(.tao(2), to: .root, in: &network)
        #expect(network.state.get(Subtensor.rootClaimed, netuid, hotkey, nominator) == 3_000_000_000)
        #expect(remove(Alpha(1_500_000_000), .root, in: &network) == nil)
        #expect(network.state.get(Subtensor.rootClaimed, netuid, hotkey, nominator) == 750_000_000)
    }

    @Test("a poor hotkey loses the children it asked for")
    func pendingChildren() {
        var network = staked()
        let pending = Pair([Pair(UInt64.max, StakingNetwork.account(99))], UInt64(50))
        network.state.set(Subtensor.pendingChildKeys, netuid, hotkey, to: pending)
        network.state.set(Subtensor.stakeThreshold, to: 50_000_000_000)
        #expect(remove(Alpha(10_000_000_000), netuid, in: &network) == nil)
        #expect(network.state.contains(Subtensor.pendingChildKeys, netuid, hotkey) == true)
        #expect(remove(Alpha(50_000_000_000), netuid, in: &network) == nil)
        #expect(network.state.contains(Subtensor.pendingChildKeys, netuid, hotkey) == false)
    }
}
