import Frame
import Primitives
import RuntimeInterface

/// A key that gives its place to another one.
struct KeySwap: Hashable, Sendable {
    let old: AccountID
    let new: AccountID
}

/// Entries that a swapped key takes along.
extension Subtensor {
    /// Adds up what both keys have of an amount at one entry each, under the new one. No entry of 0 is made.
    static func moveAmount<each Key>(
        _ item: StorageMap<repeat each Key, Alpha>, from old: (repeat each Key), to new: (repeat each Key),
        in state: inout State
    ) {
        let amount = state.get(item, repeat each old)
        state.remove(item, repeat each old)
        guard !amount.isZero else { return }
        state.update(item, repeat each new) { $0 = $0.addingClamped(amount) }
    }

    /// Keeps the later of both keys' blocks, under the new one, so that no rate limit can be escaped by a swap.
    static func moveLaterBlock<each Key>(
        _ item: StorageMap<repeat each Key, UInt64>, from old: (repeat each Key), to new: (repeat each Key),
        in state: inout State
    ) {
        let block = state.get(item, repeat each old)
        state.remove(item, repeat each old)
        guard block > state.get(item, repeat each new) else { return }
        state.set(item, repeat each new, to: block)
    }

    /// Takes along what a key may do only once in some blocks, on one subnet or on all.
    static func moveRateLimits(_ swap: KeySwap, on netuid: NetUID? = nil, in state: inout State) {
        for (key, _) in state.entries(of: transactionKeyLastBlock, under: swap.old)
        where netuid == nil || netuid == key.0 {
            moveLaterBlock(
                transactionKeyLastBlock, from: (swap.old, key.0, key.1), to: (swap.new, key.0, key.1), in: &state)
        }
    }
}
