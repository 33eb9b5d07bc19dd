import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Source: pallets/subtensor/src/subnets/registration.rs.
extension Subtensor {
    /// Registers a hotkey as a neuron of a subnet for the present price. The price buys alpha, which is destroyed; it
    /// rises with every registration and decays with every block. Where the subnet is full the weakest neuron makes
    /// room. The calls `register` (whose proof of work is ignored) and `burned_register` are this. Emits
    /// `RAORecycledForRegistrationSet` and `NeuronRegistered`.
    ///
    /// Fails with `registrationNotPermittedOnRootSubnet`, `subnetNotExists`, `subNetRegistrationDisabled`,
    /// `hotKeyAlreadyRegisteredInSubNet`, `notEnoughBalanceToStake`, `cannotUseSystemAccount`, `nonAssociatedColdKey`
    /// or `noNeuronIdAvailable`, in this order. For any coldkey.
    static func register(
        _ origin: Origin, _ netuid: NetUID, _ hotkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard !netuid.isRoot else { throw .subtensor(.registrationNotPermittedOnRootSubnet) }
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard state.get(networkRegistrationAllowed, netuid) else { throw .subtensor(.subNetRegistrationDisabled) }
        guard !state.contains(uids, netuid, hotkey) else { throw .subtensor(.hotKeyAlreadyRegisteredInSubNet) }
        let price = state.get(burn, netuid)
        guard price <= spendableTao(coldkey, in: state) else { throw .subtensor(.notEnoughBalanceToStake) }
        try requireNoSubnetAccount(hotkey)
        try requireOwnHotkey(hotkey, of: coldkey, in: state)
        let place = try placeForNeuron(on: netuid, in: state)

        try associate(hotkey, with: coldkey, in: &state)
        let paid = try transferTao(price, from: coldkey, toSubnet: netuid, in: &state)
        let bought = Alpha(try swapTaoForAlpha(paid, on: netuid, in: &state).paidOut)
        state.update(subnetAlphaOut, netuid) { $0 = $0.subtractingClamped(bought) }
        let uid = setNeuron(hotkey, at: place, on: netuid, in: &state)
        bumpRegistrationPrice(netuid, in: &state)
        state.update(registrationsThisBlock, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
        let recycled = state.get(raoRecycledForRegistration, netuid).addingClamped(price)
        state.set(raoRecycledForRegistration, netuid, to: recycled)
        state.deposit(.subtensor(.raoRecycledForRegistrationSet(netuid, recycled)))
        recordTaoInflow(paid, on: netuid, in: &state)
        state.deposit(.subtensor(.neuronRegistered(netuid, uid, hotkey)))
    }

    /// Does what ``register(_:_:_:in:)`` does, for no more than `limit` rao.
    ///
    /// Fails with `registrationNotPermittedOnRootSubnet`, `subnetNotExists` or `registrationPriceLimitExceeded`, and as
    /// `burned_register` does. For any coldkey.
    static func registerLimit(
        _ origin: Origin, _ netuid: NetUID, _ hotkey: AccountID, limit: UInt64, in state: inout State
    ) throws(DispatchError) {
        _ = try origin.signer()
        guard !netuid.isRoot else { throw .subtensor(.registrationNotPermittedOnRootSubnet) }
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard state.get(burn, netuid).units <= limit else { throw .subtensor(.registrationPriceLimitExceeded) }
        try register(origin, netuid, hotkey, in: &state)
    }

    /// Where a new neuron goes.
    enum NeuronPlace {
        case appended
        case replacing(UID)
    }

    /// Makes a hotkey a neuron.
    /// - Returns: its UID.
    static func setNeuron(
        _ hotkey: AccountID, at place: NeuronPlace, on netuid: NetUID, in state: inout State
    ) -> UID {
        switch place {
        case .appended: return appendNeuron(hotkey, to: netuid, in: &state)
        case .replacing(let uid):
            replaceNeuron(uid, on: netuid, with: hotkey, in: &state)
            return uid
        }
    }

    /// - Throws: `noNeuronIdAvailable` where the subnet takes none or nobody can be replaced.
    static func placeForNeuron(
        on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> NeuronPlace {
        let maximum = state.get(maxAllowedUids, netuid)
        if state.get(subnetworkN, netuid) < maximum { return .appended }
        guard maximum != 0, let uid = neuronToPrune(on: netuid, in: state) else {
            throw .subtensor(.noNeuronIdAvailable)
        }
        return .replacing(uid)
    }
}
