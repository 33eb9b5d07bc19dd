import FixedPoint
import Frame
public import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import SubtensorPallets

/// A network in which lists have grown long: what calls take that work through them.
public enum LongLists {
    public static let netuid = NetUID(2)
    /// Has stakers, as many as there are entries.
    public static let popularHotkey = SyntheticNetwork.account(0xFFFC, 0)
    public static let newHotkey = SyntheticNetwork.account(0xFFFC, 1)
    /// Subnets on which a root staker may claim.
    public static let claimed = SyntheticNetwork.netuids(5)

    /// The entries of a state in which `owner` owns a hotkey with `entries` stakers, has as many hotkeys to stake to,
    /// and may claim root dividends of a fifth as many.
    public static func genesis(owner: AccountID, entries: Int, slotMilliseconds: UInt64) -> [StateChange] {
        let base = SyntheticNetwork.genesis(subnets: 5, neurons: 64, slotMilliseconds: slotMilliseconds)
        var values: [[UInt8]: [UInt8]] = [:]
        for change in base { values[change.key] = change.value }
        var state = Runtime.state(over: MemoryBackend(values))
        Balances.deposit(.tao(100_000), to: owner, in: &state)
        state.set(Subtensor.txRateLimit, to: 0)
        state.set(Subtensor.owner, popularHotkey, to: owner)
        state.set(Subtensor.ownedHotkeys, owner, to: [popularHotkey])
        state.set(Subtensor.numRootClaim, to: 0)
        for index in 0..<entries {
            SyntheticNetwork.stake(.tao(1), on: netuid, of: account(0x40, index), at: popularHotkey, in: &state)
        }
        for index in 0..<entries / 5 { addRootStake(of: owner, at: account(0x41, index), in: &state) }
        Subtensor.anchorIssuance(in: &state)
        for change in state.changes { values[change.key] = change.value }
        return values.map { StateChange(key: $0.key, value: $0.value) }.sorted {
            $0.key.lexicographicallyPrecedes($1.key)
        }
    }

    /// Root stake whose dividends of some subnets wait.
    private static func addRootStake(of coldkey: AccountID, at hotkey: AccountID, in state: inout State) {
        state.set(Subtensor.owner, hotkey, to: SyntheticNetwork.coldkey(0))
        SyntheticNetwork.stake(.tao(1), on: .root, of: coldkey, at: hotkey, in: &state)
        for netuid in claimed {
            Subtensor.mintAlphaOut(1_000_000, on: netuid, in: &state)
            let rate = I96F32(1).dividedSafely(by: I96F32(1_000))
            Subtensor.raiseRootClaimable(by: rate, at: hotkey, on: netuid, in: &state)
        }
    }

    private static func account(_ kind: UInt8, _ index: Int) -> AccountID {
        AccountID(UInt64(index).encoded() + Array(repeating: kind, count: 24)) ?? .zero
    }
}
