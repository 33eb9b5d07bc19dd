public import Frame
public import Primitives
public import RuntimeInterface

extension CallGuard {
    /// A coldkey that announced a swap may only go on with it, dispute it or take it back, and send that encrypted; a
    /// coldkey whose swap is disputed may do nothing. Source: pallets/subtensor/src/guards/check_coldkey_swap.rs.
    /// - Throws: `coldkeySwapDisputed` or `coldkeySwapAnnounced`.
    static func checkColdkeySwap(
        _ call: RuntimeCall, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        guard state.contains(Subtensor.coldkeySwapAnnouncements, signer) else { return }
        guard !state.contains(Subtensor.coldkeySwapDisputes, signer) else { throw .subtensor(.coldkeySwapDisputed) }
        switch call {
        case .subtensor(.announceColdkeySwap), .subtensor(.swapColdkeyAnnounced), .subtensor(.disputeColdkeySwap),
            .subtensor(.clearColdkeySwapAnnouncement), .mevShield(.submitEncrypted):
            return
        default: throw .subtensor(.coldkeySwapAnnounced)
        }
    }

    /// A coldkey that announced a swap gives no tips: with one, a thief could still take all its TAO away.
    /// - Throws: `coldkeySwapAnnounced`.
    public static func checkTip(
        _ tip: Rao, of signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        guard tip.isZero || !state.contains(Subtensor.coldkeySwapAnnouncements, signer) else {
            throw .subtensor(.coldkeySwapAnnounced)
        }
    }
}
