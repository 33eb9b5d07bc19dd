import Frame
import Primitives
import RuntimeInterface
import SubtensorPallets
import SystemPallets

/// What a call weighs on a state: its own cost, and that of the lists that it would work through.
extension Runtime {
    /// A call's weight, class and fee rule.
    struct WeighedCall {
        var info: DispatchEventInfo
        /// Picoseconds that it took to count lists.
        var countingTime: UInt64 = 0
        /// Why the call is not to be run, for its lists.
        var refusal: DispatchError?

        /// The same call when its lists are not worked through: it weighs what it weighs without them and what it took
        /// to count them.
        func refused(_ call: RuntimeCall, for reason: DispatchError) -> WeighedCall {
            var info = call.dispatchInfo
            info.weight.refTime = info.weight.refTime.addingClamped(countingTime)
            return WeighedCall(info: info, countingTime: countingTime, refusal: reason)
        }
    }

    /// Weighs a call that `signer` sends now.
    static func weigh(_ call: RuntimeCall, by signer: AccountID, in state: borrowing State) -> WeighedCall {
        weigh(call, CallLoad(of: call, by: signer), in: state)
    }

    private static func weigh(_ call: RuntimeCall, _ load: CallLoad, in state: borrowing State) -> WeighedCall {
        var weighed = WeighedCall(info: call.dispatchInfo)
        guard !load.isEmpty else { return weighed }
        let time = load.time(in: state)
        weighed.info.weight.refTime = weighed.info.weight.refTime.addingClamped(time.picoseconds)
        weighed.countingTime = time.countingPicoseconds
        return BlockRoom.canHold(weighed.info, length: 0) ? weighed : weighed.refused(call, for: .exhausted)
    }

    /// Weighs an extrinsic that is to take its room in a block. Where its signer cannot pay for the lists it is refused
    /// by its failing, or everybody could have lists counted for nothing.
    /// - Throws: ``InvalidTransaction/exhaustsResources`` where there is not enough left of the block.
    static func weigh(
        _ extrinsic: Extrinsic, tip: Rao, by signer: AccountID, for room: inout BlockRoom, in state: borrowing State
    ) throws(InvalidTransaction) -> WeighedCall {
        let length = extrinsic.bytes.count
        guard room.holds(extrinsic.call.dispatchInfo, length: length) else { throw .exhaustsResources }
        let load = CallLoad(of: extrinsic.call, by: signer)
        guard load.isBrief || !room.isClosedToLists else { throw .exhaustsResources }
        let weighed = weigh(extrinsic.call, load, in: state)
        guard room.holds(weighed.info, length: length) else {
            if !load.isBrief { room.listsLeft += 1 }
            throw .exhaustsResources
        }
        let fee = TransactionPayment.fee(of: weighed.info, length: extrinsic.length, tip: tip)
        guard weighed.countingTime > 0, !canPay(fee, for: extrinsic.call, by: signer, in: state) else { return weighed }
        // What was payable before the lists were counted still is.
        return WeighedCall(info: extrinsic.call.dispatchInfo, refusal: .token(.fundsUnavailable))
    }
}
