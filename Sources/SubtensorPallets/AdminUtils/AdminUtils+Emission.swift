import Frame
import Primitives
import RuntimeInterface

/// Values that decide what a subnet emits and to whom.
extension AdminUtils {
    /// Emits `SubnetEmissionEnabledSet`.
    static func setEmission(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state throws(DispatchError) in
            guard !netuid.isRoot else { throw .adminUtils(.notPermittedOnRootSubnet) }
            state.set(Subtensor.subnetEmissionEnabled, netuid, to: enabled)
            state.deposit(.adminUtils(.subnetEmissionEnabledSet(netuid: netuid, enabled: enabled)))
        }
    }

    static func setOwnerCut(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try Subtensor.requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        try Subtensor.requireAdminWindow(netuid, in: state)
        guard Subtensor.subnetExists(netuid, in: state) else { throw .adminUtils(.subnetDoesNotExist) }
        guard !netuid.isRoot else { throw .adminUtils(.notPermittedOnRootSubnet) }
        state.set(Subtensor.ownerCutEnabled, netuid, to: enabled)
    }

    static func setRecycleOrBurn(
        _ netuid: NetUID, _ choice: RecycleOrBurn, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.recycleOrBurn), origin, in: &state) { state in
            state.set(Subtensor.recycleOrBurn, netuid, to: choice)
        }
    }

    static func setSubtoken(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state in
            state.set(Subtensor.subtokenEnabled, netuid, to: enabled)
        }
    }

    static func setPriceHalvingPeriod(
        _ netuid: NetUID, _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state in
            state.set(Subtensor.emaPriceHalvingBlocks, netuid, to: blocks)
        }
    }
}
