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
    /// Fails with `nonAssociatedColdKey`, `cannotUseSystemAccount`, `subNetRegistrationDisabled`,
    /// `networkTxRateLimitExceeded`, `subnetLimitReached`, `cannotAffordLockCost` or `invalidIdentity`. Where the
    /// limit of subnets is reached no subnet is dissolved to make room. For any coldkey.
    static func registerNetwork(
        _ origin: Origin, _ hotkey: AccountID, identity: SubnetIdentityV3? = nil, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard !isOwned(hotkey, in: state) || owns(coldkey, hotkey, in: state) else {
            throw .subtensor(.nonAssociatedColdKey)
        }
        try requireNoSubnetAccount(hotkey)
        try requireRoomForSubnet(in: state)
        let cost = networkLockCost(in: state)
        guard cost <= spendableTao(coldkey, in: state) else { throw .subtensor(.cannotAffordLockCost) }
        guard identity?.isValid ?? true else { throw .subtensor(.invalidIdentity) }

        let netuid = nextNetuid(in: state)
        let price = medianPrice(in: state)
        initializeSubnet(netuid, in: &state)
        let paid = try transferTao(cost, from: coldkey, toSubnet: netuid, in: &state)
        let now = currentBlock(in: state)
        state.set(networkLastLockCost, to: paid)
        state.set(lastRateLimitedBlock, .networkLastRegistered, to: now)
        try associate(hotkey, with: coldkey, in: &state)
        appendNeuron(hotkey, to: netuid, in: &state)
        state.set(subnetMechanism, netuid, to: Swap.dynamicMechanism)
        state.set(networkRegisteredAt, netuid, to: now)
        state.update(registeredSubnetCounter, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
        state.set(tokenSymbol, netuid, to: nextSymbol(for: netuid, in: state))
        fillPool(of: netuid, with: paid, price: price, in: &state)
        state.set(subnetOwner, netuid, to: coldkey)
        try setSubnetOwnerHotkey(hotkey, of: netuid, in: &state)
        state.set(subnetLocked, netuid, to: paid)
        state.set(raoRecycledForRegistration, netuid, to: .zero)
        if let identity {
            state.set(subnetIdentitiesV3, netuid, to: identity)
            state.deposit(.subtensor(.subnetIdentitySet(netuid)))
        }
        delegateRootValidators(to: hotkey, on: netuid, in: &state)
        state.deposit(.subtensor(.networkAdded(netuid, Swap.dynamicMechanism)))
        let defaults = NetworkProfile.current(in: state).subnetDefaults
        state.set(subnetEmissionEnabled, netuid, to: defaults.isEmissionEnabled)
    }

    /// - Throws: `subNetRegistrationDisabled`, `networkTxRateLimitExceeded` or `subnetLimitReached`.
    private static func requireRoomForSubnet(in state: borrowing State) throws(DispatchError) {
        guard currentBlock(in: state) >= state.get(networkRegistrationStartBlock) else {
            throw .subtensor(.subNetRegistrationDisabled)
        }
        let last = state.get(lastRateLimitedBlock, .networkLastRegistered)
        guard passesRateLimit(state.get(networkRateLimit), last: last, in: state) else {
            throw .subtensor(.networkTxRateLimitExceeded)
        }
        let count = state.entries(of: networksAdded).count { $0.value && !$0.key.isRoot }
        guard count < Int(state.get(subnetLimit)) else { throw .subtensor(.subnetLimitReached) }
    }

    /// The lowest number above root's that no subnet has.
    private static func nextNetuid(in state: borrowing State) -> NetUID {
        var netuid = NetUID(1)
        while state.contains(networksAdded, netuid), netuid.number < .max { netuid.number += 1 }
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
