public import Primitives
public import Runtime
import RuntimeInterface
import StateStore
import StateTrie

extension BlockExecutor {
    /// Executes a block that somebody else made, on the latest block, and demands the same outcome to the last bit.
    /// Nothing is written; ``commit(_:)`` makes it part of the chain.
    /// - Throws: ``ForeignBlockError``, which names what differs.
    public func execute(_ foreign: ForeignBlock) throws(ForeignBlockError) -> ExecutedBlock {
        try checkPlace(of: foreign.header)
        let root = TrieRoot.ordered(foreign.body)
        guard root == foreign.header.extrinsicsRoot else {
            throw .extrinsicsRootDiffers(header: foreign.header.extrinsicsRoot, body: root)
        }
        guard let first = foreign.body.first, let time = try? Extrinsic(first),
            case .timestamp(.set(let milliseconds)) = time.call,
            first == Runtime.timestampInherent(milliseconds).bytes
        else { throw .noTime }
        let executed: ExecutedBlock
        do throws(ChainError) {
            executed = try execute(
                BlockProposal(milliseconds: milliseconds, extrinsics: Array(foreign.body.dropFirst())))
        } catch {
            throw .chain(error)
        }
        if let refused = executed.rejected.first {
            let index = foreign.body.firstIndex { Extrinsic.hash(of: $0) == refused.hash }
            throw .extrinsicRefused(index: index ?? 0, hash: refused.hash, reason: refused.reason)
        }
        guard executed.header.digest == foreign.header.digest else { throw .digestDiffers }
        guard executed.header.stateRoot == foreign.header.stateRoot else {
            throw .stateRootDiffers(header: foreign.header.stateRoot, executed: executed.header.stateRoot)
        }
        precondition(executed.header == foreign.header, "every part of the header was compared")
        return executed
    }

    private func checkPlace(of header: BlockHeader) throws(ForeignBlockError) {
        let latest: BlockRecord
        do throws(StoreError) { latest = try store.record(of: .latest) } catch { throw .chain(.store(error)) }
        guard header.number == latest.number + 1 else { throw .notNext(latest: latest.number) }
        guard header.parentHash == latest.hash else {
            throw .parentDiffers(header: header.parentHash, own: latest.hash)
        }
    }
}

/// Why a block of somebody else cannot become part of this chain.
public enum ForeignBlockError: Error, Sendable {
    /// It could not be executed.
    case chain(ChainError)
    /// The block after this one is wanted.
    case notNext(latest: BlockNumber)
    /// It follows another block than the latest one.
    case parentDiffers(header: Hash, own: Hash)
    /// It does not begin with its time.
    case noTime
    /// The extrinsics are not those that the header commits to.
    case extrinsicsRootDiffers(header: Hash, body: Hash)
    /// An extrinsic could not be part of the block: the one of this position.
    case extrinsicRefused(index: Int, hash: Hash, reason: InvalidTransaction)
    /// The header's slot is not that of the block's time.
    case digestDiffers
    /// Executing it leads to another state than the header commits to.
    case stateRootDiffers(header: Hash, executed: Hash)
}

extension ForeignBlockError: CustomStringConvertible {
    /// What differs, without the block's number.
    public var description: String {
        switch self {
        case .chain(let error): "it cannot be executed: \(error)"
        case .notNext(let latest): "the chain ends with block \(latest) and needs the next one"
        case .parentDiffers(let header, let own): "its parent is \(header.text), but the chain ends with \(own.text)"
        case .noTime: "it does not begin with its time"
        case .extrinsicsRootDiffers(let header, let body):
            "its header commits to the extrinsics \(header.text), but has \(body.text)"
        case .extrinsicRefused(let index, let hash, let reason):
            "extrinsic \(index) (\(hash.text)) cannot be part of it: \(reason)"
        case .digestDiffers: "its slot is not that of its time, or it tells of other authorities"
        case .stateRootDiffers(let header, let executed):
            "its header commits to the state \(header.text), but executing it gives \(executed.text): "
                + "it was made by another version of Myelin, or is not honest"
        }
    }
}
