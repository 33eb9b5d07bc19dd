public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

extension System: Pallet {}

extension System {
    /// Blocks whose hashes stay readable on chain; an era may not reach further back. The hash of the genesis stays for
    /// ever: every signature covers it.
    /// Source: runtime configuration of the reference, `BlockHashCount`.
    public static let blockHashesMaximum: BlockNumber = 2400

    /// Number of the block that is being executed.
    public static func blockNumber(in state: borrowing State) -> BlockNumber { state.get(number) }

    /// Next nonce of an account, as committed so far in this block.
    public static func nonce(of who: AccountID, in state: borrowing State) -> UInt32 { state.get(account, who).nonce }

    /// Counts one more extrinsic of `who`.
    public static func incrementNonce(of who: AccountID, in state: inout State) {
        state.update(account, who) { $0.nonce &+= 1 }
    }

    /// Starts block `number`: clears what belonged to the last block and records what is known of this one.
    public static func initializeBlock(number: BlockNumber, parentHash: Hash, digest: Digest, in state: inout State) {
        state.remove(events)
        state.remove(eventCount)
        state.set(Self.number, to: number)
        state.set(Self.parentHash, to: parentHash)
        state.set(Self.digest, to: digest)
        guard number > 0 else { return }
        state.set(blockHash, number - 1, to: parentHash)
    }

    /// Adds an entry to the digest of the block, which its header will have.
    public static func deposit(_ item: DigestItem, in state: inout State) {
        state.update(digest) { $0.logs.append(item) }
    }

    /// Ends the block: the oldest block hash but the genesis' is forgotten, and the events go into the state.
    public static func finalizeBlock(in state: inout State) {
        let number = blockNumber(in: state)
        if number > blockHashesMaximum + 1 { state.remove(blockHash, number - blockHashesMaximum - 1) }
        let records = state.events
        state.set(eventCount, to: UInt32(records.count))
        state.set(events, to: records)
    }
}

extension System.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .remark: if origin == .none { throw .badOrigin }
        case .remarkWithEvent(let remark): try System.remarkWithEvent(remark, origin: origin, in: &state)
        }
    }
}
