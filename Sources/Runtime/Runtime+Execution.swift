public import Frame
public import Primitives
public import RuntimeInterface
import SCALE
import SystemPallets

/// The phases of a block: begin, inherents, extrinsics, end. The engine calls them in this order, once each.
extension Runtime {
    /// Writes what is known of the block before anything runs in it. Extrinsics can be validated from here on.
    public static func beginBlock(number: BlockNumber, parentHash: Hash, digest: Digest, in state: inout State) {
        state.phase = .initialization
        System.initializeBlock(number: number, parentHash: parentHash, digest: digest, in: &state)
    }

    /// Runs the hooks that open a block: emission, epochs, decay of prices.
    public static func runOpeningHooks(in state: inout State) { Pallets.onInitialize(&state) }

    /// Runs an inherent of the block's author. A failing inherent makes the whole block invalid.
    /// - Throws: what the pallet throws.
    public static func applyInherent(
        _ extrinsic: Extrinsic, index: UInt32, in state: inout State
    ) throws(DispatchError) {
        guard extrinsic.signature == nil else { throw .badOrigin }
        state.phase = .applyExtrinsic(index)
        try state.transaction { (state: inout State) throws(DispatchError) in
            try state.dispatch(extrinsic.call, from: .none)
        }
        state.deposit(.system(.extrinsicSuccess(dispatchInfo: extrinsic.call.dispatchInfo)))
    }

    /// Runs a signed extrinsic: takes its room in the block and the fee, counts the nonce, runs the call. A call that
    /// fails leaves nothing but those. One that would have to work through lists for longer than any block lasts, or
    /// than its signer can pay for, fails without being run.
    /// - Parameter room: what is left of the block; nothing is taken of it where this throws.
    /// - Returns: why the call failed, or `nil` where it did not.
    /// - Throws: ``InvalidTransaction`` where it must not be part of this block; then nothing has changed.
    @discardableResult
    public static func apply(
        _ extrinsic: Extrinsic, index: UInt32, checkingSignature: Bool = true, room: inout BlockRoom,
        in state: inout State
    ) throws(InvalidTransaction) -> DispatchError? {
        let valid = try validate(extrinsic, checkingSignature: checkingSignature, in: state)
        guard valid.requires == nil else { throw .future }
        guard let signature = extrinsic.signature else { throw .call }
        let who = signature.signer
        let tip = signature.extra.tip
        let weighed = try weigh(extrinsic, tip: tip, by: who, for: &room, in: state)
        let info = weighed.info
        let fee = TransactionPayment.fee(of: info, length: extrinsic.length, tip: tip)
        state.phase = .applyExtrinsic(index)
        let taken = try takeFee(fee, for: extrinsic.call, by: who, in: &state)
        _ = room.take(info, length: extrinsic.bytes.count)
        System.incrementNonce(of: who, in: &state)
        if let failure = weighed.refusal ?? run(extrinsic.call, by: who, in: &state) {
            settle(taken, actual: fee, tip: tip, of: who, in: &state)
            state.deposit(.system(.extrinsicFailed(dispatchError: failure, dispatchInfo: info)))
            return failure
        }
        var told = info
        // The key of Sudo keeps the chain going and pays nothing for it.
        if case .sudo = extrinsic.call { told.paysFee = .no }
        settle(taken, actual: told.paysFee == .yes ? fee : tip, tip: tip, of: who, in: &state)
        state.deposit(.system(.extrinsicSuccess(dispatchInfo: told)))
        return nil
    }

    private static func run(_ call: RuntimeCall, by who: AccountID, in state: inout State) -> DispatchError? {
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: .signed(who))
            }
            return nil
        } catch {
            return error
        }
    }

    /// Runs the hooks that close a block and files its events.
    public static func endBlock(in state: inout State) {
        state.phase = .finalization
        Pallets.onFinalize(&state)
        System.finalizeBlock(in: &state)
    }

    /// The inherent that tells a block's time, in milliseconds of Unix time.
    public static func timestampInherent(_ milliseconds: UInt64) -> Extrinsic {
        Extrinsic(inherent: .timestamp(.set(now: milliseconds)))
    }

    /// The inherent by which the author announces the key for encrypted extrinsics.
    public static func shieldKeyInherent(_ key: [UInt8]?) -> Extrinsic {
        Extrinsic(inherent: .mevShield(.announceNextKey(encKey: key)))
    }
}
