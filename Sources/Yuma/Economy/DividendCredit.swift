public import FixedPoint
public import Primitives

/// One change of state that the distribution of an epoch asks for; the pallet performs them in order.
public enum DividendCredit: Hashable, Sendable {
    /// Adds alpha to the stake of one coldkey behind a hotkey.
    case stake(hotkey: AccountID, coldkey: AccountID, amount: Alpha)
    /// A miner's incentive, staked for its owner behind `destination`; `isRedirected` where the owner chose that one.
    case incentive(miner: AccountID, destination: AccountID, coldkey: AccountID, amount: Alpha, isRedirected: Bool)
    /// The incentive of one of the subnet owner's hotkeys, which is recycled or burned by the subnet's choice.
    case withheld(hotkey: AccountID, amount: Alpha)
    /// Alpha that leaves circulation by the childkey burn.
    case recycled(amount: Alpha)
    /// Raises the whole pool of a hotkey, for all who stake behind it.
    case reward(hotkey: AccountID, amount: Alpha)
    /// Raises what root stakers behind a hotkey may claim, by `rate` alpha for each unit of root stake.
    case claimable(hotkey: AccountID, rate: I96F32, amount: Alpha)
}
