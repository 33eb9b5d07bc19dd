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
        /// Whether no block has room for the lists: the call fails then, and weighs what it weighs without them.
        var isTooMuch = false
    }

    /// Weighs a call that `signer` sends now.
    static func weigh(_ call: RuntimeCall, by signer: AccountID, in state: borrowing State) -> WeighedCall {
        let info = call.dispatchInfo
        let load = CallLoad(of: call, by: signer)
        guard !load.isEmpty else { return WeighedCall(info: info) }
        var heavy = info
        heavy.weight.refTime = heavy.weight.refTime.addingClamped(load.referenceTime(in: state))
        guard BlockRoom.canHold(heavy, length: 0) else { return WeighedCall(info: info, isTooMuch: true) }
        return WeighedCall(info: heavy)
    }

    /// Weighs an extrinsic that is to take its room in a block.
    /// - Throws: ``InvalidTransaction/exhaustsResources`` where there is not enough left of it.
    static func weigh(
        _ extrinsic: Extrinsic, by signer: AccountID, for room: inout BlockRoom, in state: borrowing State
    ) throws(InvalidTransaction) -> WeighedCall {
        let length = extrinsic.bytes.count
        guard room.holds(extrinsic.call.dispatchInfo, length: length) else { throw .exhaustsResources }
        guard !CallLoad(of: extrinsic.call, by: signer).isEmpty else {
            return WeighedCall(info: extrinsic.call.dispatchInfo)
        }
        guard !room.isClosedToLists else { throw .exhaustsResources }
        let weighed = weigh(extrinsic.call, by: signer, in: state)
        guard room.holds(weighed.info, length: length) else {
            room.isClosedToLists = true
            throw .exhaustsResources
        }
        return weighed
    }
}
