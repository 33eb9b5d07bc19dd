/// The methods that this node serves, by their main name.
public enum RPCMethodName: String, CaseIterable, Sendable {
    case accountNextIndex = "system_accountNextIndex"
    case authorPendingExtrinsics = "author_pendingExtrinsics"
    case authorSubmitAndWatchExtrinsic = "author_submitAndWatchExtrinsic"
    case authorSubmitExtrinsic = "author_submitExtrinsic"
    case authorUnwatchExtrinsic = "author_unwatchExtrinsic"
    case chainGetBlock = "chain_getBlock"
    case chainGetBlockHash = "chain_getBlockHash"
    case chainGetFinalizedHead = "chain_getFinalizedHead"
    case chainGetHeader = "chain_getHeader"
    case chainSubscribeAllHeads = "chain_subscribeAllHeads"
    case chainSubscribeFinalizedHeads = "chain_subscribeFinalizedHeads"
    case chainSubscribeNewHeads = "chain_subscribeNewHeads"
    case chainUnsubscribeAllHeads = "chain_unsubscribeAllHeads"
    case chainUnsubscribeFinalizedHeads = "chain_unsubscribeFinalizedHeads"
    case chainUnsubscribeNewHeads = "chain_unsubscribeNewHeads"
    case devMine = "dev_mine"
    case paymentQueryFeeDetails = "payment_queryFeeDetails"
    case paymentQueryInfo = "payment_queryInfo"
    case rpcMethods = "rpc_methods"
    case stateCall = "state_call"
    case stateGetKeys = "state_getKeys"
    case stateGetKeysPaged = "state_getKeysPaged"
    case stateGetMetadata = "state_getMetadata"
    case stateGetReadProof = "state_getReadProof"
    case stateGetRuntimeVersion = "state_getRuntimeVersion"
    case stateGetStorage = "state_getStorage"
    case stateGetStorageHash = "state_getStorageHash"
    case stateGetStorageSize = "state_getStorageSize"
    case stateQueryStorageAt = "state_queryStorageAt"
    case stateSubscribeRuntimeVersion = "state_subscribeRuntimeVersion"
    case stateSubscribeStorage = "state_subscribeStorage"
    case stateUnsubscribeRuntimeVersion = "state_unsubscribeRuntimeVersion"
    case stateUnsubscribeStorage = "state_unsubscribeStorage"
    case systemChain = "system_chain"
    case systemChainType = "system_chainType"
    case systemHealth = "system_health"
    case systemName = "system_name"
    case systemProperties = "system_properties"
    case systemVersion = "system_version"

    /// Other names of the same methods, older spellings among them.
    public static let aliases: [String: RPCMethodName] = [
        "account_nextIndex": .accountNextIndex,
        "chain_getFinalisedHead": .chainGetFinalizedHead,
        "chain_getHead": .chainGetBlockHash,
        "chain_getRuntimeVersion": .stateGetRuntimeVersion,
        "chain_subscribeFinalisedHeads": .chainSubscribeFinalizedHeads,
        "chain_subscribeNewHead": .chainSubscribeNewHeads,
        "chain_subscribeRuntimeVersion": .stateSubscribeRuntimeVersion,
        "chain_unsubscribeFinalisedHeads": .chainUnsubscribeFinalizedHeads,
        "chain_unsubscribeNewHead": .chainUnsubscribeNewHeads,
        "chain_unsubscribeRuntimeVersion": .stateUnsubscribeRuntimeVersion,
        "dev_newBlock": .devMine,
        "state_callAt": .stateCall,
        "state_getKeysPagedAt": .stateGetKeysPaged,
        "state_getStorageAt": .stateGetStorage,
        "state_getStorageHashAt": .stateGetStorageHash,
        "state_getStorageSizeAt": .stateGetStorageSize,
        "subscribe_newHead": .chainSubscribeNewHeads,
        "unsubscribe_newHead": .chainUnsubscribeNewHeads,
    ]

    private static let byText = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) } + aliases.map { ($0.key, $0.value) })

    /// The method that a client means by `text`, which may be an alias.
    public init?(text: String) {
        guard let name = Self.byText[text] else { return nil }
        self = name
    }

    /// Whether only a developer chain serves this method.
    public var isForDevelopers: Bool { rawValue.hasPrefix("dev_") }

    /// Every name that is served, aliases too, sorted: the answer to `rpc_methods`.
    public static func served(forDevelopers: Bool) -> [String] {
        byText.filter { forDevelopers || !$0.value.isForDevelopers }.keys.sorted()
    }
}
