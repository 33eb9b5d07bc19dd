import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

@Suite struct StakingSequenceTests {
    /// Runs random calls of several accounts on several subnets; ``StakingNetwork/run(_:sourceLocation:_:)`` checks the
    /// invariants after each.
    private func play(seed: UInt64, steps: Int) -> (done: Int, refused: Int) {
        var random = SeededRandom(seed: seed)
        var network = StakingNetwork()
        let coldkeys = StakingNetwork.coldkeys
        for owner in coldkeys.prefix(3) { _ = network.addSubnet(owner: owner) }
        for coldkey in coldkeys {
            for index in RandomCall.hotkeyIndices {
                network.run { (state: inout State) throws(DispatchError) in
                    let hotkey = StakingNetwork.hotkey(of: coldkey, index)
                    try Subtensor.tryAssociateHotkey(.signed(coldkey), hotkey, in: &state)
                }
            }
        }
        network.state.set(Subtensor.nominatorMinRequiredStake, to: 5_000_000)
        for netuid in Subtensor.netuids(in: network.state) where !netuid.isRoot {
            network.state.set(Subtensor.maxAllowedUids, netuid, to: 5)
            network.state.set(Subtensor.minNonImmuneUids, netuid, to: 1)
            network.state.set(Subtensor.immunityPeriod, netuid, to: 3)
        }
        var counts = (done: 0, refused: 0)
        for step in 0..<steps {
            if step.isMultiple(of: 4) {
                network.advance(to: 10 + BlockNumber(step / 4))
                Subtensor.updateRegistrationPrices(in: &network.state)
            }
            let call = RandomCall(using: &random)
            let failure = network.run("seed \(seed) step \(step)") { (state: inout State) throws(DispatchError) in
                try call.run(in: &state)
            }
            if failure == nil { counts.done += 1 } else { counts.refused += 1 }
        }
        return counts
    }

    @Test("random sequences of calls keep every invariant", arguments: [1, 2, 3, 5, 8, 13, 21, 34])
    func sequences(seed: UInt64) {
        let counts = play(seed: seed, steps: 400)
        print("staking: seed \(seed): \(counts.done) calls done, \(counts.refused) refused")
        #expect(counts.done > 60)
        #expect(counts.refused > 10)
    }
}

/// One call with random, often senseless arguments.
private struct RandomCall {
    var kind: Int
    var signer: AccountID
    var hotkey: AccountID
    var netuid: NetUID
    /// The other side of a move.
    var other: (coldkey: AccountID, hotkey: AccountID, netuid: NetUID)
    var amount: UInt64
    var limit: Rao
    var allowsPart: Bool

    /// Hotkeys per coldkey.
    static let hotkeyIndices: ClosedRange<UInt8> = 0...2

    init(using random: inout SeededRandom) {
        kind = Int.random(in: 0..<24, using: &random)
        signer = StakingNetwork.coldkeys.randomElement(using: &random) ?? .zero
        let owner = StakingNetwork.coldkeys.randomElement(using: &random) ?? .zero
        hotkey = StakingNetwork.hotkey(of: owner, UInt8.random(in: Self.hotkeyIndices, using: &random))
        netuid = NetUID(UInt16.random(in: 0...3, using: &random))
        let recipient = StakingNetwork.coldkeys.randomElement(using: &random) ?? .zero
        other = (
            recipient,
            StakingNetwork.hotkey(of: recipient, UInt8.random(in: Self.hotkeyIndices, using: &random)),
            NetUID(UInt16.random(in: 0...3, using: &random))
        )
        // Amounts of many magnitudes, some too small and some beyond what anybody has.
        let magnitude = UInt64.random(in: 18...51, using: &random)
        amount = UInt64.random(in: 0...(1 << magnitude), using: &random)
        limit = Rao(UInt64.random(in: 500_000_000...2_000_000_000, using: &random))
        allowsPart = Bool.random(using: &random)
    }

    func run(in state: inout State) throws(DispatchError) {
        let origin = Origin.signed(signer)
        switch kind {
        case 0, 1: try Subtensor.addStake(origin, hotkey, netuid, Rao(amount), in: &state)
        case 2:
            try Subtensor.addStakeLimit(
                origin, hotkey, netuid, Rao(amount), limit: limit, allowsPart: allowsPart, in: &state)
        case 3: try Subtensor.removeStake(origin, hotkey, netuid, Alpha(amount), in: &state)
        case 4:
            try Subtensor.removeStakeLimit(
                origin, hotkey, netuid, Alpha(amount), limit: limit, allowsPart: allowsPart, in: &state)
        case 5:
            try Subtensor.removeStakeFullLimit(
                origin, hotkey, netuid, limit: allowsPart ? limit : nil, in: &state)
        case 6: try Subtensor.unstakeAll(origin, hotkey, in: &state)
        case 7: try Subtensor.unstakeAllAlpha(origin, hotkey, in: &state)
        case 8, 9:
            let own = StakingNetwork.hotkey(of: signer, hotkey.bytes[0] - 100)
            try Subtensor.register(origin, netuid, own, in: &state)
        case 10:
            // Dividends raise a whole pool; new alpha stands behind them.
            let reward = Alpha(amount % 1_000_000_000)
            guard !netuid.isRoot, Subtensor.subnetExists(netuid, in: state),
                !Subtensor.stake(at: hotkey, on: netuid, in: state).isZero
            else { throw .other }
            Subtensor.mintAlphaOut(reward, on: netuid, in: &state)
            Subtensor.increaseStake(reward, at: hotkey, on: netuid, in: &state)
        case 11: try Subtensor.addStake(origin, hotkey, .root, Rao(amount), in: &state)
        case 12...17: try runMove(in: &state)
        default: try runFamily(in: &state)
        }
    }

    private func runMove(in state: inout State) throws(DispatchError) {
        let origin = Origin.signed(signer)
        let alpha = Alpha(amount)
        let limit = allowsPart ? (price: limit, allowsPart: amount.isMultiple(of: 2)) : nil
        switch kind {
        case 12:
            try Subtensor.moveStake(
                origin, from: hotkey, to: other.hotkey, netuid, to: other.netuid, alpha, limit: limit, in: &state)
        case 13:
            try Subtensor.transferStake(
                origin, to: other.coldkey, at: hotkey, netuid, to: other.netuid, alpha, in: &state)
        case 14:
            try Subtensor.transferStakeAndHotkey(
                origin, to: other.coldkey, from: hotkey, to: other.hotkey, netuid, to: other.netuid, alpha, in: &state)
        case 15:
            try Subtensor.swapStake(origin, at: hotkey, netuid, to: other.netuid, alpha, limit: limit, in: &state)
        case 16:
            if allowsPart {
                try Subtensor.recycleAlpha(origin, hotkey, alpha, netuid, in: &state)
            } else {
                try Subtensor.burnAlpha(origin, hotkey, alpha, netuid, in: &state)
            }
        default:
            try Subtensor.addStakeBurn(origin, hotkey, netuid, Rao(amount), limit: limit?.price, in: &state)
        }
    }

    private func runFamily(in state: inout State) throws(DispatchError) {
        let origin = Origin.signed(signer)
        switch kind {
        case 18: try Subtensor.setColdkeyAutoStakeHotkey(origin, netuid, hotkey, in: &state)
        case 19:
            try Subtensor.setRootClaimType(
                origin, allowsPart ? .swap : amount.isMultiple(of: 2) ? .keep : .keepSubnets(subnets: [netuid]),
                in: &state)
        case 20: try Subtensor.claimRoot(origin, [netuid, other.netuid], in: &state)
        case 21:
            // Root dividends, as an epoch leaves them: minted, and owed to the hotkey's root stakers.
            let dividends = Alpha(amount % 1_000_000_000)
            guard !netuid.isRoot, Subtensor.subnetExists(netuid, in: state),
                Subtensor.stake(at: hotkey, on: .root, in: state) >= dividends, !dividends.isZero
            else { throw .other }
            Subtensor.mintAlphaOut(dividends, on: netuid, in: &state)
            let rate = I96F32(dividends.units)
                .dividedSafely(by: I96F32(Subtensor.stake(at: hotkey, on: .root, in: state).units))
            Subtensor.raiseRootClaimable(by: rate, at: hotkey, on: netuid, in: &state)
        case 22:
            try Subtensor.setChildren(
                origin, hotkey, netuid, [Pair(amount, other.hotkey)], in: &state)
        default:
            try Subtensor.setChildkeyTake(
                origin, hotkey, netuid, PerU16(UInt16(truncatingIfNeeded: amount)), in: &state)
        }
    }
}
