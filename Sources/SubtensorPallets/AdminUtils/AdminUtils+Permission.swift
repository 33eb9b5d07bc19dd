import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Who may change a hyper-parameter, when and how often.
/// Source: pallets/admin-utils/src/lib.rs, pallets/subtensor/src/utils/{misc,rate_limiting}.rs of the reference.
extension AdminUtils {
    /// Who may set a value of a subnet.
    enum Setter {
        /// The chain's authority alone.
        case root
        /// The subnet's owner too, once in a number of tempos for each of these.
        case owner(Hyperparameter)
        /// The subnet's owner too, once in so many blocks.
        case ownerOnce(RepeatableTransaction, blocks: UInt64)
    }

    /// Changes a value of a subnet.
    ///
    /// - Parameter respectsWindow: whether it is refused shortly before an epoch, for root as well.
    /// - Throws: `badOrigin`, `txRateLimitExceeded`, `adminActionProhibitedDuringWeightsWindow`, `subnetDoesNotExist`,
    ///   and what `change` throws.
    static func change(
        _ netuid: NetUID, by setter: Setter, _ origin: Origin, respectsWindow: Bool = true, in state: inout State,
        _ change: (inout State) throws(DispatchError) -> Void
    ) throws(DispatchError) {
        let owner = try requirePermission(setter, origin, netuid, in: state)
        if respectsWindow { try Subtensor.requireAdminWindow(netuid, in: state) }
        guard Subtensor.subnetExists(netuid, in: state) else { throw .adminUtils(.subnetDoesNotExist) }
        try change(&state)
        guard let owner else { return }
        switch setter {
        case .root: return
        case .owner(let parameter):
            state.set(
                Subtensor.lastRateLimitedBlock, .ownerHyperparamUpdate(netuid, parameter),
                to: Subtensor.currentBlock(in: state))
        case .ownerOnce(let transaction, _):
            Subtensor.noteRepeatable(transaction, by: owner, on: netuid, in: &state)
        }
    }

    /// - Returns: the owner whose rate has to be kept, `nil` for root.
    private static func requirePermission(
        _ setter: Setter, _ origin: Origin, _ netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> AccountID? {
        if case .root = setter {
            try origin.requireRoot()
            return nil
        }
        guard let owner = try Subtensor.requireSubnetOwnerOrRoot(origin, of: netuid, in: state) else { return nil }
        switch setter {
        case .root: break
        case .owner(let parameter): try Subtensor.requireOwnerRate(netuid, parameter, in: state)
        case .ownerOnce(let transaction, let blocks):
            guard Subtensor.mayRepeat(transaction, by: owner, on: netuid, after: blocks, in: state) else {
                throw .subtensor(.txRateLimitExceeded)
            }
        }
        return owner
    }

    /// Changes a value of the whole network.
    static func changeGlobally(
        _ origin: Origin, in state: inout State, _ change: (inout State) throws(DispatchError) -> Void
    ) throws(DispatchError) {
        try origin.requireRoot()
        try change(&state)
    }
}

extension Subtensor {
    /// Refuses changes that would surprise validators just before an epoch.
    /// - Throws: `adminActionProhibitedDuringWeightsWindow`.
    static func requireAdminWindow(_ netuid: NetUID, in state: borrowing State) throws(DispatchError) {
        let schedule = epochSchedule(netuid, in: state)
        let now = currentBlock(in: state)
        // Without a tempo there is no epoch to come, not even one that was asked for.
        guard schedule.tempo != 0 else { return }
        let isPending = schedule.pendingEpochBlock > now
        let isClose = schedule.blocksUntilNext(at: now) < UInt64(state.get(adminFreezeWindow))
        guard !isPending, !isClose else { throw .subtensor(.adminActionProhibitedDuringWeightsWindow) }
    }

    /// - Throws: `txRateLimitExceeded` where the owner changed this hyper-parameter less than some tempos ago.
    static func requireOwnerRate(
        _ netuid: NetUID, _ parameter: Hyperparameter, in state: borrowing State
    ) throws(DispatchError) {
        let last = state.get(lastRateLimitedBlock, .ownerHyperparamUpdate(netuid, parameter))
        let limit = UInt64(state.get(tempo, netuid)) * UInt64(state.get(ownerHyperparamRateLimit))
        guard passesRateLimit(limit, last: last, in: state) else { throw .subtensor(.txRateLimitExceeded) }
    }
}
