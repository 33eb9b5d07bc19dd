import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SystemPallets
import Testing

@testable import SubtensorPallets

/// The moving average of validators' stake.
@Suite struct VotingPowerTests {
    private static let origin = Origin.signed(KeysNetwork.coldkey.accountID)
    private static let unit = Subtensor.votingPowerUnit

    private static func set(_ netuid: NetUID, alpha: UInt64) -> RuntimeCall {
        .subtensor(.sudoSetVotingPowerEMAAlpha(netuid: netuid, alpha: alpha))
    }

    private static func enable(_ netuid: NetUID) -> RuntimeCall {
        .subtensor(.enableVotingPowerTracking(netuid: netuid))
    }

    private static func disable(_ netuid: NetUID) -> RuntimeCall {
        .subtensor(.disableVotingPowerTracking(netuid: netuid))
    }

    @Test("owner and root switch it on and schedule its end, root alone sets its pace")
    func calls() throws {
        let network = try KeysNetwork()
        let (chain, netuid) = (network.chain, network.netuid)
        let stranger = Origin.signed(TestChain.dave.accountID)
        for call in [Self.enable(netuid), Self.disable(netuid), Self.set(netuid, alpha: 1)] {
            for origin in [stranger, .none] { #expect(chain.dispatch(call, from: origin) == .badOrigin) }
        }
        #expect(chain.dispatch(Self.set(netuid, alpha: 1), from: Self.origin) == .badOrigin)
        for origin in [Self.origin, .root] {
            #expect(chain.dispatch(Self.disable(netuid), from: origin) == .subtensor(.votingPowerTrackingNotEnabled))
        }
        for call in [Self.enable(99), Self.set(99, alpha: 1)] {
            #expect(chain.dispatch(call, from: .root) == .subtensor(.subnetNotExists))
        }
        for origin in [Self.origin, .root] {
            #expect(chain.dispatch(Self.enable(netuid), from: origin) == nil)
            #expect(chain.has(.subtensor(.votingPowerTrackingEnabled(netuid: netuid))))
            #expect(chain.dispatch(Self.disable(netuid), from: origin) == nil)
            let end = UInt64(chain.number) + 100_800
            #expect(
                chain.has(.subtensor(.votingPowerTrackingDisableScheduled(netuid: netuid, disableAtBlock: end))))
            #expect(chain.state.get(Subtensor.votingPowerDisableAtBlock, netuid) == end)
        }
        // To switch it on again forgets the end.
        #expect(chain.dispatch(Self.enable(netuid), from: Self.origin) == nil)
        #expect(chain.state.get(Subtensor.votingPowerDisableAtBlock, netuid) == 0)
        #expect(chain.state.get(Subtensor.votingPowerEmaAlpha, netuid) == 3_570_000_000_000_000)
        #expect(
            chain.dispatch(Self.set(netuid, alpha: Self.unit + 1), from: .root)
                == .subtensor(.invalidVotingPowerEmaAlpha))
        chain.root(Self.set(netuid, alpha: Self.unit))
        #expect(chain.has(.subtensor(.votingPowerEmaAlphaSet(netuid: netuid, alpha: Self.unit))))
        chain.advance()
    }

    @Test("a step of the average is rounded down and never overflows")
    func steps() {
        let unit = Self.unit
        let cases: [(old: UInt64, stake: UInt64, alpha: UInt64, new: UInt64)] = [
            (0, 1_000_000_000_000, 3_570_000_000_000_000, 3_570_000_000),
            (3_570_000_000, 1_000_000_000_000, 3_570_000_000_000_000, 7_127_255_100),
            (0, 0, unit, 0), (5, 9, unit, 9), (5, 9, 0, 5), (7, 8, unit / 2, 7), (.max, .max, unit / 3, .max),
            (.max, 0, 1, 18_446_744_073_709_551_596), (3, 4, .max, 4),
        ]
        for (old, stake, alpha, new) in cases {
            #expect(Subtensor.averagedVotingPower(old, stake: stake, alpha: alpha) == new)
        }
    }

    @Test("each epoch takes the stake of permit holders over; others have no voting power")
    func epochs() throws {
        let network = try KeysNetwork()
        let (chain, netuid) = (network.chain, network.netuid)
        try chain.stake(.tao(500), of: KeysNetwork.coldkey, to: KeysNetwork.hotkey, on: netuid)
        chain.root(Self.enable(netuid))
        chain.root(Self.set(netuid, alpha: Self.unit / 4))
        let strangers = [KeysNetwork.other, TestChain.dave].map(\.accountID)
        for hotkey in strangers { chain.state.set(Subtensor.votingPower, netuid, hotkey, to: 77) }
        let hotkey = KeysNetwork.hotkey.accountID
        var expected: UInt64 = 0
        for _ in 0..<3 {
            chain.state.set(Subtensor.maxAllowedValidators, netuid, to: 1)
            chain.advancePastEpoch(of: netuid)
            let power = chain.state.get(Subtensor.votingPower, netuid, hotkey)
            // The epoch ran at the end of the block before: what it counted is within what was staked since.
            let stake = Subtensor.stakeWeight(of: hotkey, on: netuid, in: chain.state).total.flooredUInt64
            #expect(
                power > expected && power <= Subtensor.averagedVotingPower(expected, stake: stake, alpha: Self.unit / 4)
            )
            #expect(chain.state.get(Subtensor.totalVotingPower, netuid) == power)
            expected = power
        }
        for hotkey in strangers { #expect(chain.state.contains(Subtensor.votingPower, netuid, hotkey) == false) }
    }

    @Test("who falls below the threshold is out, who never reached it builds up")
    func threshold() {
        var state = Runtime.state(over: MemoryBackend())
        state.set(Subtensor.stakeThreshold, to: 1_000)
        state.set(Subtensor.votingPowerTrackingEnabled, 1, to: true)
        state.set(Subtensor.votingPowerEmaAlpha, 1, to: Self.unit / 2)
        let hotkeys = [KeysNetwork.hotkey, KeysNetwork.other, KeysNetwork.foreign].map(\.accountID)
        for (uid, hotkey) in hotkeys.enumerated() {
            state.set(Subtensor.keys, 1, UInt16(uid), to: hotkey)
            state.set(Subtensor.isNetworkMember, hotkey, 1, to: true)
        }
        state.set(Subtensor.votingPower, 1, hotkeys[0], to: 1_000)
        state.set(Subtensor.votingPower, 1, hotkeys[1], to: 998)
        state.set(Subtensor.votingPower, 1, hotkeys[2], to: 4_000)
        Subtensor.updateVotingPower(on: 1, permits: [true, true, true], stakes: [998, 998, 0], in: &state)
        #expect(state.contains(Subtensor.votingPower, 1, hotkeys[0]) == false)
        #expect(state.get(Subtensor.votingPower, 1, hotkeys[1]) == 998)
        #expect(state.get(Subtensor.votingPower, 1, hotkeys[2]) == 2_000)
        #expect(state.get(Subtensor.totalVotingPower, 1) == 2_998)
        // Lists that are too short count as no permit.
        Subtensor.updateVotingPower(on: 1, permits: [true], stakes: [], in: &state)
        #expect(state.get(Subtensor.totalVotingPower, 1) == 0)
        // Exactly the threshold is enough, and no power makes no entry.
        state.set(Subtensor.votingPower, 1, hotkeys[0], to: 1_002)
        Subtensor.updateVotingPower(on: 1, permits: [true, true, true], stakes: [998, 0, 0], in: &state)
        #expect(state.get(Subtensor.votingPower, 1, hotkeys[0]) == 1_000)
        #expect(state.contains(Subtensor.votingPower, 1, hotkeys[1]) == false)
        // The record ends in the first epoch at its last block or later.
        state.set(Subtensor.votingPowerDisableAtBlock, 1, to: 5)
        for (block, isOn) in [(4, true), (5, false)] as [(BlockNumber, Bool)] {
            state.set(System.number, to: block)
            Subtensor.updateVotingPower(on: 1, permits: [true, true, true], stakes: [998, 0, 0], in: &state)
            #expect(state.get(Subtensor.votingPowerTrackingEnabled, 1) == isOn)
        }
    }

    @Test("behind its end the record is dropped")
    func end() throws {
        let network = try KeysNetwork()
        let (chain, netuid) = (network.chain, network.netuid)
        chain.root(Self.enable(netuid))
        chain.root(Self.disable(netuid))
        chain.state.set(Subtensor.votingPower, netuid, KeysNetwork.hotkey.accountID, to: 5)
        chain.advancePastEpoch(of: netuid)
        #expect(chain.state.get(Subtensor.votingPowerTrackingEnabled, netuid) == true)
        chain.state.set(Subtensor.votingPowerDisableAtBlock, netuid, to: UInt64(chain.number) + 3)
        chain.advancePastEpoch(of: netuid)
        #expect(chain.state.get(Subtensor.votingPowerTrackingEnabled, netuid) == false)
        #expect(chain.state.contains(Subtensor.votingPower, netuid, KeysNetwork.hotkey.accountID) == false)
        #expect(chain.state.get(Subtensor.votingPowerDisableAtBlock, netuid) == 0)
        #expect(chain.state.contains(Subtensor.totalVotingPower, netuid) == false)
    }
}
