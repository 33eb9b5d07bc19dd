import Frame
import Primitives
import RuntimeInterface

/// Rules of children that hold on the whole chain. All for root only.
/// Source: pallets/subtensor/src/macros/dispatches.rs, calls 69, 76, 77 and 109.
extension Subtensor {
    /// Sets the blocks between two raises of a childkey take. Emits `TxChildKeyTakeRateLimitSet`.
    static func sudoSetTxChildkeyTakeRateLimit(
        _ origin: Origin, _ blocks: UInt64, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        state.set(txChildkeyTakeRateLimit, to: blocks)
        state.deposit(.subtensor(.txChildKeyTakeRateLimitSet(blocks)))
    }

    /// Sets the least childkey take. Emits `MinChildKeyTakeSet`.
    static func sudoSetMinChildkeyTake(
        _ origin: Origin, _ take: PerU16, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        state.set(minChildkeyTake, to: take)
        state.deposit(.subtensor(.minChildKeyTakeSet(take)))
    }

    /// Sets the highest childkey take. Emits `MaxChildKeyTakeSet`.
    static func sudoSetMaxChildkeyTake(
        _ origin: Origin, _ take: PerU16, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        state.set(maxChildkeyTake, to: take)
        state.deposit(.subtensor(.maxChildKeyTakeSet(take)))
    }

    /// Sets the blocks that children wait for.
    static func setPendingChildkeyCooldown(
        _ origin: Origin, _ blocks: UInt64, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        state.set(pendingChildKeyCooldown, to: blocks)
    }
}
