import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// Values that decide who may be a neuron of a subnet. Each setter emits the event that is named after the value.
extension AdminUtils {
    static func setServingRateLimit(
        _ netuid: NetUID, _ blocks: UInt64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.servingRateLimit), origin, in: &state) { state in
            state.set(Subtensor.servingRateLimit, netuid, to: blocks)
            state.deposit(.subtensor(.servingRateLimitSet(netuid, blocks)))
        }
    }

    static func setImmunityPeriod(
        _ netuid: NetUID, _ blocks: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.immunityPeriod), origin, in: &state) { state in
            state.set(Subtensor.immunityPeriod, netuid, to: blocks)
            state.deposit(.subtensor(.immunityPeriodSet(netuid, blocks)))
        }
    }

    static func setUIDsMaximum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.maxAllowedUids), origin, in: &state) { state throws(DispatchError) in
            guard count >= state.get(Subtensor.minAllowedUids, netuid) else {
                throw .adminUtils(.maxAllowedUidsLessThanMinAllowedUids)
            }
            guard count >= state.get(Subtensor.subnetworkN, netuid) else {
                throw .adminUtils(.maxAllowedUIdsLessThanCurrentUIds)
            }
            guard count <= Subtensor.uidsOfAllMechanismsMaximum else {
                throw .adminUtils(.maxAllowedUidsGreaterThanDefaultMaxAllowedUids)
            }
            try Subtensor.requireRoom(
                for: count, mechanisms: state.get(Subtensor.mechanismCountCurrent, netuid))
            state.set(Subtensor.maxAllowedUids, netuid, to: count)
            state.deposit(.subtensor(.maxAllowedUidsSet(netuid, count)))
        }
    }

    static func setUIDsMinimum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state throws(DispatchError) in
            guard count < state.get(Subtensor.maxAllowedUids, netuid) else {
                throw .adminUtils(.minAllowedUidsGreaterThanMaxAllowedUids)
            }
            guard count < state.get(Subtensor.subnetworkN, netuid) else {
                throw .adminUtils(.minAllowedUidsGreaterThanCurrentUids)
            }
            state.set(Subtensor.minAllowedUids, netuid, to: count)
            state.deposit(.subtensor(.minAllowedUidsSet(netuid, count)))
        }
    }

    static func setNonImmuneMinimum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state in
            state.set(Subtensor.minNonImmuneUids, netuid, to: count)
            state.deposit(.subtensor(.minNonImmuneUidsSet(netuid, count)))
        }
    }

    static func setOwnerImmuneLimit(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.immuneNeuronLimit), origin, in: &state) { state throws(DispatchError) in
            guard (1...10).contains(count) else { throw .subtensor(.invalidValue) }
            state.set(Subtensor.immuneOwnerUidsLimit, netuid, to: count)
        }
    }

    static func setValidatorsMaximum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state throws(DispatchError) in
            guard count <= state.get(Subtensor.maxAllowedUids, netuid) else {
                throw .adminUtils(.maxValidatorsLargerThanMaxUIds)
            }
            state.set(Subtensor.maxAllowedValidators, netuid, to: count)
            state.deposit(.subtensor(.maxAllowedValidatorsSet(netuid, count)))
        }
    }

    static func setRegistrationAllowed(
        _ netuid: NetUID, _ allowed: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, respectsWindow: false, in: &state) { state in
            state.set(Subtensor.networkRegistrationAllowed, netuid, to: allowed)
            state.deposit(.subtensor(.registrationAllowed(netuid, allowed)))
        }
    }

    static func setRegistrationTarget(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state in
            state.set(Subtensor.targetRegistrationsPerInterval, netuid, to: count)
            state.deposit(.subtensor(.registrationPerIntervalSet(netuid, count)))
        }
    }

    static func setRegistrationsMaximum(
        _ netuid: NetUID, _ count: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .root, origin, in: &state) { state in
            state.set(Subtensor.maxRegistrationsPerBlock, netuid, to: count)
            state.deposit(.subtensor(.maxRegistrationsPerBlockSet(netuid, count)))
        }
    }

    static func setBurnMinimum(
        _ netuid: NetUID, _ price: Rao, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.minBurn), origin, in: &state) { state throws(DispatchError) in
            guard price < .tao(1), price < state.get(Subtensor.maxBurn, netuid) else {
                throw .adminUtils(.valueNotInBounds)
            }
            state.set(Subtensor.minBurn, netuid, to: price)
            state.deposit(.subtensor(.minBurnSet(netuid, price)))
        }
    }

    static func setBurnMaximum(
        _ netuid: NetUID, _ price: Rao, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.maxBurn), origin, in: &state) { state throws(DispatchError) in
            guard price > Rao(100_000_000), price > state.get(Subtensor.minBurn, netuid) else {
                throw .adminUtils(.valueNotInBounds)
            }
            state.set(Subtensor.maxBurn, netuid, to: price)
            state.deposit(.subtensor(.maxBurnSet(netuid, price)))
        }
    }

    static func setBurnHalfLife(
        _ netuid: NetUID, _ blocks: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.burnHalfLife), origin, in: &state) { state throws(DispatchError) in
            guard !netuid.isRoot else { throw .adminUtils(.notPermittedOnRootSubnet) }
            guard (1...36_100).contains(blocks) else { throw .adminUtils(.invalidValue) }
            state.set(Subtensor.burnHalfLife, netuid, to: blocks)
            state.deposit(.adminUtils(.burnHalfLifeSet(netuid: netuid, burnHalfLife: blocks)))
        }
    }

    static func setBurnIncrease(
        _ netuid: NetUID, _ factor: U64F64, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.burnIncreaseMult), origin, in: &state) { state throws(DispatchError) in
            guard !netuid.isRoot else { throw .adminUtils(.notPermittedOnRootSubnet) }
            guard factor >= U64F64(1), factor <= U64F64(3) else { throw .adminUtils(.invalidValue) }
            state.set(Subtensor.burnIncreaseMult, netuid, to: factor)
            state.deposit(.adminUtils(.burnIncreaseMultSet(netuid: netuid, burnIncreaseMult: factor)))
        }
    }
}
