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
    static func clearSmallNomination(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        // Those of a dissolved subnet are paid out by its end.
        guard subnetExists(netuid, in: state), !owns(coldkey, hotkey, in: state) else { return }
        let minimum = U64F64(nominationMinimum(in: state).units)
            .dividedSafely(by: Swap.price(netuid, in: state)).flooredUInt64
        let alpha = stake(of: coldkey, at: hotkey, on: netuid, in: state)
        guard !alpha.isZero, alpha.units < minimum else { return }
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                _ = try unstakeFromSubnet(alpha, of: coldkey, at: hotkey, on: netuid, in: &state)
            }
        } catch {
            let rest = stake(of: coldkey, at: hotkey, on: netuid, in: state)
            decreaseStake(rest, of: coldkey, at: hotkey, on: netuid, in: &state)
        }
    }

    /// Clears every small nomination on the chain, after the minimum was raised. In the order of hotkey, coldkey,
    /// subnet.
    static func clearSmallNominations(in state: inout State) {
        let positions = state.allEntries(of: alphaV2).map(\.key).sorted { $0 < $1 }
        for (hotkey, coldkey, netuid) in positions {
            clearSmallNomination(of: coldkey, at: hotkey, on: netuid, in: &state)
        }
    }
}
