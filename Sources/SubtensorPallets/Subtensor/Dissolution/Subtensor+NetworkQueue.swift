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
        let waiting = state.get(networkRegistrationQueue).count
        if waiting == 0, hasRoomForSubnet(in: state) { return .now }
        let limit = Int(state.get(subnetLimit))
        let live = liveSubnetCount(in: state)
        if live + waiting < limit { return .afterCleanup }
        // Where root lowered the limit, one that goes makes no room yet.
        guard live + state.get(dissolveCleanupQueue).count <= limit else { throw .subtensor(.subnetLimitReached) }
        guard let netuid = subnetToPrune(in: state) else { throw .subtensor(.subnetLimitReached) }
        return .afterPruning(netuid)
    }

    /// Whether there are fewer subnets than the limit, those counted whose cleanup is not over.
    private static func hasRoomForSubnet(in state: borrowing State) -> Bool {
        liveSubnetCount(in: state) + state.get(dissolveCleanupQueue).count < Int(state.get(subnetLimit))
    }

    private static func liveSubnetCount(in state: borrowing State) -> Int {
        state.entries(of: networksAdded).count { $0.value && !$0.key.isRoot }
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
        // From now on nobody else can claim the hotkey and so undo the registration for which a subnet had to go.
        try associate(registration.hotkey, with: registration.coldkey, in: &state)
        try Balances.reserve(registration.lockAmount, of: registration.coldkey, in: &state)
        state.set(networkLastLockCost, to: registration.lockAmount)
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

    /// Creates the subnet that waits longest, at most one in a block, as soon as there is a number for it. Its
    /// hotkey was claimed when it began to wait; should it fail all the same, it leaves the queue with its TAO.
    static func processNetworkQueue(in state: inout State) {
        guard let first = state.get(networkRegistrationQueue).first, hasRoomForSubnet(in: state) else { return }
        state.update(networkRegistrationQueue) { $0.removeFirst() }
        Balances.unreserve(first.lockAmount, of: first.coldkey, in: &state)
        try? state.transaction { (state: inout State) throws(DispatchError) in
            try requireOwnHotkey(first.hotkey, of: first.coldkey, in: state)
            _ = try createSubnet(first, in: &state)
        }
    }

    /// Lets a coldkey's waiting registrations wait for another coldkey.
    /// - Returns: what had been reserved for them, which is free again and has to be reserved of the new coldkey.
    static func moveQueuedSubnets(_ swap: KeySwap, in state: inout State) -> Rao {
        var queue = state.get(networkRegistrationQueue)
        guard queue.contains(where: { $0.coldkey == swap.old }) else { return .zero }
        var released = Rao.zero
        for index in queue.indices where queue[index].coldkey == swap.old {
            queue[index].coldkey = swap.new
            Balances.unreserve(queue[index].lockAmount, of: swap.old, in: &state)
            released = released.addingClamped(queue[index].lockAmount)
        }
        state.set(networkRegistrationQueue, to: queue)
        return released
    }

    /// Lets the new hotkey own the subnets that wait for the old one of this coldkey.
    static func renameQueuedHotkey(_ swap: KeySwap, of coldkey: AccountID, in state: inout State) {
        func waits(_ entry: NetworkRegistrationInfo) -> Bool { entry.hotkey == swap.old && entry.coldkey == coldkey }
        guard state.get(networkRegistrationQueue).contains(where: waits) else { return }
        state.update(networkRegistrationQueue) { queue in
            for index in queue.indices where waits(queue[index]) { queue[index].hotkey = swap.new }
        }
    }
}
