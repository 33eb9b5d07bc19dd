import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Source: pallets/subtensor/src/subnets/subnet.rs.
extension Subtensor {
    /// Creates a subnet with a pool of its own and registers `hotkey` as its first neuron. The signing coldkey owns
    /// the subnet; what it pays becomes the pool's TAO. Emits `NetworkAdded`, and `SubnetIdentitySet` with an
    /// identity.
    ///
    /// Where the limit of subnets is reached, the weakest one that is not immune is dissolved, and the registration
    /// waits for its number with the price reserved. It then emits `NetworkRegistrationQueued`, and `NetworkRemoved`
    /// unless an earlier dissolution has a number to spare.
    ///
    /// Fails with `nonAssociatedColdKey`, `cannotUseSystemAccount`, `subNetRegistrationDisabled`,
    /// `networkTxRateLimitExceeded`, `subnetLimitReached`, `cannotAffordLockCost`, `invalidIdentity` or
    /// `lockIdOverFlow`. For any coldkey.
    static func registerNetwork(
        _ origin: Origin, _ hotkey: AccountID, identity: SubnetIdentityV3? = nil, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireOwnHotkey(hotkey, of: coldkey, in: state)
        try requireNoSubnetAccount(hotkey)
        try requireOpenNetworkRegistration(in: state)
        let room = try roomForSubnet(in: state)
        let cost = networkLockCost(in: state)
        guard cost <= spendableTao(coldkey, in: state) else { throw .subtensor(.cannotAffordLockCost) }
        guard identity?.isValid ?? true else { throw .subtensor(.invalidIdentity) }
        if case .afterPruning(let netuid) = room { try dissolve(netuid, in: &state) }
        var registration = NetworkRegistrationInfo(
            coldkey: coldkey, hotkey: hotkey, mechid: Swap.dynamicMechanism, identity: identity, lockAmount: cost,
            medianSubnetAlphaPrice: medianPrice(in: state), registrationBlock: currentBlock(in: state), lockID: 0)
        if room == .now {
            let paid = try createSubnet(registration, in: &state)
            state.set(networkLastLockCost, to: paid)
        } else {
            try enqueue(&registration, in: &state)
        }
        // A registration that waits counts like one that does not: the next one costs more, and comes later.
        state.set(lastRateLimitedBlock, .networkLastRegistered, to: currentBlock(in: state))
    }

    /// Creates the subnet of a registration, which pays for it now.
    /// - Returns: what it paid.
    /// - Throws: what paying and naming the hotkey throw.
    static func createSubnet(
        _ registration: NetworkRegistrationInfo, in state: inout State
    ) throws(DispatchError) -> Rao {
        let (coldkey, hotkey) = (registration.coldkey, registration.hotkey)
        let netuid = nextNetuid(in: state)
        initializeSubnet(netuid, in: &state)
        let paid = try transferTao(registration.lockAmount, from: coldkey, toSubnet: netuid, in: &state)
        let now = currentBlock(in: state)
        try associate(hotkey, with: coldkey, in: &state)
        appendNeuron(hotkey, to: netuid, in: &state)
        state.set(subnetMechanism, netuid, to: registration.mechid)
        state.set(networkRegisteredAt, netuid, to: now)
        state.update(registeredSubnetCounter, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
        state.set(tokenSymbol, netuid, to: nextSymbol(for: netuid, in: state))
        fillPool(of: netuid, with: paid, price: registration.medianSubnetAlphaPrice, in: &state)
        state.set(subnetOwner, netuid, to: coldkey)
        try setSubnetOwnerHotkey(hotkey, of: netuid, in: &state)
        state.set(subnetLocked, netuid, to: paid)
        state.set(raoRecycledForRegistration, netuid, to: .zero)
        if let identity = registration.identity {
            state.set(subnetIdentitiesV3, netuid, to: identity)
            state.deposit(.subtensor(.subnetIdentitySet(netuid)))
        }
        delegateRootValidators(to: hotkey, on: netuid, in: &state)
        state.deposit(.subtensor(.networkAdded(netuid, registration.mechid)))
        let defaults = NetworkProfile.current(in: state).subnetDefaults
        state.set(subnetEmissionEnabled, netuid, to: defaults.isEmissionEnabled)
        return paid
    }

    /// - Throws: `nonAssociatedColdKey` where another coldkey owns the hotkey.
    static func requireOwnHotkey(
        _ hotkey: AccountID, of coldkey: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        guard !isOwned(hotkey, in: state) || owns(coldkey, hotkey, in: state) else {
            throw .subtensor(.nonAssociatedColdKey)
        }
    }

    /// - Throws: `subNetRegistrationDisabled` or `networkTxRateLimitExceeded`.
    private static func requireOpenNetworkRegistration(in state: borrowing State) throws(DispatchError) {
        guard currentBlock(in: state) >= state.get(networkRegistrationStartBlock) else {
            throw .subtensor(.subNetRegistrationDisabled)
        }
        let last = state.get(lastRateLimitedBlock, .networkLastRegistered)
        guard passesRateLimit(state.get(networkRateLimit), last: last, in: state) else {
            throw .subtensor(.networkTxRateLimitExceeded)
        }
    }

    /// The lowest number above root's that neither a subnet nor what is left of one has.
    private static func nextNetuid(in state: borrowing State) -> NetUID {
        let dissolved = state.get(dissolveCleanupQueue)
        var netuid = NetUID(1)
        while state.contains(networksAdded, netuid) || dissolved.contains(netuid), netuid.number < .max {
            netuid.number += 1
        }
        return netuid
    }

    /// Fills a new pool with what was paid, at `price`.
    ///
    /// The pool shows exactly what the subnet's account got. The reference shows the least lock cost where the payer
    /// kept its existential deposit back, up to 500 rao more than the account holds.
    private static func fillPool(of netuid: NetUID, with tao: Rao, price: U64F64, in state: inout State) {
        let alpha = Alpha(U64F64(tao.units).dividedSafely(by: price).flooredUInt64)
        state.set(subnetTAO, netuid, to: tao)
        state.set(subnetAlphaIn, netuid, to: alpha)
        state.set(subnetAlphaOut, netuid, to: .zero)
        state.set(subnetVolume, netuid, to: 0)
        state.update(totalStake) { $0 = $0.addingClamped(tao) }
    }
}
