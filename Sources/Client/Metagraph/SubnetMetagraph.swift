public import Primitives

/// A subnet at one block, as columns by UID: a value that can be kept, compared and sent around.
///
/// Scores are fractions of 65,535 on chain; ``incentive`` and its like are those numbers, and ``share(_:)`` makes them
/// fractions of one.
public struct SubnetMetagraph: Sendable, Equatable {
    /// The subnet.
    public var netuid: NetUID
    /// The subnet's name.
    public var name: String
    /// Number of the block at which this was read.
    public var block: UInt64
    /// Blocks between two epochs.
    public var tempo: UInt16
    /// Block of the last epoch.
    public var lastStep: UInt64
    /// Blocks since the last epoch.
    public var blocksSinceLastStep: UInt64
    /// Blocks that must lie between two settings of weights by one neuron.
    public var weightsRateLimit: UInt64
    /// The least number of weights that a validator sets.
    public var minAllowedWeights: UInt16
    /// Whether weights are committed to before they are revealed.
    public var isCommitRevealEnabled: Bool
    /// What a registration costs now.
    public var burn: Rao
    /// Who owns the subnet.
    public var ownerColdkey: AccountID
    /// TAO in the subnet's pool.
    public var taoInPool: Rao
    /// Alpha in the subnet's pool.
    public var alphaInPool: Alpha

    /// Hotkey of each neuron.
    public var hotkeys: [AccountID]
    /// Coldkey of each neuron.
    public var coldkeys: [AccountID]
    /// Stake that counts for each neuron: alpha, and TAO on root by its weight.
    public var totalStake: [Rao]
    /// The part of it that is alpha.
    public var alphaStake: [Alpha]
    /// The part of it that is TAO on root.
    public var taoStake: [Rao]
    /// Alpha per epoch that each neuron and its stakers got last.
    public var emission: [Alpha]
    /// Share of miners' emission, in 65,535ths.
    public var incentive: [UInt16]
    /// Share of validators' emission, in 65,535ths.
    public var dividends: [UInt16]
    /// The weight that a stake majority gives each neuron, in 65,535ths.
    public var consensus: [UInt16]
    /// Trust, in 65,535ths; zero on runtimes of today, which do not compute it.
    public var trust: [UInt16]
    /// Whether each neuron's weights count.
    public var validatorPermit: [Bool]
    /// Whether each neuron set weights lately.
    public var isActive: [Bool]
    /// Block of each neuron's last setting of weights.
    public var lastUpdate: [UInt64]
    /// Block of each neuron's registration.
    public var blockAtRegistration: [UInt64]
    /// Where each neuron serves; `nil` where it has not said so.
    public var axons: [AxonAddress?]

    /// Number of neurons; UIDs run from 0 to below it.
    public var count: Int { hotkeys.count }
    /// All UIDs.
    public var uids: Range<UID> { 0..<UID(truncatingIfNeeded: count) }

    /// The UID of a hotkey, if it is registered.
    public func uid(of hotkey: AccountID) -> UID? { hotkeys.firstIndex(of: hotkey).map { UID(truncatingIfNeeded: $0) } }

    /// Where a neuron serves.
    public func axon(of uid: UID) -> AxonAddress? { Int(uid) < axons.count ? axons[Int(uid)] : nil }

    /// A score of 65,535ths as a fraction of one.
    public static func share(_ score: UInt16) -> Double { Double(score) / 65_535 }
}
