import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// Stake at other people's hotkeys that is too small to be worth its entry.
/// Source: pallets/subtensor/src/staking/helpers.rs, utils/misc.rs.
extension Subtensor {
    /// The least stake of a nominator, in rao: the factor counts millionths of ``stakeMinimum``.
    static func nominationMinimum(in state: borrowing State) -> Rao {
        Rao(stakeMinimum.multipliedClamped(by: state.get(nominatorMinRequiredStake)).units / 1_000_000)
    }

    /// Sells a nomination that is below the minimum; where it cannot be sold, it is forfeit.
    /// - Returns: whether it was below the minimum.
    @discardableResult
    static func clearSmallNomination(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) -> Bool {
        // Those of a dissolved subnet are paid out by its end.
        guard subnetExists(netuid, in: state), !owns(coldkey, hotkey, in: state) else { return false }
        let minimum = U64F64(nominationMinimum(in: state).units)
            .dividedSafely(by: Swap.price(netuid, in: state)).flooredUInt64
        let alpha = stake(of: coldkey, at: hotkey, on: netuid, in: state)
        guard !alpha.isZero, alpha.units < minimum else { return false }
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                _ = try unstakeFromSubnet(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
            }
        } catch {
            let rest = stake(of: coldkey, at: hotkey, on: netuid, in: state)
            decreaseStake(rest, of: coldkey, at: hotkey, on: netuid, in: &state)
        }
        return true
    }

    /// Clears the small nominations of the chain from now on, after the minimum was raised; one whose hotkey is swapped
    /// meanwhile may be passed over. The reference does it at once, however many there are.
    static func startClearingSmallNominations(in state: inout State) {
        // A walk that is under way has left some behind that were large enough then.
        state.set(alphaV2MapLastKey, to: [])
    }

    /// Goes on clearing small nominations until all were looked at or the block's allowance is spent, in the order in
    /// which positions are stored.
    static func clearSmallNominations(_ allowance: CleanupAllowance = .block, in state: inout State) {
        guard var lastKey = state.get(alphaV2MapLastKey) else { return }
        var allowance = allowance
        while !allowance.isSpent {
            let page = CleanupPage(of: [alphaV2.item], after: lastKey.isEmpty ? nil : lastKey, in: state)
            for key in page.keys {
                guard !allowance.isSpent else { return state.set(alphaV2MapLastKey, to: lastKey) }
                lastKey = key
                guard let (hotkey, coldkey, netuid) = try? alphaV2.keys(of: key) else { continue }
                let isCleared = clearSmallNomination(of: coldkey, at: hotkey, on: netuid, in: &state)
                // A sale of root stake looks for more of it at every hotkey.
                let others = isCleared && netuid.isRoot ? state.elementCount(of: stakingHotkeys, coldkey) : 0
                allowance.count(seen: 1 + others, changed: isCleared ? 1 : 0)
            }
            guard page.next != nil else { return state.remove(alphaV2MapLastKey) }
        }
        state.set(alphaV2MapLastKey, to: lastKey)
    }
}
