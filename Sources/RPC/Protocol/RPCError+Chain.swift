import JSON
public import Primitives
public import Runtime

// MARK: - The transaction pool: 1001...1021

extension RPCError {
    /// 1001: the bytes are no extrinsic of this runtime.
    public static func extrinsicFormat(_ cause: String) -> RPCError {
        RPCError(code: 1001, message: "Extrinsic has invalid format: \(cause)")
    }

    /// 1010, with the reference chain's words for the reason: clients match on them.
    public static func invalidTransaction(_ reason: InvalidTransaction) -> RPCError {
        RPCError(code: 1010, message: "Invalid Transaction", data: reason.description)
    }

    /// 1011: validity could not be decided, for example because a lookup failed.
    public static func unknownValidity(_ cause: String) -> RPCError {
        RPCError(code: 1011, message: "Unknown Transaction Validity", data: cause)
    }

    /// 1012: the extrinsic was refused a short time ago.
    public static var temporarilyBanned: RPCError {
        RPCError(
            code: 1012, message: "Transaction is temporarily banned",
            data: "The pool refused this extrinsic a short time ago. Wait, or sign a new one.")
    }

    /// 1012: the node ended while it ran the extrinsic.
    public static var bannedByTrap: RPCError {
        RPCError(
            code: 1012, message: "Transaction is temporarily banned",
            data: "This node ended while it ran this extrinsic, and does not run it again.")
    }

    /// 1013: the extrinsic is in the pool.
    public static func alreadyImported(_ extrinsic: Hash) -> RPCError {
        RPCError(code: 1013, message: "Transaction Already Imported", data: Hexadecimal.encode(extrinsic.bytes))
    }

    /// 1014: another extrinsic of the same account and nonce pays at least as much.
    public static func priorityTooLow(pooled: UInt64, submitted: UInt64) -> RPCError {
        RPCError(
            code: 1014, message: "Priority is too low: (\(pooled) vs \(submitted))",
            data: "The transaction has too low priority to replace another transaction already in the pool.")
    }

    /// 1016: the pool is full of extrinsics that pay at least as much.
    public static var immediatelyDropped: RPCError {
        RPCError(
            code: 1016, message: "Immediately Dropped",
            data: "The transaction couldn't enter the pool because of the limit")
    }
}

// MARK: - State: 4001...4003

extension RPCError {
    /// 4002: more keys asked for than one page holds.
    public static func countTooLarge(_ count: Int128, limit: Int) -> RPCError {
        RPCError(code: 4002, message: "count exceeds maximum value. value: \(count), max: \(limit)")
    }

    /// 4003: a failure while reading the chain, behind the prefix that clients know.
    public static func client(_ cause: String) -> RPCError { RPCError(code: 4003, message: "Client error: \(cause)") }

    /// 4003: no block has this hash.
    public static func unknownBlock(_ block: Hash) -> RPCError {
        client("UnknownBlock: Header was not found in the database: \(Hexadecimal.encode(block.bytes))")
    }

    /// 4003: the block is known, its state is older than the history that is kept.
    public static func stateDiscarded(_ block: Hash) -> RPCError {
        client("Api called for an unknown Block: State already discarded for \(Hexadecimal.encode(block.bytes))")
    }

    /// 4003: the runtime has no such entry point; clients fall back to older ones by this text.
    public static func functionNotFound(_ name: String) -> RPCError {
        client("Execution failed: Other: Exported method \(name.prefix(100)) is not found")
    }

    /// 4003: the runtime refused the arguments or failed.
    public static func executionFailed(_ cause: String) -> RPCError { client("Execution failed: \(cause)") }
}
