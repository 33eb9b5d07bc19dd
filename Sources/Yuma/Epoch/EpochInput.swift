/// Everything one epoch of one mechanism of a subnet depends on, as plain data.
///
/// The arrays are indexed by UID. They are normally `neuronCount` long; a missing stake or block counts as 0, a
/// missing permit as none, a missing `lastUpdate` makes a neuron inactive, a missing row is empty, and whatever stands
/// at or beyond `neuronCount` is not read. Fractions are stored as the chain stores them: see each field.
public struct EpochInput: Sendable, Equatable {
    /// Number of neurons of the subnet.
    public var neuronCount: UInt16 = 0
    /// The block in which the epoch runs.
    public var currentBlock: UInt64 = 0
    /// Blocks between two epochs.
    public var tempo: UInt16 = 0
    /// Blocks after its last update from which a neuron counts as inactive.
    public var activityCutoff: UInt64 = 0
    /// Block of the preceding epoch; 0 when there was none.
    public var lastMechanismStepBlock: UInt64 = 0
    /// Block in which a neuron last set weights.
    public var lastUpdate: [UInt64] = []
    /// Block in which a neuron registered.
    public var blockAtRegistration: [UInt64] = []
    /// Alpha staked to a neuron in rao, parents and children already applied.
    public var alphaStake: [UInt64] = []
    /// TAO staked on the root network to a neuron in rao, parents and children already applied.
    public var taoStake: [UInt64] = []
    /// What a rao of root stake weighs against one of alpha, as a fraction of 2⁶⁴ − 1.
    public var taoWeight: UInt64 = 0
    /// Total stake in rao below which a neuron's stake counts as 0.
    public var stakeThreshold: UInt64 = 0
    /// How many neurons may hold a validator permit.
    public var maxAllowedValidators: UInt16 = 0
    /// Validator permits that the preceding epoch gave.
    public var validatorPermits: [Bool] = []
    /// UID of the subnet's owner, who always has a permit.
    public var ownerUID: UInt16?
    /// The majority that consensus asks for, as a fraction of 65535.
    public var kappa: UInt16 = 0
    /// How far weights above consensus are lowered before they buy bonds, as a fraction of 65535.
    public var bondsPenalty: UInt16 = 0
    /// Lower bound of liquid alpha, as a fraction of 65535.
    public var alphaLow: UInt16 = 0
    /// Upper bound of liquid alpha, as a fraction of 65535.
    public var alphaHigh: UInt16 = 0
    /// The part of a bond that survives an epoch, as a fraction of 1 000 000.
    public var bondsMovingAverage: UInt64 = 0
    /// Steepness of the sigmoid of liquid alpha, in hundredths.
    public var alphaSigmoidSteepness: Int16 = 0
    /// Whether bonds follow Yuma 3 instead of Yuma 2.
    public var yuma3: Bool = false
    /// Whether the bonds' moving average adapts to each pair; has an effect with Yuma 3 only.
    public var liquidAlpha: Bool = false
    /// The consensus that liquid alpha compares weights with, by UID as a fraction of 65535, a missing element counting
    /// as 0; `nil` for the consensus of this epoch.
    public var liquidConsensus: [UInt16]?
    /// The emission to divide, in rao.
    public var raoEmission: UInt64 = 0
    /// Where the subnet has no consensus (Null): what is divided, in place of ``raoEmission``. `nil` for Yuma.
    ///
    /// Such an epoch reads no weights but those of ``nullValidator``, and none of the settings of consensus and bonds.
    public var nullBudget: NullBudget?
    /// Weights by validator as stored: 0 … 65535, not normalised, rows in any order.
    public var weights = SparseRows<UInt16>()
    /// Bonds by validator as stored: 0 … 65535.
    public var bonds = SparseRows<UInt16>()
    /// With commit-reveal on: for each validator the smallest block among its commits that have not expired,
    /// `UInt64.max` (also for a missing element) when it has none. `nil` with commit-reveal off.
    public var commitRevealBlocks: [UInt64]?

    /// An input of no neurons; set what is needed.
    public init() {}
}
