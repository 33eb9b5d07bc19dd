public import Primitives
public import StateTrie

/// Why the store could not be opened, read or written.
public enum StoreError: Error, Equatable, Sendable {
    /// The file is none of LMDB's or not one of a Myelin node; it was not touched.
    case notAStore(path: String)
    /// The file was written by another version of Myelin; it was not touched.
    case schemaMismatch(path: String, found: UInt32, expected: UInt32)
    /// The file is shorter than what it says of itself, or it is gone while the rest of the store is there.
    case truncated(path: String)
    /// What stands in the file cannot be what was written: a bit changed, or a page is another one. Nothing that was
    /// read of it was handed out; `finding` says what does not fit.
    case damaged(path: String, finding: String)
    /// Another process, or another part of this one, has the store open.
    case alreadyOpen(path: String)
    /// The directory or a file in it cannot be created, opened or read; `code` is the system's error number.
    case inaccessible(path: String, code: Int32)
    /// The disk or the map is full. Nothing was written; the store stays usable and the write may be tried again.
    case diskFull
    /// The system failed to read or write; `code` is its error number or LMDB's.
    case inputOutput(code: Int32)
    /// More reads are under way at once than the store has places for.
    case tooManyReaders
    /// A storage key has this many bytes: none, or more than ``StateStore/keyLengthMaximum``.
    case keyLengthInvalid(length: Int)
    /// Two changes of one block name the same key.
    case duplicateKey([UInt8])
    /// No block of this number or hash was committed.
    case unknownBlock(BlockReference)
    /// The block is known, but its state is older than the history that is kept.
    case stateDiscarded(Hash)
    /// A proof at this block would undo more changes than ``StoreReader/undoneChangesMaximum``.
    case proofTooCostly(BlockRecord)
    /// The proposal was prepared on another block than the latest one.
    case staleProposal(parent: BlockRecord?, latest: BlockRecord?)
    /// The stored trie is damaged.
    case trie(TrieError)
}

extension StoreError: CustomStringConvertible {
    /// A sentence for the operator.
    public var description: String {
        switch self {
        case .notAStore(let path): "\(path) is not the store of a Myelin node; it was left as it is"
        case .schemaMismatch(let path, let found, let expected):
            "\(path) has the layout \(found), this program needs \(expected): "
                + "use the program that wrote it, or a new directory"
        case .truncated(let path): "\(path) is incomplete: restore it from a copy, or start with a new directory"
        case .damaged(let path, let finding): "\(path) is damaged (\(finding)): \(Self.remedy)"
        case .alreadyOpen(let path): "\(path) is in use by another node"
        case .inaccessible(let path, let code): "\(path) cannot be opened (system error \(code))"
        case .diskFull: "there is no room left to write a block; writing goes on once there is"
        case .inputOutput(let code): "reading or writing the store failed (error \(code))"
        case .tooManyReaders: "too many reads of the store are under way"
        case .keyLengthInvalid(let length):
            "a storage key has 1 to \(StateStore.keyLengthMaximum) bytes, not \(length)"
        case .duplicateKey: "a block changes a key twice"
        case .unknownBlock(.latest): "no block was committed yet"
        case .unknownBlock(.number(let number)): "there is no block \(number)"
        case .unknownBlock(.hash(let hash)): "there is no block \(Self.hex(hash))"
        case .stateDiscarded(let hash): "State already discarded for \(Self.hex(hash))"
        case .proofTooCostly(let block):
            "more than \(StoreReader.undoneChangesMaximum) values changed since block \(block.number), too many to "
                + "undo for a proof: ask for the proof at a later block"
        case .staleProposal: "the block was prepared on a block that is no longer the latest"
        case .trie(let error): "the state trie is damaged: \(error)"
        }
    }

    /// What helps against damage: nothing but another copy does.
    static let remedy = "restore the directory from a copy, or make a new one from an export with `myelin import`"

    private static func hex(_ hash: Hash) -> String {
        "0x" + hash.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
