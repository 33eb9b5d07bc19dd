/// The state that one epoch leaves behind; arrays are indexed by UID and `neuronCount` long.
public struct EpochOutput: Sendable, Equatable {
    /// Whether a neuron set weights within the activity cutoff.
    public var active: [Bool] = []
    /// Share of the stake, as a fraction of 65535.
    public var stakeWeight: [UInt16] = []
    /// Stake-weighted median of the weights set on a neuron, as a fraction of 65535.
    public var consensus: [UInt16] = []
    /// Share of the servers' reward, as a fraction of 65535.
    public var incentive: [UInt16] = []
    /// Share of the validators' reward, as a fraction of 65535.
    public var dividends: [UInt16] = []
    /// Sum of a validator's weights within consensus, as a fraction of 65535.
    public var validatorTrust: [UInt16] = []
    /// Emission for serving, in rao.
    public var serverEmission: [UInt64] = []
    /// Emission for validating, in rao.
    public var validatorEmission: [UInt64] = []
    /// Combined emission, in rao. Every share is rounded down, so the sum may fall some rao short of the whole.
    public var emission: [UInt64] = []
    /// Total stake, rounded down to rao, whether it reaches the threshold or not.
    public var stake: [UInt64] = []
    /// Permits for the next epoch.
    public var validatorPermits: [Bool] = []
    /// Bonds to store: one row per UID, empty without a new permit; entries of value 0 may stand.
    public var bonds = SparseRows<UInt16>()

    /// A result of no neurons, to be filled.
    public init() {}
}
