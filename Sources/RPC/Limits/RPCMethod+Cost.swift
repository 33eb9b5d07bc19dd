extension RPCMethod {
    /// How much work a request is.
    enum Cost: Sendable { case light, costly, mining }

    /// Elements of a list up to which a request for all of them is light.
    private static let lightListCount = 64

    var cost: Cost {
        switch self {
        // The metadata costs little to make and much to send.
        case .stateCall, .stateGetMetadata, .chainGetBlock, .authorPendingExtrinsics: .costly
        case .stateGetKeys, .stateGetKeysPaged, .stateGetReadProof: .costly
        // The size of a prefix is that of all values under it.
        case .stateGetStorageSize, .paymentQueryInfo, .paymentQueryFeeDetails: .costly
        case .stateQueryStorageAt(let keys, _), .stateSubscribeStorage(let keys):
            keys.count > Self.lightListCount ? .costly : .light
        case .chainGetBlockHash(.numbers(let numbers)): numbers.count > Self.lightListCount ? .costly : .light
        case .developer(.mine): .mining
        default: .light
        }
    }

    /// Whether only a few such requests are worked on at once: calls into the runtime, metadata, blocks, lists of keys,
    /// proofs, long lists of values.
    public var isCostly: Bool { cost == .costly }
}
