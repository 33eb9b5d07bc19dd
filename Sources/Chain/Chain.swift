import Cryptography
import Frame
public import Primitives
public import Runtime
import RuntimeInterface
public import StateStore
import StateTrie
import Synchronization
import SystemPallets

/// A running chain: committed blocks, extrinsics that wait, and those who want to hear of both.
///
/// Reads and submissions come from any thread. Blocks are made one at a time, by whichever engine drives the chain; the
/// steps of an engine are in `Chain+Blocks.swift`.
public final class Chain: Sendable {
    /// Turns proposals into blocks.
    public let executor: BlockExecutor
    /// Hash of the genesis block.
    public let genesisHash: Hash

    /// What was counted since the chain was opened.
    public let statistics = ChainStatistics()

    /// How the last run ended, where the operator should know.
    public var previousEnd: PreviousEnd? { traps.previousEnd }

    let traps: TrapRecord
    let pool: Mutex<TransactionPool>
    let notices = NoticeQueue()
    let desk: SubmissionDesk
    let observers = Mutex<[UInt64: HeadObserver]>([:])
    let nextObserver = Atomic<UInt64>(1)
    let listeners = Mutex(Listeners())
    /// Held from the proposal of a block to the moment when everybody knows of it.
    let production = Mutex<Void>(())
    /// Opens encrypted extrinsics; drawn anew at every start.
    let shield: ShieldKeeper

    /// Hears of every committed block, in order. Called on the thread that made the block; must neither block nor make
    /// blocks.
    public typealias HeadObserver = @Sendable (ExecutedBlock) -> Void

    /// Opens the chain in `store`, beginning it with `genesis` where the store is empty.
    /// - Throws: ``ChainError`` where the store cannot be used or holds another chain.
    public init(
        store: StateStore, genesis: GenesisConfiguration, poolLimits: TransactionPool.Limits = .init()
    ) throws(ChainError) {
        executor = BlockExecutor(store: store, slotMilliseconds: genesis.slotMilliseconds)
        let opened = try Self.open(executor, Runtime.genesis(genesis))
        do throws(StoreError) { traps = try TrapRecord.settle(in: store) } catch { throw .store(error) }
        genesisHash = opened.genesis
        desk = SubmissionDesk(waitingMaximum: poolLimits.transactionsMaximum)
        pool = Mutex(TransactionPool(limits: poolLimits, height: opened.height))
        shield = ShieldKeeper()
    }

    private static func open(
        _ executor: BlockExecutor, _ changes: [StateChange]
    ) throws(ChainError) -> (genesis: Hash, height: BlockNumber) {
        let latest = try executor.stored { () throws(StoreError) in try executor.store.latest() }
        guard let latest else { return (try executor.commitGenesis(changes), 0) }
        let expected = TrieRoot.hash(
            of: changes.compactMap { change in change.value.map { (change.key, $0) } })
        let genesis = try executor.stored { () throws(StoreError) in try executor.store.block(.number(0)) }
        guard genesis.record.stateRoot == expected else { throw .genesisMismatch }
        return (genesis.record.hash, latest.number)
    }

    /// Hears of every block from now on.
    /// - Returns: what ends it.
    public func observeHeads(_ observer: @escaping HeadObserver) -> @Sendable () -> Void {
        let key = nextObserver.wrappingAdd(1, ordering: .relaxed).oldValue
        observers.withLock { $0[key] = observer }
        return { [weak self] in self?.observers.withLock { $0[key] = nil } }
    }
}
