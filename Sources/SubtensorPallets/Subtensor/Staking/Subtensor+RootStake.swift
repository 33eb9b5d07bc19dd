import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Book-keeping that root stake needs beside the pool: what counts as claimed already, and who is to be visited by the
/// automatic claims. Source: pallets/subtensor/src/staking/claim_root.rs.
extension Subtensor {
    /// New root stake has no part in what a hotkey earned before: its claim of that counts as paid.
    static func raiseRootClaimed(
        by alpha: Alpha, of coldkey: AccountID, at hotkey: AccountID, in state: inout State
    ) {
        for entry in state.get(rootClaimable, hotkey) {
            let change = claim(of: alpha, rate: entry.second)
            state.update(rootClaimed, entry.first, hotkey, coldkey) { claimed in
                let (sum, overflow) = claimed.addingReportingOverflow(change)
                claimed = overflow ? .max : sum
            }
        }
    }

    /// Root stake that leaves takes its claims along.
    static func lowerRootClaimed(
        by alpha: Alpha, of coldkey: AccountID, at hotkey: AccountID, in state: inout State
    ) {
        for entry in state.get(rootClaimable, hotkey) where !entry.first.isRoot {
            let change = claim(of: alpha, rate: entry.second)
            state.update(rootClaimed, entry.first, hotkey, coldkey) { $0 = $0 > change ? $0 - change : 0 }
        }
    }

    /// Whether a coldkey has root stake at any hotkey.
    static func hasRootStake(_ coldkey: AccountID, in state: borrowing State) -> Bool {
        for hotkey in state.get(stakingHotkeys, coldkey)
        where !stake(of: coldkey, at: hotkey, on: .root, in: state).isZero {
            return true
        }
        return false
    }

    /// Numbers a coldkey for the automatic claims, which visit coldkeys by number.
    static func addToStakingIndex(_ coldkey: AccountID, in state: inout State) {
        guard !state.contains(stakingColdkeys, coldkey) else { return }
        let number = state.get(numStakingColdkeys)
        state.set(stakingColdkeysByIndex, number, to: coldkey)
        state.set(stakingColdkeys, coldkey, to: number)
        state.set(numStakingColdkeys, to: number + 1)
    }

    /// Takes a coldkey's number away; the last coldkey gets it, so that the numbers stay dense.
    static func removeFromStakingIndex(_ coldkey: AccountID, in state: inout State) {
        guard let number = state.get(stakingColdkeys, coldkey) else { return }
        state.remove(stakingColdkeys, coldkey)
        let count = state.get(numStakingColdkeys)
        let last = count > 0 ? count - 1 : 0
        if number != last, let moved = state.get(stakingColdkeysByIndex, last) {
            state.remove(stakingColdkeysByIndex, last)
            state.set(stakingColdkeysByIndex, number, to: moved)
            state.set(stakingColdkeys, moved, to: number)
        } else {
            state.remove(stakingColdkeysByIndex, number)
        }
        state.set(numStakingColdkeys, to: last)
    }

    /// What `alpha` of root stake may claim at `rate`, rounded down.
    private static func claim(of alpha: Alpha, rate: I96F32) -> UInt128 {
        rate.multipliedSaturated(by: I96F32(alpha.units)).floored()
    }
}
