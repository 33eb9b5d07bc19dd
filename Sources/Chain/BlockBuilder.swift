import Frame
import Primitives
import Runtime
import RuntimeInterface
import SystemPallets

/// A block while its extrinsics run: keeps order and limits.
struct BlockBuilder {
    private let journal: ExecutionJournal
    /// Extrinsics that this node must not run.
    private let refused: Set<Hash>
    private(set) var body: [[UInt8]] = []
    private(set) var included: [Hash] = []
    private(set) var signedCount = 0
    private(set) var failedCount = 0
    private(set) var rejected: [ExecutedBlock.Rejection] = []
    /// Everybody who signed something that was tried.
    private(set) var signers: Set<AccountID> = []
    /// What is left of the block.
    private(set) var room = BlockRoom()
    private var acceptsInherents = true

    init(journal: ExecutionJournal, refusing refused: Set<Hash>) {
        self.journal = journal
        self.refused = refused
    }

    /// Runs an inherent of the author.
    /// - Throws: ``ChainError`` where it fails: the block is then void.
    mutating func apply(inherent: Extrinsic, in state: inout State) throws(ChainError) {
        do throws(DispatchError) {
            try Runtime.applyInherent(inherent, index: UInt32(body.count), in: &state)
        } catch {
            throw .inherentFailed(error)
        }
        _ = room.take(inherent.call.dispatchInfo, length: inherent.bytes.count)
        include(inherent)
    }

    /// Runs an extrinsic, or leaves it out and notes why.
    mutating func apply(_ proposed: ProposedExtrinsic, in state: inout State) throws(ChainError) {
        let extrinsic: Extrinsic
        switch proposed {
        case .refused(let hash, let reason): return reject(hash, reason)
        case .sound(let sound): extrinsic = sound
        }
        let hash = extrinsic.hash
        guard let signature = extrinsic.signature else {
            // The author's key is the only inherent beside the time, and stands in front of everything signed.
            guard acceptsInherents, case .mevShield(.announceNextKey) = extrinsic.call else {
                return reject(hash, .call)
            }
            try apply(inherent: extrinsic, in: &state)
            acceptsInherents = false
            return
        }
        acceptsInherents = false
        guard !refused.contains(hash) else { return reject(hash, .call) }
        signers.insert(signature.signer)
        guard room.holds(extrinsic.call.dispatchInfo, length: extrinsic.bytes.count) else {
            return reject(hash, .exhaustsResources)
        }
        try journal.note(.extrinsic(hash))
        do throws(InvalidTransaction) {
            let failure = try Runtime.apply(
                extrinsic, index: UInt32(body.count), checkingSignature: false, room: &room, in: &state)
            if failure != nil { failedCount += 1 }
        } catch {
            return reject(hash, error)
        }
        signedCount += 1
        include(extrinsic)
    }

    private mutating func reject(_ hash: Hash, _ reason: InvalidTransaction) {
        rejected.append(.init(hash: hash, reason: reason))
    }

    private mutating func include(_ extrinsic: Extrinsic) {
        body.append(extrinsic.bytes)
        included.append(extrinsic.hash)
    }
}
