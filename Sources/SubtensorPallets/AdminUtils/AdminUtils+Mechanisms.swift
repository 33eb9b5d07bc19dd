import Frame
import Primitives
import RuntimeInterface

/// Mechanisms of a subnet, which the owner may change once in a number of blocks.
extension AdminUtils {
    static func setMechanismCount(
        _ netuid: NetUID, _ count: MechanismID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.ownerOnce(.mechanismCountUpdate, blocks: Subtensor.mechanismRateLimit)
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setMechanismCount(count, of: netuid, in: &state)
        }
    }

    static func setMechanismEmissionSplit(
        _ netuid: NetUID, _ split: [UInt16]?, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.ownerOnce(.mechanismEmission, blocks: Subtensor.mechanismRateLimit)
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setMechanismEmissionSplit(split, of: netuid, in: &state)
        }
    }

    static func setMaxMechanismCount(
        _ count: MechanismID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setMaxMechanismCount(count, in: &state)
        }
    }
}
