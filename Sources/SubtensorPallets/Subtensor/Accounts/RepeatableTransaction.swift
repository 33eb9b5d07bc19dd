import Frame
import Primitives
import RuntimeInterface

/// What an account may do on a subnet only once in some blocks; the number is its place in `TransactionKeyLastBlock`.
/// Source: pallets/subtensor/src/utils/rate_limiting.rs, `TransactionType`.
enum RepeatableTransaction: UInt16 {
    case setChildren = 0
    case setChildkeyTake = 1
    case setWeightsVersionKey = 4
    case mechanismCountUpdate = 7
    case mechanismEmission = 8
    case maxUidsTrimming = 9
    case tempoUpdate = 11
}

extension Subtensor {
    /// Whether an account may do this again, `blocks` after the last time.
    static func mayRepeat(
        _ transaction: RepeatableTransaction, by account: AccountID, on netuid: NetUID, after blocks: UInt64,
        in state: borrowing State
    ) -> Bool {
        let last = state.get(transactionKeyLastBlock, account, netuid, transaction.rawValue)
        return passesRateLimit(blocks, last: last, in: state)
    }

    /// Notes that an account did this now.
    static func noteRepeatable(
        _ transaction: RepeatableTransaction, by account: AccountID, on netuid: NetUID, in state: inout State
    ) {
        state.set(transactionKeyLastBlock, account, netuid, transaction.rawValue, to: currentBlock(in: state))
    }
}
