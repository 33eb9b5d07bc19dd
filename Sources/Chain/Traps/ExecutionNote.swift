import Primitives
import StateStore

/// What a node is about to run, written down where it outlives the process.
struct ExecutionNote: Equatable {
    /// A part of a block.
    enum Step: Equatable {
        /// The hooks that open it, and its inherents.
        case opening
        /// An extrinsic.
        case extrinsic(Hash)
        /// The hooks that close it, and what follows until it is committed.
        case closing
    }

    /// The block that is being made.
    let block: BlockNumber
    let step: Step
    /// Whether the process ended in a trap while it ran this, see ``TrapMark``.
    var isTrapped = false

    private static let length = 38

    init(_ step: Step, of block: BlockNumber) {
        self.block = block
        self.step = step
    }

    /// Reads a note back; `nil` where nothing is noted.
    init?(bytes: [UInt8]) {
        guard bytes.count == Self.length, let hash = Hash(bytes[6...]) else { return nil }
        switch bytes[1] {
        case 0: step = .opening
        case 1: step = .extrinsic(hash)
        case 2: step = .closing
        default: return nil
        }
        block = bytes[2..<6].reduce(0) { $0 << 8 | BlockNumber($1) }
        isTrapped = bytes[0] != 0
    }

    /// The note as the store keeps it. The first byte is the mark of a trap.
    var bytes: [UInt8] {
        let (kind, hash): (UInt8, Hash) =
            switch step {
            case .opening: (0, .zero)
            case .extrinsic(let hash): (1, hash)
            case .closing: (2, .zero)
            }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.length)
        bytes.append(isTrapped ? 1 : 0)
        bytes.append(kind)
        withUnsafeBytes(of: block.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: hash.bytes)
        return bytes
    }
}

/// Notes each step of a block before it runs. It takes one write of a few bytes to a file that is open, which goes to
/// the system's memory and no further.
struct ExecutionJournal {
    private let store: StateStore
    private let block: BlockNumber

    init(_ store: StateStore, of block: BlockNumber) {
        self.store = store
        self.block = block
    }

    /// - Throws: ``ChainError`` where the note cannot be written: what is not noted must not run.
    func note(_ step: ExecutionNote.Step) throws(ChainError) {
        do throws(StoreError) {
            try store.setNote(ExecutionNote(step, of: block).bytes)
        } catch {
            throw .store(error)
        }
    }
}
