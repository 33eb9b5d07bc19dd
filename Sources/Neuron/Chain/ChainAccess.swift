public import Primitives

/// What a neuron asks of a chain; whoever connects to one provides it.
public protocol ChainAccess: Sendable {
    /// The subnet at the newest block.
    func subnet(_ netuid: NetUID) async throws(ChainAccessError) -> SubnetView
    /// Announces where the signer's neuron serves; returns when a block holds it.
    func serveAxon(_ netuid: NetUID, ip: String, port: UInt16) async throws(ChainAccessError)
    /// Sets the signer's weights, by ascending UID; returns when a block holds them.
    func setWeights(_ netuid: NetUID, _ weights: [NeuronWeight]) async throws(ChainAccessError)
}

/// Why a chain did not do what a neuron asked.
public enum ChainAccessError: Error, Equatable, Sendable {
    /// The chain cannot be reached; trying again later may help.
    case unreachable(String)
    /// The chain answered with this reason.
    case refused(String)
}

extension ChainAccessError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let reason): "The chain cannot be reached: \(reason). It is tried again."
        case .refused(let reason): "The chain refused: \(reason)."
        }
    }
}
