public import Primitives
import StateStore

/// How the last run of a node ended, where that is worth telling.
public enum PreviousEnd: Hashable, Sendable {
    /// It trapped while it ran an extrinsic, which is refused from now on.
    case trapped(extrinsic: Hash, block: BlockNumber)
    /// For the second time in a row it ended while it ran this extrinsic, without a word; it is refused from now on.
    case interruptedAgain(extrinsic: Hash, block: BlockNumber)
    /// It trapped in the hooks of a block, which no extrinsic is to blame for.
    case trappedInHooks(block: BlockNumber)
}

extension PreviousEnd: CustomStringConvertible {
    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .trapped(let extrinsic, let block):
            "the last run ended in a trap while it ran extrinsic \(Self.hex(extrinsic)) in block \(block): "
                + "this node refuses that extrinsic from now on"
        case .interruptedAgain(let extrinsic, let block):
            "the last two runs ended while they ran extrinsic \(Self.hex(extrinsic)) in block \(block), perhaps for "
                + "want of memory: this node refuses that extrinsic from now on"
        case .trappedInHooks(let block):
            "the last run ended in a trap in the hooks of block \(block), which no extrinsic is to blame for: the "
                + "block is tried again, and if that ends the node too, only another version of it can go on"
        }
    }

    private static func hex(_ hash: Hash) -> String {
        "0x" + hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The extrinsics that this node must not run, because it ended while it ran them.
///
/// Whether an extrinsic traps follows from the block, as everything else does; a node that leaves it out goes on alone.
/// On one machine that is all there is. Among several nodes all of them trap, and all of them leave it out.
struct TrapRecord: Sendable {
    /// So many are remembered, the latest.
    static let maximum = 1_000
    private static let refusedName = "node/refused"
    private static let suspectName = "node/suspect"

    let refused: Set<Hash>
    /// How the last run ended.
    let previousEnd: PreviousEnd?

    /// Reads the record and enters how the last run ended, by the note that it left.
    /// - Throws: ``StoreError`` where the record cannot be read, or a new entry cannot be kept.
    static func settle(in store: StateStore) throws(StoreError) -> TrapRecord {
        var hashes = try hashes(under: refusedName, in: store)
        guard let note = ExecutionNote(bytes: store.note()), note.block > (try store.latest()?.number ?? 0) else {
            return TrapRecord(refused: Set(hashes), previousEnd: nil)
        }
        let end = try end(after: note, in: store)
        switch end {
        case .trapped(let hash, _), .interruptedAgain(let hash, _):
            hashes = hashes.filter { $0 != hash }.suffix(maximum - 1) + [hash]
            try store.setMetadata(hashes.flatMap(\.bytes), for: refusedName)
        case .trappedInHooks, nil: break
        }
        // Only now: a process that dies in between begins anew with the same note.
        try store.setNote([])
        return TrapRecord(refused: Set(hashes), previousEnd: end)
    }

    private static func end(after note: ExecutionNote, in store: StateStore) throws(StoreError) -> PreviousEnd? {
        let suspect = try hashes(under: suspectName, in: store).first
        switch note.step {
        case .opening, .closing: return note.isTrapped ? .trappedInHooks(block: note.block) : nil
        case .extrinsic(let hash) where note.isTrapped: return .trapped(extrinsic: hash, block: note.block)
        case .extrinsic(let hash) where hash == suspect: return .interruptedAgain(extrinsic: hash, block: note.block)
        case .extrinsic(let hash):
            // A kill blames nobody. Where there is no room to remember it, the next time counts as the first.
            do throws(StoreError) {
                try store.setMetadata(hash.bytes, for: suspectName)
            } catch {
                guard error == .diskFull else { throw error }
            }
            return nil
        }
    }

    private static func hashes(under name: String, in store: StateStore) throws(StoreError) -> [Hash] {
        let bytes = try store.metadata(name) ?? []
        return stride(from: 0, to: bytes.count, by: 32).compactMap { Hash(bytes[$0..<min($0 + 32, bytes.count)]) }
    }
}
