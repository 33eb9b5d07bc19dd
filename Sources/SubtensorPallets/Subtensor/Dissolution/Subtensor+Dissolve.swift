import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface

/// How a subnet ends. Source: pallets/subtensor/src/coinbase/root.rs, and for the queue the storage items
/// `DissolveCleanupQueue` and `CurrentDissolveCleanupStatus` of spec 461 with
/// pallets/subtensor/src/subnets/dissolution.rs.
extension Subtensor {
    /// Ends a subnet: its stakers are paid from its pool and its entries cleared, in this and the following blocks. The
    /// calls `dissolve_network` and `root_dissolve_network` are this. Emits `NetworkRemoved`.
    ///
    /// Fails with `subnetNotExists`, also for the root network and a subnet that was dissolved before. For root.
    static func dissolveNetwork(_ origin: Origin, _ netuid: NetUID, in state: inout State) throws(DispatchError) {
        try origin.requireRoot()
        try dissolve(netuid, in: &state)
    }

    /// Takes a subnet out of the network and queues it for the cleanup. It mints and trades no more, and its neurons
    /// are unregistered at once, so that nobody writes entries of it behind the cleanup's back.
    /// - Throws: `subnetNotExists`.
    static func dissolve(_ netuid: NetUID, in state: inout State) throws(DispatchError) {
        guard subnetExists(netuid, in: state), !netuid.isRoot else { throw .subtensor(.subnetNotExists) }
        state.remove(networksAdded, netuid)
        state.update(totalNetworks) { $0 = $0 > 0 ? $0 - 1 : 0 }
        let reserve = state.get(subnetTAO, netuid)
        state.update(totalStake) { $0 = $0.subtractingClamped(reserve) }
        for (uid, hotkey) in state.entries(of: keys, under: netuid) {
            state.remove(keys, netuid, uid)
            state.remove(uids, netuid, hotkey)
            state.remove(isNetworkMember, hotkey, netuid)
        }
        state.update(dissolveCleanupQueue) { $0.append(netuid) }
        state.deposit(.subtensor(.networkRemoved(netuid)))
    }

    /// The subnet that makes room for a new one: of those past their immunity the one of the lowest smoothed price, of
    /// equal ones the earliest registered, of those the first in the order of the chain; `nil` where all are immune.
    public static func subnetToPrune(in state: borrowing State) -> NetUID? {
        let now = currentBlock(in: state)
        let immunity = state.get(networkImmunityPeriod)
        var weakest: (price: I96F32, registered: UInt64, netuid: NetUID)?
        for netuid in netuids(in: state) where !netuid.isRoot {
            let registered = state.get(networkRegisteredAt, netuid)
            let (end, overflow) = registered.addingReportingOverflow(immunity)
            guard !overflow, now >= end else { continue }
            let isStable = state.get(subnetMechanism, netuid) != Swap.dynamicMechanism
            let price = isStable ? .one : state.get(subnetMovingPrice, netuid)
            if let best = weakest, (best.price, best.registered) <= (price, registered) { continue }
            weakest = (price, registered, netuid)
        }
        return weakest?.netuid
    }
}
