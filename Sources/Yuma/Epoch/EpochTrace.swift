/// The intermediate values of an epoch, for people who want to know why a neuron earned what it did.
///
/// All numbers are raw bits of a fixed-point number with 32 fraction bits: the value times 2³². Arrays are indexed by
/// UID.
public struct EpochTrace: Sendable, Equatable {
    /// Normalised stake.
    public var stake: [Int64] = []
    /// Normalised stake of active validators.
    public var activeStake: [Int64] = []
    /// Weights after all masks, each row normalised.
    public var weights = SparseRows<Int64>()
    /// Stake-weighted median per column of `weights`.
    public var consensus: [Int64] = []
    /// Weights cut to consensus.
    public var clippedWeights = SparseRows<Int64>()
    /// Row sums of `clippedWeights`.
    public var validatorTrust: [Int64] = []
    /// Normalised rank.
    public var incentive: [Int64] = []
    /// Normalised dividends.
    public var dividends: [Int64] = []
    /// Weights that buy bonds, after the penalty.
    public var weightsForBonds = SparseRows<Int64>()
    /// Old bonds without those to newcomers; Yuma 2 has them normalised by column, Yuma 3 as fractions of 65535.
    public var bondsMasked = SparseRows<Int64>()
    /// Yuma 2: stake times weight, before normalisation.
    public var bondsDelta: SparseRows<Int64>?
    /// Yuma 2: `bondsDelta` normalised by column.
    public var bondsDeltaNormalised: SparseRows<Int64>?
    /// Yuma 3: new bonds, as they are stored.
    public var bondsAveraged: SparseRows<Int64>?
    /// New bonds normalised by column.
    public var bondsAveragedNormalised = SparseRows<Int64>()
    /// Yuma 3: bonds times incentive, summed by validator.
    public var totalBonds: [Int64]?
    /// Liquid alpha: the moving average's rate per validator (row) and server, `neuronCount`² numbers row by row; not
    /// for more than `alphaLimit` neurons.
    public var alphas: [Int64]?
    /// Share of the emission for serving.
    public var serverShare: [Int64] = []
    /// Share of the emission for validating.
    public var validatorShare: [Int64] = []
    /// Share of the combined emission.
    public var combinedShare: [Int64] = []

    /// Most neurons for which `alphas` is filled.
    public static let alphaLimit = 4096

    /// A trace to be filled by an epoch.
    init() {}
}
