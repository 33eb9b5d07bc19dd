import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// Who the chain's authorities are. Source: pallets/admin-utils/src/lib.rs, calls 0 and 59.
extension AdminUtils {
    /// Gives the slots to other accounts: see ``Aura/changeAuthorities(to:in:)``. For root.
    static func swapAuthorities(
        _ authorities: [AuraAuthority], _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        try Aura.changeAuthorities(to: authorities, in: &state)
    }

    /// Replaces the finality authorities that clients read, at the end of the block. For root.
    ///
    /// Fails with `grandpaChangeDelayMustBeZero` for a later block, which spec 425 allowed and the interface of 461 has
    /// the error for: no block may announce a set that its state does not have (SDK 11.3.0,
    /// error_descriptions/admin_utils.py). Then as ``Grandpa/scheduleChange(to:forced:in:)``.
    static func scheduleGrandpaChange(
        _ authorities: [Pair<GrandpaAuthority, UInt64>], inBlocks delay: BlockNumber, forced: BlockNumber?,
        _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        guard delay == 0 else { throw .adminUtils(.grandpaChangeDelayMustBeZero) }
        try Grandpa.scheduleChange(to: authorities, forced: forced, in: &state)
    }
}
