public import Primitives

/// What neurons need to know about their subnet at one block.
public struct SubnetView: Sendable {
    /// The subnet.
    public var netuid: NetUID
    /// The block at which it was read.
    public var block: BlockNumber
    /// Blocks that must lie between two settings of weights by one neuron.
    public var weightsRateLimitBlocks: UInt64
    /// All neurons by ascending UID.
    public var neurons: [NeuronView]

    /// A subnet as read.
    public init(netuid: NetUID, block: BlockNumber, weightsRateLimitBlocks: UInt64, neurons: [NeuronView]) {
        self.netuid = netuid
        self.block = block
        self.weightsRateLimitBlocks = weightsRateLimitBlocks
        self.neurons = neurons
    }

    /// The neuron with the hotkey, if it is registered.
    public func neuron(withHotkey hotkey: AccountID) -> NeuronView? { neurons.first { $0.hotkey == hotkey } }
}

/// One neuron of a subnet.
public struct NeuronView: Sendable, Equatable {
    /// Its place.
    public var uid: UID
    /// Its hotkey.
    public var hotkey: AccountID
    /// Where it serves; `nil` when it has not said so.
    public var axon: AxonEndpoint?
    /// Whether its weights count.
    public var hasValidatorPermit: Bool
    /// Block of its last setting of weights; 0 for none.
    public var lastUpdate: BlockNumber

    /// A neuron as read.
    public init(
        uid: UID, hotkey: AccountID, axon: AxonEndpoint? = nil, hasValidatorPermit: Bool = false,
        lastUpdate: BlockNumber = 0
    ) {
        self.uid = uid
        self.hotkey = hotkey
        self.axon = axon
        self.hasValidatorPermit = hasValidatorPermit
        self.lastUpdate = lastUpdate
    }
}

/// The weight that a validator gives one neuron.
public struct NeuronWeight: Sendable, Equatable {
    /// The neuron.
    public var uid: UID
    /// Its share; only the ratio of weights matters.
    public var weight: UInt16

    /// A weight.
    public init(uid: UID, weight: UInt16) {
        self.uid = uid
        self.weight = weight
    }
}
