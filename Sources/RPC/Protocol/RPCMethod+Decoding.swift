extension RPCMethod {
    /// Keys that one page of `state_getKeysPaged` holds at most, as on the reference chain.
    public static let pageCountMaximum = 1_000
    /// Elements of a list parameter (keys, block numbers).
    public static let listCountMaximum = 65_536
    /// Keys that one `state_getReadProof` takes: each is a walk through the trie and up to a dozen nodes in the answer.
    public static let provedKeysMaximum = 1_000
    /// Blocks that one `dev_mine` builds.
    public static let mineCountMaximum = 100_000

    /// The method that a client calls `name`, with its parameters.
    ///
    /// Parameters at the end may be missing or null where they have a default; more than the method has are ignored, as
    /// the reference chain does.
    ///
    /// - Throws: `methodNotFound` or `invalidParameters`, or `countTooLarge` for a page.
    public init(name: String, parameters: RPCParameters) throws(RPCError) {
        guard let method = RPCMethodName(text: name) else { throw .methodNotFound(name) }
        self = try Self.decode(method, parameters)
    }

    // One line per method.
    private static func decode(
        _ method: RPCMethodName, _ parameters: RPCParameters
    ) throws(RPCError) -> RPCMethod {
        switch method {
        case .accountNextIndex: .accountNextIndex(address: try parameters.text(0, "account"))
        case .authorPendingExtrinsics: .authorPendingExtrinsics
        case .authorSubmitAndWatchExtrinsic: .authorSubmitAndWatchExtrinsic(try parameters.bytes(0, "bytes"))
        case .authorSubmitExtrinsic: .authorSubmitExtrinsic(try parameters.bytes(0, "extrinsic"))
        case .authorUnwatchExtrinsic: try unsubscribe(.extrinsic, parameters)
        case .chainGetBlock: .chainGetBlock(at: try parameters.block(0, "hash"))
        case .chainGetBlockHash: .chainGetBlockHash(try parameters.selection(0, "hash"))
        case .chainGetFinalizedHead: .chainGetFinalizedHead
        case .chainGetHeader: .chainGetHeader(at: try parameters.block(0, "hash"))
        case .chainSubscribeAllHeads: .chainSubscribeAllHeads
        case .chainSubscribeFinalizedHeads: .chainSubscribeFinalizedHeads
        case .chainSubscribeNewHeads: .chainSubscribeNewHeads
        case .chainUnsubscribeAllHeads: try unsubscribe(.allHeads, parameters)
        case .chainUnsubscribeFinalizedHeads: try unsubscribe(.finalizedHeads, parameters)
        case .chainUnsubscribeNewHeads: try unsubscribe(.newHeads, parameters)
        case .devMine: .developer(.mine(blocks: try parameters.blockCount(0, "count", limit: mineCountMaximum)))
        case .paymentQueryFeeDetails:
            .paymentQueryFeeDetails(try parameters.bytes(0, "extrinsic"), at: try parameters.block(1, "hash"))
        case .paymentQueryInfo:
            .paymentQueryInfo(try parameters.bytes(0, "extrinsic"), at: try parameters.block(1, "hash"))
        case .rpcMethods: .rpcMethods
        case .stateCall: try stateCall(parameters)
        case .stateGetKeys:
            .stateGetKeys(prefix: try parameters.bytes(0, "prefix"), at: try parameters.block(1, "hash"))
        case .stateGetKeysPaged: try stateGetKeysPaged(parameters)
        case .stateGetMetadata: .stateGetMetadata(at: try parameters.block(0, "hash"))
        case .stateGetReadProof:
            .stateGetReadProof(
                keys: try parameters.keys(0, "keys", limit: provedKeysMaximum), at: try parameters.block(1, "hash"))
        case .stateGetRuntimeVersion: .stateGetRuntimeVersion(at: try parameters.block(0, "hash"))
        case .stateGetStorage:
            .stateGetStorage(key: try parameters.bytes(0, "key"), at: try parameters.block(1, "hash"))
        case .stateGetStorageHash:
            .stateGetStorageHash(key: try parameters.bytes(0, "key"), at: try parameters.block(1, "hash"))
        case .stateGetStorageSize:
            .stateGetStorageSize(key: try parameters.bytes(0, "key"), at: try parameters.block(1, "hash"))
        case .stateQueryStorageAt:
            .stateQueryStorageAt(keys: try parameters.keys(0, "keys"), at: try parameters.block(1, "at"))
        case .stateSubscribeRuntimeVersion: .stateSubscribeRuntimeVersion
        case .stateSubscribeStorage: .stateSubscribeStorage(keys: try parameters.keys(0, "keys"))
        case .stateUnsubscribeRuntimeVersion: try unsubscribe(.runtimeVersion, parameters)
        case .stateUnsubscribeStorage: try unsubscribe(.storage, parameters)
        case .systemChain: .systemChain
        case .systemChainType: .systemChainType
        case .systemHealth: .systemHealth
        case .systemName: .systemName
        case .systemProperties: .systemProperties
        case .systemVersion: .systemVersion
        }
    }

    private static func stateCall(_ parameters: RPCParameters) throws(RPCError) -> RPCMethod {
        .stateCall(
            function: try parameters.text(0, "name"), arguments: try parameters.bytes(1, "bytes"),
            at: try parameters.block(2, "hash"))
    }

    private static func stateGetKeysPaged(_ parameters: RPCParameters) throws(RPCError) -> RPCMethod {
        .stateGetKeysPaged(
            prefix: try parameters.optionalBytes(0, "prefix") ?? [],
            count: try parameters.pageCount(1, "count", limit: pageCountMaximum),
            start: try parameters.optionalBytes(2, "startKey"), at: try parameters.block(3, "hash"))
    }

    private static func unsubscribe(
        _ kind: SubscriptionKind, _ parameters: RPCParameters
    ) throws(RPCError) -> RPCMethod {
        .unsubscribe(kind, id: try parameters.subscription(0, "subscription"))
    }
}
