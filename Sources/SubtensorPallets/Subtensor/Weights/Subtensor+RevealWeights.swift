import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// The opening of committed weights. Source: pallets/subtensor/src/subnets/weights.rs.
extension Subtensor {
    /// A row of weights with what makes its hash.
    struct Reveal {
        var uids: [UInt16]
        var values: [UInt16]
        var salt: [UInt16]
        var versionKey: UInt64
    }

    /// The hash that commits to a row: it binds hotkey, subnet and mechanism.
    static func commitHash(of reveal: Reveal, hotkey: AccountID, index: NetUidStorageIndex) -> Hash {
        let commit = WeightCommit(
            hotkey: hotkey, storageIndex: index.rawValue, uids: reveal.uids, values: reveal.values, salt: reveal.salt,
            versionKey: reveal.versionKey)
        // A digest of 32 bytes always makes a hash.
        return Hash(Blake2b.hash256(commit.preimage)) ?? .zero
    }

    /// Opens a commit in its epoch and sets the weights. Commits before it are dropped. Emits `WeightsSet` and
    /// `WeightsRevealed`.
    ///
    /// Fails with `commitRevealDisabled`, `neuronNoValidatorPermit`, `noWeightsCommitFound`, `expiredWeightCommit`,
    /// `revealTooEarly`, `invalidRevealCommitHashNotMatch`, and as setting weights does. For registered hotkeys.
    static func revealWeights(
        _ origin: Origin, _ netuid: NetUID, mechanism: MechanismID = .main, _ reveal: Reveal, in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        guard state.get(commitRevealWeightsEnabled, netuid) else { throw .subtensor(.commitRevealDisabled) }
        if let uid = state.get(uids, netuid, hotkey) { try requireNullPermit(uid, on: netuid, in: state) }
        let index = storageIndex(netuid, mechanism)
        guard var commits = state.get(weightCommits, index, hotkey) else { throw .subtensor(.noWeightsCommitFound) }
        let expired = dropExpired(&commits, on: netuid, in: state)
        let hash = commitHash(of: reveal, hotkey: hotkey, index: index)
        guard !commits.isEmpty else {
            throw .subtensor(expired.contains(hash) ? .expiredWeightCommit : .noWeightsCommitFound)
        }
        guard let position = commits.firstIndex(where: { $0.first == hash }) else {
            throw .subtensor(expired.contains(hash) ? .expiredWeightCommit : .invalidRevealCommitHashNotMatch)
        }
        guard isRevealable(commitEpoch: commits[position].second, on: netuid, in: state) else {
            throw .subtensor(.revealTooEarly)
        }
        commits.removeFirst(position + 1)
        state.set(weightCommits, index, hotkey, to: commits.isEmpty ? nil : commits)
        try storeWeights(
            reveal.uids, reveal.values, hotkey: hotkey, mechanism: mechanism, on: netuid,
            versionKey: reveal.versionKey, in: &state)
        state.deposit(.subtensor(.weightsRevealed(hotkey, index, hash)))
    }

    /// Opens several commits of one subnet, all or none. Emits `WeightsBatchRevealed`.
    ///
    /// Fails as revealing one does. For registered hotkeys.
    static func batchRevealWeights(
        _ origin: Origin, _ netuid: NetUID, _ reveals: [Reveal], in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        guard state.get(commitRevealWeightsEnabled, netuid) else { throw .subtensor(.commitRevealDisabled) }
        if let uid = state.get(uids, netuid, hotkey) { try requireNullPermit(uid, on: netuid, in: state) }
        let index = storageIndex(netuid)
        guard var commits = state.get(weightCommits, index, hotkey) else { throw .subtensor(.noWeightsCommitFound) }
        let expired = dropExpired(&commits, on: netuid, in: state)
        let hashes = reveals.map { commitHash(of: $0, hotkey: hotkey, index: index) }
        for hash in hashes {
            guard let commit = commits.first(where: { $0.first == hash }) else {
                throw .subtensor(expired.contains(hash) ? .expiredWeightCommit : .invalidRevealCommitHashNotMatch)
            }
            guard isRevealable(commitEpoch: commit.second, on: netuid, in: state) else {
                throw .subtensor(.revealTooEarly)
            }
        }
        for (reveal, hash) in zip(reveals, hashes) {
            // A hash named twice opens one commit only.
            guard let position = commits.firstIndex(where: { $0.first == hash }) else {
                throw .subtensor(.invalidRevealCommitHashNotMatch)
            }
            commits.remove(at: position)
            try storeWeights(
                reveal.uids, reveal.values, hotkey: hotkey, mechanism: .main, on: netuid,
                versionKey: reveal.versionKey, in: &state)
        }
        state.set(weightCommits, index, hotkey, to: commits.isEmpty ? nil : commits)
        state.deposit(.subtensor(.weightsBatchRevealed(hotkey, netuid, hashes)))
    }

    /// The rows of a batch, one by one.
    /// - Throws: `inputLengthsUnequal`.
    static func reveals(
        uids: [[UInt16]], values: [[UInt16]], salts: [[UInt16]], versionKeys: [UInt64]
    ) throws(DispatchError) -> [Reveal] {
        guard uids.count == values.count, uids.count == salts.count, uids.count == versionKeys.count else {
            throw .subtensor(.inputLengthsUnequal)
        }
        return uids.indices.map {
            Reveal(uids: uids[$0], values: values[$0], salt: salts[$0], versionKey: versionKeys[$0])
        }
    }
}
