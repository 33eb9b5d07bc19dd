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
/// Reads and submissions come from any thread. Blocks are made one at a time, by whichever engine drives the chain.
public final class Chain: Sendable {
    /// Turns proposals into blocks.
    public let executor: BlockExecutor
    /// Hash of the genesis block.
    public let genesisHash: Hash

    private let pool: Mutex<TransactionPool>
    private let observers = Mutex<[UInt64: HeadObserver]>([:])
    private let nextObserver = Atomic<UInt64>(1)
    private let submissionSignal = Mutex<(@Sendable () -> Void)?>(nil)
    /// Held while a block is made, so that two callers cannot build on the same parent.
    private let production = Mutex<Void>(())
    /// Opens encrypted extrinsics; drawn anew at every start.
    private let shield: ShieldKeeper

    /// Hears of every committed block. Called on the thread that made the block; must not block.
    public typealias HeadObserver = @Sendable (BlockHeader, Hash) -> Void

    /// Opens the chain in `store`, beginning it with `genesis` where the store is empty.
    /// - Throws: ``ChainError`` where the store cannot be used or holds another chain.
    public init(
        store: StateStore, genesis: GenesisConfiguration, poolLimits: TransactionPool.Limits = .init()
    ) throws(ChainError) {
        executor = BlockExecutor(store: store, slotMilliseconds: genesis.slotMilliseconds)
        let changes = Runtime.genesis(genesis)
        genesisHash = try Self.open(executor, changes)
        pool = Mutex(TransactionPool(limits: poolLimits))
        shield = ShieldKeeper()
    }

    private static func open(_ executor: BlockExecutor, _ changes: [StateChange]) throws(ChainError) -> Hash {
        let latest = try executor.stored { () throws(StoreError) in try executor.store.latest() }
        guard latest != nil else { return try executor.commitGenesis(changes) }
        let expected = TrieRoot.hash(
            of: changes.compactMap { change in change.value.map { (change.key, $0) } })
        let genesis = try executor.stored { () throws(StoreError) in try executor.store.block(.number(0)) }
        guard genesis.record.stateRoot == expected else { throw .genesisMismatch }
        return genesis.record.hash
    }

    // MARK: Submitting

    /// Takes an extrinsic into the pool.
    /// - Parameter watcher: hears what becomes of it, first of all whether it is ready or has to wait.
    /// - Returns: the extrinsic's name.
    /// - Throws: ``SubmissionError`` where it may not wait here.
    @discardableResult
    public func submit(_ bytes: [UInt8], watcher: TransactionWatcher? = nil) throws(SubmissionError) -> Hash {
        guard let extrinsic = try? Extrinsic(bytes) else { throw .pool(.undecodable) }
        guard !pool.withLock({ $0.contains(extrinsic.hash) }) else { throw .pool(.alreadyImported(extrinsic.hash)) }
        let judged = try judge(extrinsic)
        let transaction = PooledTransaction(
            extrinsic: extrinsic, tag: judged.valid.sender, priority: judged.valid.priority,
            expiry: BlockNumber(clamping: UInt64(judged.number) + UInt64(judged.valid.longevityBlocks)), watcher: watcher)
        let (notices, isReady) = try admit(transaction, nextNonce: judged.nextNonce)
        for notice in notices { notice.watcher?(notice.status) }
        watcher?(isReady ? .ready : .future)
        if isReady { submissionSignal.withLock { $0 }?() }
        return extrinsic.hash
    }

    private func judge(
        _ extrinsic: Extrinsic
    ) throws(SubmissionError) -> (valid: ValidTransaction, number: BlockNumber, nextNonce: UInt32) {
        let judgement: Judgement
        do throws(ChainError) {
            judgement = try executor.withPendingBlock { (state) throws(ChainError) in
                do throws(InvalidTransaction) {
                    let valid = try Runtime.validate(extrinsic, in: state)
                    let nonce = System.nonce(of: valid.sender.account, in: state)
                    return Judgement.valid(valid, number: System.blockNumber(in: state), nextNonce: nonce)
                } catch {
                    return Judgement.invalid(error)
                }
            }
        } catch {
            throw .chain(error)
        }
        switch judgement {
        case .valid(let valid, let number, let nonce): return (valid, number, nonce)
        case .invalid(let reason): throw .pool(.invalid(reason))
        }
    }

    private enum Judgement {
        case valid(ValidTransaction, number: BlockNumber, nextNonce: UInt32)
        case invalid(InvalidTransaction)
    }

    private func admit(
        _ transaction: PooledTransaction, nextNonce: UInt32
    ) throws(SubmissionError) -> ([TransactionPool.Notice], isReady: Bool) {
        let outcome = pool.withLock { pool -> Swift.Result<([TransactionPool.Notice], Bool), PoolError> in
            do throws(PoolError) {
                let notices = try pool.insert(transaction)
                return .success((notices, pool.isReady(transaction.tag, nextNonce: nextNonce)))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let admitted): return admitted
        case .failure(let error): throw .pool(error)
        }
    }

    /// The nonce that an account should sign with next, behind everything of it that waits.
    public func nextNonce(of account: AccountID) throws(ChainError) -> UInt32 {
        let onChain = try executor.withPendingBlock { (state) throws(ChainError) in System.nonce(of: account, in: state) }
        return pool.withLock { $0.nextNonce(of: account, onChain: onChain) }
    }

    /// The extrinsics that wait, in order of arrival.
    public var pendingExtrinsics: [[UInt8]] { pool.withLock { $0.all.map(\.extrinsic.bytes) } }

    /// Calls `signal` whenever an extrinsic becomes ready; the engine that makes blocks on demand listens.
    func onSubmission(_ signal: (@Sendable () -> Void)?) { submissionSignal.withLock { $0 = signal } }

    // MARK: Blocks

    /// Hears of every block from now on.
    /// - Returns: what ends it.
    public func observeHeads(_ observer: @escaping HeadObserver) -> @Sendable () -> Void {
        let key = nextObserver.wrappingAdd(1, ordering: .relaxed).oldValue
        observers.withLock { $0[key] = observer }
        return { [weak self] in self?.observers.withLock { $0[key] = nil } }
    }

    /// Makes the next block of what waits and commits it.
    /// - Parameter milliseconds: time of the block; moved behind that of the block before it where it is not later.
    /// - Throws: ``ChainError``; then no block was made.
    @discardableResult
    public func makeBlock(at milliseconds: UInt64) throws(ChainError) -> (header: BlockHeader, hash: Hash) {
        let made = production.withLock { _ -> Swift.Result<ExecutedBlock, ChainError> in
            do throws(ChainError) {
                let block = try executor.execute(try proposal(at: milliseconds)) { hash in
                    pool.withLock { $0.contains(hash) }
                }
                try executor.commit(block)
                return .success(block)
            } catch {
                return .failure(error)
            }
        }
        let block = try made.get()
        try announce(block)
        return (block.header, block.hash)
    }

    /// What this node would put into the next block.
    public func proposal(at milliseconds: UInt64) throws(ChainError) -> BlockProposal {
        try executor.withPendingBlock { (state) throws(ChainError) in
            let previous = Timestamp.milliseconds(in: state)
            var extrinsics = [Runtime.shieldKeyInherent(shield.publicKey).bytes]
            for transaction in pool.withLock({ $0.ready { System.nonce(of: $0, in: state) } }) {
                extrinsics.append(transaction.extrinsic.bytes)
                if case .mevShield(.submitEncrypted(let ciphertext)) = transaction.extrinsic.call,
                    let inner = shield.open(ciphertext)
                {
                    extrinsics.append(inner)
                }
            }
            return BlockProposal(
                milliseconds: previous == 0 ? milliseconds : max(milliseconds, previous + 1), extrinsics: extrinsics)
        }
    }

    /// Tells everybody of a block that is part of the chain now.
    public func announce(_ block: ExecutedBlock) throws(ChainError) {
        let heads = observers.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        for observer in heads { observer(block.header, block.hash) }
        let notices = try executor.withPendingBlock { (state) throws(ChainError) in
            pool.withLock { pool in
                pool.prune(
                    included: block.included,
                    invalid: block.rejected.filter { $0.reason != .exhaustsResources && $0.reason != .future }.map(\.hash),
                    block: block.hash, number: block.header.number,
                    nextNonce: { System.nonce(of: $0, in: state) })
            }
        }
        for notice in notices { notice.watcher?(notice.status) }
    }
}

/// Why an extrinsic was not taken.
public enum SubmissionError: Error, Sendable {
    /// It may not wait in the pool.
    case pool(PoolError)
    /// It could not be judged.
    case chain(ChainError)
}
