public import Primitives

/// Hyper-parameters that a new subnet gets. What is not named here starts at the fallback of its storage item.
/// Source: pallets/subtensor/src/subnets/subnet.rs, `init_new_network`.
public struct SubnetDefaults: Hashable, Sendable {
    /// Blocks from one epoch to the next.
    public var tempo: UInt16
    /// Most neurons.
    public var uidsMaximum: UInt16
    /// Most neurons with a validator's permit.
    public var validatorsMaximum: UInt16
    /// Least entries of a weight row.
    public var weightsMinimum: UInt16
    /// Blocks for which a new neuron is spared from pruning.
    public var immunityPeriod: UInt16
    /// The price of the first registration.
    public var burn: Rao
    /// Blocks between two weight rows of one validator; `nil` leaves the fallback.
    public var weightsRateLimit: UInt64?
    /// Whether weights must be committed before they are revealed; `nil` leaves the fallback.
    public var commitsWeights: Bool?
    /// Whether the subnet receives TAO without root's consent.
    public var isEmissionEnabled: Bool

    /// The defaults of the main network.
    public static let mainnet = SubnetDefaults(
        tempo: 360, uidsMaximum: 256, validatorsMaximum: 64, weightsMinimum: 1, immunityPeriod: 5000, burn: .tao(1),
        weightsRateLimit: nil, commitsWeights: nil, isEmissionEnabled: false)

    /// The defaults of a development chain: epochs every 100 blocks, weights at once and in the open, emission without
    /// asking.
    public static let dev = SubnetDefaults(
        tempo: 100, uidsMaximum: 256, validatorsMaximum: 64, weightsMinimum: 1, immunityPeriod: 5000, burn: .tao(1),
        weightsRateLimit: 20, commitsWeights: false, isEmissionEnabled: true)
}

extension NetworkProfile {
    /// What a subnet gets that is created on such a chain.
    public var subnetDefaults: SubnetDefaults {
        switch self {
        case .mainnet: .mainnet
        case .dev: .dev
        }
    }
}
