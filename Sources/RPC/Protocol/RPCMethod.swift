public import Primitives

/// A request of a client, decoded: what a handler answers.
///
/// `at` is the block whose state is read; `nil` means the best block.
public enum RPCMethod: Sendable, Equatable {
    // Blocks.
    case chainGetBlockHash(BlockSelection)
    case chainGetFinalizedHead
    case chainGetHeader(at: Hash?)
    case chainGetBlock(at: Hash?)
    case chainSubscribeAllHeads
    case chainSubscribeNewHeads
    case chainSubscribeFinalizedHeads

    // State.
    case stateGetRuntimeVersion(at: Hash?)
    case stateSubscribeRuntimeVersion
    case stateCall(function: String, arguments: [UInt8], at: Hash?)
    case stateGetMetadata(at: Hash?)
    case stateGetStorage(key: [UInt8], at: Hash?)
    case stateGetStorageHash(key: [UInt8], at: Hash?)
    case stateGetStorageSize(key: [UInt8], at: Hash?)
    /// All keys are answered, in this order, absent ones with null.
    case stateQueryStorageAt(keys: [[UInt8]], at: Hash?)
    /// Keys strictly after `start`, sorted, at most `count` of them.
    case stateGetKeysPaged(prefix: [UInt8], count: Int, start: [UInt8]?, at: Hash?)
    case stateGetKeys(prefix: [UInt8], at: Hash?)
    /// The nodes of the state trie that prove what stands under the keys.
    case stateGetReadProof(keys: [[UInt8]], at: Hash?)
    case stateSubscribeStorage(keys: [[UInt8]])

    // Extrinsics.
    /// The account as the client wrote it, in SS58 or hexadecimal.
    case accountNextIndex(address: String)
    case authorSubmitExtrinsic([UInt8])
    case authorSubmitAndWatchExtrinsic([UInt8])
    case authorPendingExtrinsics

    // Fees: a signed extrinsic, and what it costs at a block.
    case paymentQueryInfo([UInt8], at: Hash?)
    case paymentQueryFeeDetails([UInt8], at: Hash?)

    // The node.
    case systemChain
    case systemChainType
    case systemHealth
    case systemName
    case systemProperties
    case systemVersion
    case rpcMethods

    /// Ends a subscription. The session answers this itself; a handler never sees it.
    case unsubscribe(SubscriptionKind, id: String)

    /// Methods that only a developer chain serves.
    case developer(DeveloperMethod)

    /// What the method starts to push, or `nil` when it has one answer.
    public var subscriptionKind: SubscriptionKind? {
        switch self {
        case .chainSubscribeAllHeads: .allHeads
        case .chainSubscribeNewHeads: .newHeads
        case .chainSubscribeFinalizedHeads: .finalizedHeads
        case .stateSubscribeRuntimeVersion: .runtimeVersion
        case .stateSubscribeStorage: .storage
        case .authorSubmitAndWatchExtrinsic: .extrinsic
        default: nil
        }
    }
}

/// The blocks whose hashes a client asks for.
public enum BlockSelection: Sendable, Equatable {
    /// The best block; the answer is its hash.
    case best
    /// One block; the answer is its hash, null beyond the head.
    case number(BlockNumber)
    /// Several blocks; the answer is the list of their hashes, null in the place of those beyond the head.
    case numbers([BlockNumber])
}

/// What a chain for developers can be told. More cases follow as the dev chain learns more; each needs its name in
/// `RPCMethodName` and its line in `RPCMethod.init(name:parameters:)`.
public enum DeveloperMethod: Sendable, Equatable {
    /// Build `blocks` blocks now, one after another.
    case mine(blocks: Int)
}
