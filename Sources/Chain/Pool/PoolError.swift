public import Primitives
public import Runtime

/// Why an extrinsic was not taken into the pool.
public enum PoolError: Error, Hashable, Sendable {
    /// It cannot become part of a block.
    case invalid(InvalidTransaction)
    /// The bytes are no extrinsic of this chain.
    case undecodable
    /// The same extrinsic waits already or stood in one of the last blocks.
    case alreadyImported(Hash)
    /// Another extrinsic of the same signer and nonce waits, and this one does not outbid it.
    case priorityTooLow(new: UInt64, old: UInt64)
    /// The pool is full.
    case full
    /// The signer has as many extrinsics waiting as one account may have.
    case accountLimit(Int)
}
