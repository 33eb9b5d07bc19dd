public import Primitives
import StateStore

/// Why blocks or a state could not be exported or imported.
public enum TransferError: Error, Sendable {
    /// The file is damaged, or cannot be read or written.
    case file(ChainFileError)
    /// The store or the execution failed.
    case chain(ChainError)
    /// The store does not say how its chain began.
    case originUnknown
    /// This program does not serve what the genesis block commits to.
    case otherMetadata
    /// The file is of another chain than the store.
    case otherChain(file: Hash, store: Hash)
    /// The store has another block of this number than the file.
    case otherBlock(BlockNumber, file: Hash, store: Hash)
    /// Blocks are missing between the latest one of the store, if there is any, and the first one of the file.
    case gap(latest: BlockNumber?, first: BlockNumber)
    /// A block of the file cannot become part of the chain.
    case block(BlockNumber, ForeignBlockError)
    /// The store holds only these blocks.
    case blocksNotHeld(wanted: ClosedRange<BlockNumber>, held: ClosedRange<BlockNumber>)
    /// Beside genesis there is no block that could be exported.
    case noBlocks
    /// The state of this block is not kept; these are.
    case stateNotKept(BlockNumber, kept: ClosedRange<BlockNumber>)
    /// The state of the file is not the one that its block commits to.
    case stateDiffers(BlockNumber, header: Hash, file: Hash)
    /// The block of the file is not what the file says of it.
    case blockDiffers(BlockNumber)
    /// A state can only be imported where no chain is.
    case storeNotEmpty
}

extension TransferError {
    /// Whether the description is the end of a sentence that begins with the file's name.
    public var concernsFile: Bool {
        switch self {
        case .file, .otherMetadata, .otherChain, .otherBlock, .gap, .block, .stateDiffers, .blockDiffers: true
        case .chain, .originUnknown, .blocksNotHeld, .noBlocks, .stateNotKept, .storeNotEmpty: false
        }
    }
}

extension TransferError: CustomStringConvertible {
    /// Cause and remedy.
    public var description: String {
        switch self {
        case .file(let error): error.description
        case .chain(let error): error.description
        case .originUnknown: "the store does not say how its chain began: an older version of Myelin made it"
        case .otherMetadata:
            "is of a chain that serves another interface than this version of Myelin: use the version that made it"
        case .otherChain(let file, let store):
            "is of another chain: its genesis block is \(file.text), that of the directory \(store.text)"
        case .otherBlock(let number, let file, let store):
            "has the block \(number) \(file.text), but the directory has \(store.text): one of them is another chain's"
        case .gap(let latest, let first):
            "begins with block \(first), but the directory "
                + (latest.map { "ends with block \($0)" } ?? "has no block yet")
                + ": import the blocks between first"
        case .block(let number, let error): "has the block \(number), which cannot be imported: \(error)"
        case .blocksNotHeld(let wanted, let held):
            "blocks \(wanted.lowerBound) to \(wanted.upperBound) were asked for, but the directory holds blocks "
                + "\(held.lowerBound) to \(held.upperBound)"
        case .noBlocks: "the chain has no block after its genesis yet"
        case .stateNotKept(let number, let kept):
            "the state of block \(number) is not kept: those of blocks \(kept.lowerBound) to \(kept.upperBound) are"
        case .stateDiffers(let number, let header, let file):
            "has a state \(file.text), but its block \(number) commits to \(header.text): export it again"
        case .blockDiffers(let number): "has a block \(number) that is not the one it names: export it again"
        case .storeNotEmpty: "a state is imported into a new directory, and this one keeps a chain already"
        }
    }
}
