import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// A commit as the chain keeps it: hash, epoch, block, and a number that is no longer used.
typealias StoredCommit = Quadruple<Hash, UInt64, UInt64, UInt64>

/// Weights hidden behind a hash until their epoch is over. Source: pallets/subtensor/src/subnets/weights.rs.
extension Subtensor {
    /// Commits that one hotkey may have unrevealed.
    static let unrevealedCommitsMaximum = 10

    /// Commits to a row of weights that is revealed in a later epoch. Emits `WeightsCommitted`.
    ///
    /// Fails with `mechanismDoesNotExist`, `commitRevealDisabled`, `hotKeyNotRegisteredInSubNet`,
    /// `neuronNoValidatorPermit`, `committingWeightsTooFast` or `tooManyUnrevealedCommits`. For registered hotkeys.
    static func commitWeights(
        _ origin: Origin, _ netuid: NetUID, mechanism: MechanismID = .main, _ commit: Hash, in state: inout State
    ) throws(DispatchError) {
        try requireMechanism(mechanism, on: netuid, in: state)
        let hotkey = try origin.signer()
        guard state.get(commitRevealWeightsEnabled, netuid) else { throw .subtensor(.commitRevealDisabled) }
        let uid = try requireUID(of: hotkey, on: netuid, in: state)
        try requireNullPermit(uid, on: netuid, in: state)
        let index = storageIndex(netuid, mechanism)
        guard mayUpdateWeights(uid, at: index, on: netuid, in: state) else {
            throw .subtensor(.committingWeightsTooFast)
        }
        let epoch = epochWithLookahead(netuid, in: state)
        let now = currentBlock(in: state)
        var commits = state.get(weightCommits, index, hotkey) ?? []
        dropExpired(&commits, on: netuid, in: state)
        guard commits.count < unrevealedCommitsMaximum else { throw .subtensor(.tooManyUnrevealedCommits) }
        commits.append(Quadruple(commit, epoch, now, 0))
        state.set(weightCommits, index, hotkey, to: commits)
        setLastUpdate(now, of: uid, at: index, on: netuid, in: &state)
        state.deposit(.subtensor(.weightsCommitted(hotkey, index, commit)))
    }

    /// Commits on several subnets; a commit that fails is reported in an event and leaves the others alone.
    ///
    /// Fails with `inputLengthsUnequal`. For registered hotkeys.
    static func batchCommitWeights(
        _ origin: Origin, _ netuids: [Compact<NetUID>], _ commits: [Hash], in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        guard netuids.count == commits.count else { throw .subtensor(.inputLengthsUnequal) }
        var failures: [(NetUID, DispatchError)] = []
        for (netuid, commit) in zip(netuids, commits) {
            do throws(DispatchError) {
                try commitWeights(origin, netuid.value, commit, in: &state)
            } catch {
                failures.append((netuid.value, error))
            }
        }
        reportBatch(netuids, of: hotkey, failures: failures, in: &state)
    }

    /// The epoch that a commit of this block belongs to: the running one, or the next where it begins in this block.
    static func epochWithLookahead(_ netuid: NetUID, in state: borrowing State) -> UInt64 {
        epochSchedule(netuid, in: state).epochIndex(
            state.get(subnetEpochIndex, netuid), at: currentBlock(in: state))
    }

    /// Takes commits off the front whose epoch of reveal is over.
    /// - Returns: their hashes.
    @discardableResult
    static func dropExpired(
        _ commits: inout [StoredCommit], on netuid: NetUID, in state: borrowing State
    ) -> [Hash] {
        let epoch = epochWithLookahead(netuid, in: state)
        let period = state.get(revealPeriodEpochs, netuid)
        let expired = commits.prefix { RevealWindow(commitEpoch: $0.second, period: period).isExpired(in: epoch) }
        let hashes = expired.map(\.first)
        commits.removeFirst(expired.count)
        return hashes
    }

    /// Whether a commit of this epoch may be revealed now.
    static func isRevealable(commitEpoch: UInt64, on netuid: NetUID, in state: borrowing State) -> Bool {
        RevealWindow(commitEpoch: commitEpoch, period: state.get(revealPeriodEpochs, netuid))
            .isOpen(in: epochWithLookahead(netuid, in: state))
    }
}
