import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Who may change a hyper-parameter, when and how often.
/// Source: pallets/admin-utils/src/lib.rs, pallets/subtensor/src/utils/{misc,rate_limiting}.rs of the reference.
extension AdminUtils {
    /// Who may set a value of a subnet.
    enum Setter: Sendable {
        /// The chain's authority alone.
        case root
        /// The subnet's owner too, once in a number of tempos for each of these.
        case owner(Hyperparameter)
        /// The subnet's owner too, as often as they like.
        case ownerAtWill
        /// The subnet's owner too, once in so many blocks.
        case ownerOnce(RepeatableTransaction, blocks: UInt64)
        /// The subnet's owner too, once in a number of tempos that root sets.
        case ownerOnceIn(tempos: StorageValue<UInt64>, RepeatableTransaction)
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
        case .root, .ownerAtWill: return
        case .owner(let parameter):
            state.set(
                Subtensor.lastRateLimitedBlock, .ownerHyperparamUpdate(netuid, parameter),
                to: Subtensor.currentBlock(in: state))
        case .ownerOnce(let transaction, _), .ownerOnceIn(_, let transaction):
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
        case .root, .ownerAtWill: break
        case .owner(let parameter): try Subtensor.requireOwnerRate(netuid, parameter, in: state)
        case .ownerOnce(let transaction, let blocks):
            try Subtensor.requireRate(of: transaction, by: owner, on: netuid, blocks: blocks, in: state)
        case .ownerOnceIn(let tempos, let transaction):
            let tempo = UInt64(state.get(Subtensor.tempo, netuid))
            let (blocks, overflow) = state.get(tempos).multipliedReportingOverflow(by: tempo)
            try Subtensor.requireRate(
                of: transaction, by: owner, on: netuid, blocks: overflow ? .max : blocks, in: state)
        }
        return owner
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

    /// - Throws: `txRateLimitExceeded` where the account did this less than so many blocks ago.
    static func requireRate(
        of transaction: RepeatableTransaction, by account: AccountID, on netuid: NetUID, blocks: UInt64,
        in state: borrowing State
    ) throws(DispatchError) {
        guard mayRepeat(transaction, by: account, on: netuid, after: blocks, in: state) else {
            throw .subtensor(.txRateLimitExceeded)
        }
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
