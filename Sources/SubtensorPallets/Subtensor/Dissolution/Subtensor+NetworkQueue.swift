import Frame
import Primitives
import RuntimeInterface
import SystemPallets

/// Registrations of subnets that wait for the number of a dissolved one.
/// Source: pallets/subtensor/src/subnets/{subnet,dissolution}.rs of spec 461, `NetworkRegistrationQueue`.
///
/// The price is reserved, where the reference locks it: two locks of one account cover each other, so that one balance
/// could wait for two subnets.
extension Subtensor {
    /// Whether there is a number for a new subnet.
    enum SubnetRoom: Equatable {
        /// There is one.
        case now
        /// One becomes free when the cleanup of dissolved subnets is done.
        case afterCleanup
        /// One becomes free when this subnet is dissolved.
        case afterPruning(NetUID)
    }

    /// Where the number of a new subnet comes from.
    /// - Throws: `subnetLimitReached` where none can give way.
    static func roomForSubnet(in state: borrowing State) throws(DispatchError) -> SubnetRoom {
        if hasRoomForSubnet(in: state) { return .now }
        if state.get(dissolveCleanupQueue).count > state.get(networkRegistrationQueue).count { return .afterCleanup }
        guard let netuid = subnetToPrune(in: state) else { throw .subtensor(.subnetLimitReached) }
        return .afterPruning(netuid)
    }

    /// Whether there are fewer subnets than the limit, those counted whose cleanup is not over.
    private static func hasRoomForSubnet(in state: borrowing State) -> Bool {
        let count = state.entries(of: networksAdded).count { $0.value && !$0.key.isRoot }
        return count + state.get(dissolveCleanupQueue).count < Int(state.get(subnetLimit))
    }

    /// Reserves the price of a registration and puts it at the end of the queue. Emits `NetworkRegistrationQueued`.
    /// - Throws: `lockIdOverFlow`, or what reserving throws.
    static func enqueue(_ registration: inout NetworkRegistrationInfo, in state: inout State) throws(DispatchError) {
        let id = state.get(networkRegistrationLockId)
        guard id != .max else { throw .subtensor(.lockIdOverFlow) }
        state.set(networkRegistrationLockId, to: id + 1)
        registration.lockID = id
        // The coldkey's account has to live on, as where it pays at once.
        let available = spendableTaoKeepingAlive(registration.coldkey, in: state)
        registration.lockAmount = min(registration.lockAmount, available)
        try Balances.reserve(registration.lockAmount, of: registration.coldkey, in: &state)
        let waiting = registration
        state.update(networkRegistrationQueue) { $0.append(waiting) }
        state.deposit(
            .subtensor(
                .networkRegistrationQueued(
                    coldkey: waiting.coldkey, hotkey: waiting.hotkey, mechid: waiting.mechid,
                    identity: waiting.identity, lockAmount: waiting.lockAmount,
                    medianSubnetAlphaPrice: waiting.medianSubnetAlphaPrice,
                    registrationBlock: waiting.registrationBlock)))
    }

    /// Creates the subnet that waits longest, at most one in a block, as soon as there is a number for it. One that
    /// cannot be created any more, because its hotkey went to somebody else, leaves the queue with its TAO.
    static func processNetworkQueue(in state: inout State) {
        guard let first = state.get(networkRegistrationQueue).first, hasRoomForSubnet(in: state) else { return }
        state.update(networkRegistrationQueue) { $0.removeFirst() }
        Balances.unreserve(first.lockAmount, of: first.coldkey, in: &state)
        try? state.transaction { (state: inout State) throws(DispatchError) in
            try requireOwnHotkey(first.hotkey, of: first.coldkey, in: state)
            try createSubnet(first, in: &state)
        }
    }

    /// Lets a coldkey's waiting registrations wait for another coldkey.
    /// - Returns: what had been reserved for them, which is free again and has to be reserved of the new coldkey.
    static func moveQueuedSubnets(_ swap: KeySwap, in state: inout State) -> Rao {
        var queue = state.get(networkRegistrationQueue)
        var released = Rao.zero
        for index in queue.indices where queue[index].coldkey == swap.old {
            queue[index].coldkey = swap.new
            Balances.unreserve(queue[index].lockAmount, of: swap.old, in: &state)
            released = released.addingClamped(queue[index].lockAmount)
        }
        if !queue.isEmpty { state.set(networkRegistrationQueue, to: queue) }
        return released
    }

    /// Lets the new hotkey own the subnets that wait for the old one.
    static func renameQueuedHotkey(_ swap: KeySwap, in state: inout State) {
        guard state.get(networkRegistrationQueue).contains(where: { $0.hotkey == swap.old }) else { return }
        state.update(networkRegistrationQueue) { queue in
            for index in queue.indices where queue[index].hotkey == swap.old { queue[index].hotkey = swap.new }
        }
    }
}
