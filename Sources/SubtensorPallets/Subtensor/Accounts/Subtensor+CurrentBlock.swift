import Frame
import Primitives
import RuntimeInterface
import SystemPallets

extension Subtensor {
    /// Number of the block that is being executed, as wide as the pallet stores it.
    static func currentBlock(in state: borrowing State) -> UInt64 { UInt64(System.blockNumber(in: state)) }

    /// Whether something limited to once in `limit` blocks may happen again. The first time (block 0) is always free.
    /// Source: pallets/subtensor/src/utils/rate_limiting.rs.
    static func passesRateLimit(_ limit: UInt64, last: UInt64, in state: borrowing State) -> Bool {
        let now = currentBlock(in: state)
        return last == 0 || (now > last ? now - last : 0) >= limit
    }
}
