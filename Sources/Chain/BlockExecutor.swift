public import Frame
public import Primitives
import Runtime
public import RuntimeInterface
import SCALE
public import StateStore
import StateTrie
import SystemPallets

/// Turns proposals into blocks and blocks into chain. Every engine drives one of these, and nothing else changes state.
///
/// Any number of proposals may be executed on the latest block; the one that the engine settles on is committed.
public struct BlockExecutor: Sendable {
    /// Blocks and state.
    public let store: StateStore
    /// Milliseconds from block to block that the chain was made for.
    public let slotMilliseconds: UInt64

    public init(store: StateStore, slotMilliseconds: UInt64) {
        self.store = store
        self.slotMilliseconds = slotMilliseconds
    }

    /// Runs `body` in the block after the latest one, just begun: the state in which extrinsics are judged.
    public func withPendingBlock<Result>(
        _ body: (borrowing State) throws(ChainError) -> Result
    ) throws(ChainError) -> Result {
        try read(.latest) { (reader) throws(ChainError) in
            let parent = reader.block
            var state = Runtime.state(over: StoredState(reader))
            Runtime.beginBlock(
                number: parent.number + 1, parentHash: parent.hash, digest: Digest(logs: []), in: &state)
            return try body(state)
        }
    }

    /// Runs `body` on the state after the latest block, to read it.
    public func withLatestState<Result>(
        _ body: (borrowing State, BlockRecord) throws(ChainError) -> Result
    ) throws(ChainError) -> Result {
        try read(.latest) { (reader) throws(ChainError) in
            try body(Runtime.state(over: StoredState(reader)), reader.block)
        }
    }

    /// Executes a proposal on the latest block. Extrinsics that cannot run are left out and named.
    ///
    /// The outcome, but for the time it took, follows from the proposal and the latest block alone, on every node and
    /// however often it is done.
    /// Each step is noted in the store before it runs: see ``TrapRecord``.
    /// - Parameters:
    ///   - refused: extrinsics to leave out whatever they are.
    ///   - recall: finds an extrinsic by its name that was decoded, and verified for the block of this number, before.
    /// - Throws: ``ChainError`` where an inherent fails or the store does.
    public func execute(
        _ proposal: BlockProposal, refusing refused: Set<Hash> = [],
        recall: (Hash, BlockNumber) -> Extrinsic? = { _, _ in nil }
    ) throws(ChainError) -> ExecutedBlock {
        try read(.latest) { (reader) throws(ChainError) in
            let start = ContinuousClock.now
            let parent = reader.block
            var state = Runtime.state(over: StoredState(reader))
            let digest = Aura.digest(slot: proposal.milliseconds / slotMilliseconds)
            let journal = ExecutionJournal(store, of: parent.number + 1)
            var block = BlockBuilder(journal: journal, refusing: refused)
            Runtime.beginBlock(number: parent.number + 1, parentHash: parent.hash, digest: digest, in: &state)
            let extrinsics = ProposedExtrinsic.all(
                of: proposal, for: parent.number + 1, in: state, recall: recall)
            let opening = ContinuousClock.now
            store.armTrapMark()
            defer { store.disarmTrapMark() }
            try journal.note(.opening)
            Runtime.runOpeningHooks(in: &state)
            let opened = ContinuousClock.now
            let epochs = state.epochs
            try block.apply(inherent: Runtime.timestampInherent(proposal.milliseconds), in: &state)
            for extrinsic in extrinsics { try block.apply(extrinsic, in: &state) }
            try journal.note(.closing)
            Runtime.endBlock(in: &state)
            var nonces: [AccountID: UInt32] = [:]
            for signer in block.signers { nonces[signer] = System.nonce(of: signer, in: state) }
            let prepared = try stored { () throws(StoreError) in try reader.prepare(state.changes) }
            let header = BlockHeader(
                parentHash: parent.hash, number: parent.number + 1, stateRoot: prepared.stateRoot,
                extrinsicsRoot: TrieRoot.ordered(block.body), digest: state.get(System.digest))
            return ExecutedBlock(
                header: header, hash: header.hash, body: block.body, included: block.included,
                signedCount: block.signedCount, failedCount: block.failedCount, rejected: block.rejected,
                epochs: epochs, times: BlockTimes(opening: opened - opening, execution: .now - start), nonces: nonces,
                state: prepared)
        }
    }

    /// Makes an executed block part of the chain, for good.
    /// - Throws: ``ChainError`` where the store cannot write, or where another block was committed since the execution.
    public func commit(_ block: ExecutedBlock) throws(ChainError) {
        _ = try stored { () throws(StoreError) in
            try store.commit(
                BlockCommit(
                    state: block.state, hash: block.hash, header: block.header.encoded(), body: block.body))
        }
    }

    /// Makes the genesis block of an empty store.
    public func commitGenesis(_ changes: [StateChange]) throws(ChainError) -> Hash {
        let prepared = try stored { () throws(StoreError) in try store.prepare(changes) }
        let header = BlockHeader(
            parentHash: .zero, number: 0, stateRoot: prepared.stateRoot, extrinsicsRoot: TrieRoot.ordered([]),
            digest: Digest(logs: []))
        let hash = header.hash
        let origin = ChainOrigin(slotMilliseconds: slotMilliseconds, changes: changes)
        _ = try stored { () throws(StoreError) in
            try store.commit(
                BlockCommit(
                    state: prepared, hash: hash, header: header.encoded(), body: [],
                    metadata: [ChainOrigin.metadataName: origin.encoded()]))
        }
        return hash
    }

    /// Runs `body` on the state after a block. The snapshot ends with the closure.
    public func read<Result>(
        _ reference: BlockReference, _ body: (StoreReader) throws(ChainError) -> Result
    ) throws(ChainError) -> Result {
        try store.read(at: reference, failure: ChainError.store, body)
    }

    /// Runs `body` on the state after a block, as the runtime sees it. What it writes is dropped.
    public func withState<Result>(
        at reference: BlockReference, _ body: (inout State) throws(ChainError) -> Result
    ) throws(ChainError) -> Result {
        try read(reference) { (reader) throws(ChainError) in
            var state = Runtime.state(over: StoredState(reader))
            return try body(&state)
        }
    }

    func stored<Result>(_ body: () throws(StoreError) -> Result) throws(ChainError) -> Result {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }
}

/// A stored snapshot as the state machine sees it.
struct StoredState: StateBackend {
    private let reader: StoreReader

    init(_ reader: StoreReader) { self.reader = reader }

    func value(for key: [UInt8]) -> [UInt8]? {
        do throws(StoreError) { return try reader.value(for: key) } catch { UnreadableStore.stop(error) }
    }

    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        do throws(StoreError) {
            return try reader.keys(under: prefix, after: key, limit: limit)
        } catch {
            UnreadableStore.stop(error)
        }
    }
}
