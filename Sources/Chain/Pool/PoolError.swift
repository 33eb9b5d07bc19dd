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
    /// Its signature was found bad a short time ago.
    case banned
    /// This node ended while it ran the extrinsic, and does not run it again.
    case trapped
    /// The pool is full of extrinsics that bid as much.
    case full
    /// The signer has as much waiting, in extrinsics or bytes, as one account may have.
    case accountLimit(Int)
}
