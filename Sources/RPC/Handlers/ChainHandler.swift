public import Chain
import Cryptography
import JSON
import Primitives
import RuntimeInterface
import StateStore

/// Answers requests from a chain.
public struct ChainHandler: RPCHandler {
    /// What this node says of itself.
    public struct Identity: Sendable {
        /// Name of the chain.
        public var chainName: String
        /// `Live`, `Local` or `Development`.
        public var chainType: String
        /// Version of this program.
        public var version: String

        public init(chainName: String, chainType: String, version: String) {
            self.chainName = chainName
            self.chainType = chainType
            self.version = version
        }
    }

    /// Blocks that one request of a developer may ask for.
    static let minedBlocksMaximum = 100_000
    /// Keys that one page may hold.
    static let pageKeysMaximum = 1000

    let chain: Chain
    let identity: Identity
    let isDeveloperChain: Bool
    let answerByteMaximum: Int
    let metadata: MetadataCache
    private let heads = Broadcast()
    private let storageWatch: StorageWatch
    private let stopObserving: @Sendable () -> Void

    /// A handler for `chain`.
    /// - Parameters:
    ///   - isDeveloperChain: whether `dev_` methods are served.
    ///   - answerByteMaximum: about how long an answer may become before it is given up.
    public init(
        chain: Chain, identity: Identity, isDeveloperChain: Bool,
        answerByteMaximum: Int = RPCLimits().responseByteMaximum
    ) {
        self.answerByteMaximum = answerByteMaximum
        self.chain = chain
        self.identity = identity
        self.isDeveloperChain = isDeveloperChain
        metadata = MetadataCache(slotMilliseconds: chain.executor.slotMilliseconds)
        let heads = heads
        let storageWatch = StorageWatch(chain: chain)
        self.storageWatch = storageWatch
        stopObserving = chain.observeHeads { block in
            if heads.count > 0 { heads.publish(JSONWriter.encode { $0.header(block.header) }) }
            storageWatch.publish(block)
        }
    }

    public func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
        switch method {
        case .chainGetBlockHash(let selection): try blockHash(selection)
        case .chainGetFinalizedHead: try blockHash(.best)
        case .chainGetHeader(let hash): try header(at: hash)
        case .chainGetBlock(let hash): try block(at: hash)
        // Blocks are final when they are made and there are no forks, so the three subscriptions tell the same.
        case .chainSubscribeAllHeads, .chainSubscribeNewHeads, .chainSubscribeFinalizedHeads:
            .subscription(heads.subscription { [self] in latestHeader() })
        case .stateGetRuntimeVersion(let hash): try runtimeVersion(at: hash)
        case .stateSubscribeRuntimeVersion:
            .subscription(Broadcast().subscription { JSONWriter.encode { $0.runtimeVersion(.current) } })
        case .stateCall(let function, let arguments, let hash): try call(function, arguments, at: hash)
        case .stateGetMetadata(let hash):
            try reading(at: hash) { _ in .result(metadata.answer) }
        case .stateGetStorage(let key, let hash): try storage(key, at: hash)
        case .stateGetStorageHash(let key, let hash): try storageHash(key, at: hash)
        case .stateGetStorageSize(let key, let hash): try storageSize(key, at: hash)
        case .stateQueryStorageAt(let keys, let hash): try storage(keys, at: hash)
        case .stateGetKeysPaged(let prefix, let count, let start, let hash):
            try keys(under: prefix, after: start, count: count, at: hash)
        case .stateGetKeys(let prefix, let hash): try keys(under: prefix, after: nil, count: .max, at: hash)
        case .stateGetReadProof(let keys, let hash): try readProof(keys, at: hash)
        case .stateSubscribeStorage(let keys): .subscription(storageWatch.subscription(keys))
        case .accountNextIndex(let address): try nextIndex(of: address)
        case .authorSubmitExtrinsic(let bytes): try await submit(bytes)
        case .authorSubmitAndWatchExtrinsic(let bytes): try await submitAndWatch(bytes)
        case .authorPendingExtrinsics:
            .json { json in json.array { for bytes in chain.pendingExtrinsics { $0.hexadecimal(bytes) } } }
        case .paymentQueryInfo(let bytes, let hash): try feeInfo(of: bytes, at: hash)
        case .paymentQueryFeeDetails(let bytes, let hash): try feeDetails(of: bytes, at: hash)
        case .systemChain: .json { $0.string(identity.chainName) }
        case .systemChainType: .json { $0.string(identity.chainType) }
        case .systemHealth: .json { $0.health() }
        case .systemName: .json { $0.string("myelin") }
        case .systemVersion: .json { $0.string(identity.version) }
        case .systemProperties: .json { $0.properties() }
        case .rpcMethods: methods()
        case .unsubscribe: throw .internalError("the session ends its own subscriptions")
        case .developer(let method): try await developer(method)
        }
    }

    private func methods() -> RPCAnswer {
        let served = RPCMethodName.served(forDevelopers: isDeveloperChain)
        return .json { json in
            json.object { $0.field("methods") { $0.array { for name in served { $0.string(name) } } } }
        }
    }

    private func developer(_ method: DeveloperMethod) async throws(RPCError) -> RPCAnswer {
        switch method {
        case .mine(let blocks):
            guard isDeveloperChain else { throw .methodNotFound("dev_mine") }
            guard (1...Self.minedBlocksMaximum).contains(blocks) else {
                throw .invalidParameters("dev_mine makes 1 to \(Self.minedBlocksMaximum) blocks, not \(blocks)")
            }
            var last = chain.genesisHash
            for number in 0..<blocks {
                // A long row of blocks leaves room for other clients' requests.
                if number % 16 == 15 { await Task.yield() }
                last = try reported { () throws(ChainError) in try chain.makeBlock(at: WallClock.milliseconds).hash }
            }
            return .json { $0.hexadecimal(last.bytes) }
        }
    }

    /// Runs `body` and says its error as clients know it.
    func reported<Result>(_ body: () throws(ChainError) -> Result) throws(RPCError) -> Result {
        do throws(ChainError) { return try body() } catch { throw RPCError(error) }
    }

    /// Runs `body` on the state after a block; `nil` means the best one.
    func reading<Result>(
        at hash: Hash?, _ body: (StoreReader) throws(StoreError) -> Result
    ) throws(RPCError) -> Result {
        do throws(StoreError) {
            return try chain.executor.store.read(at: hash.map(BlockReference.hash) ?? .latest, body)
        } catch {
            throw RPCError(ChainError.store(error))
        }
    }
}

extension RPCError {
    /// What a client is told of a failure of the chain.
    init(_ error: ChainError) {
        switch error {
        case .store(.unknownBlock(.hash(let hash))): self = .unknownBlock(hash)
        case .store(.stateDiscarded(let hash)): self = .stateDiscarded(hash)
        // The operator is told more: where the file is concerns no client.
        case .store(.damaged): self = .internalError("this node's copy of the chain is damaged where this stands")
        case .store(.proofTooCostly): self = .client(error.description)
        default: self = .internalError(error.description)
        }
    }
}
