import Frame
import Primitives
import RuntimeInterface

/// The share of dividends that a delegate keeps. Source: pallets/subtensor/src/staking/{increase,decrease}_take.rs.
extension Subtensor {
    /// Raises the take of a hotkey, at most once in `TxDelegateTakeRateLimit` blocks. Emits `TakeIncreased`.
    ///
    /// Fails with `hotKeyAccountNotExists`, `nonAssociatedColdKey`, `delegateTakeTooLow` where it is no raise,
    /// `delegateTakeTooHigh` or `delegateTxRateLimitExceeded`. For the owner coldkey.
    static func increaseTake(
        _ origin: Origin, _ hotkey: AccountID, _ take: PerU16, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireTake(take, of: hotkey, by: coldkey, in: state)
        if state.contains(delegates, hotkey) {
            guard take.rawValue > state.get(delegates, hotkey).rawValue else { throw .subtensor(.delegateTakeTooLow) }
        }
        let now = currentBlock(in: state)
        let last = state.get(lastRateLimitedBlock, .lastTxBlockDelegateTake(hotkey))
        let limit = state.get(txDelegateTakeRateLimit)
        // The limit itself is still too early here, other than with most rate limits.
        guard limit == 0 || last == 0 || (now > last ? now - last : 0) > limit else {
            throw .subtensor(.delegateTxRateLimitExceeded)
        }
        state.set(lastRateLimitedBlock, .lastTxBlockDelegateTake(hotkey), to: now)
        state.set(delegates, hotkey, to: take)
        state.deposit(.subtensor(.takeIncreased(coldkey, hotkey, take)))
    }

    /// Lowers the take of a hotkey, as often as wanted. Emits `TakeDecreased`.
    ///
    /// Fails with `hotKeyAccountNotExists`, `nonAssociatedColdKey`, or `delegateTakeTooLow` where it is no reduction or
    /// below the least take. For the owner coldkey.
    static func decreaseTake(
        _ origin: Origin, _ hotkey: AccountID, _ take: PerU16, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireTake(take, of: hotkey, by: coldkey, in: state)
        if state.contains(delegates, hotkey) {
            guard take.rawValue < state.get(delegates, hotkey).rawValue else { throw .subtensor(.delegateTakeTooLow) }
        }
        state.set(delegates, hotkey, to: take)
        state.set(lastRateLimitedBlock, .lastTxBlockDelegateTake(hotkey), to: currentBlock(in: state))
        state.deposit(.subtensor(.takeDecreased(coldkey, hotkey, take)))
    }

    /// Whether `coldkey` may give `hotkey` this take, whatever it was before.
    /// - Throws: `delegateTakeTooLow`, `delegateTakeTooHigh`, `hotKeyAccountNotExists` or `nonAssociatedColdKey`.
    static func requireTake(
        _ take: PerU16, of hotkey: AccountID, by coldkey: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        guard take.rawValue >= state.get(minDelegateTake).rawValue else { throw .subtensor(.delegateTakeTooLow) }
        guard take.rawValue <= state.get(maxDelegateTake).rawValue else { throw .subtensor(.delegateTakeTooHigh) }
        guard isOwned(hotkey, in: state) else { throw .subtensor(.hotKeyAccountNotExists) }
        guard owns(coldkey, hotkey, in: state) else { throw .subtensor(.nonAssociatedColdKey) }
    }
}
