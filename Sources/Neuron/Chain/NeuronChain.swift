public import Client
public import Cryptography
public import Primitives

/// A chain as one neuron uses it: reads for anyone, acts signed by the neuron's hotkey.
public struct NeuronChain: ChainAccess {
    /// The client below.
    public let client: ChainClient
    /// The neuron's key.
    public let hotkey: Keypair

    /// The chain behind `client` for the neuron with this hotkey.
    public init(_ client: ChainClient, hotkey: Keypair) {
        self.client = client
        self.hotkey = hotkey
    }

    public func subnet(_ netuid: NetUID) async throws(ChainAccessError) -> SubnetView {
        do throws(ClientError) {
            guard let metagraph = try await client.metagraph(netuid) else {
                throw ClientError.invalidArgument("there is no subnet \(netuid)")
            }
            return SubnetView(metagraph)
        } catch {
            throw ChainAccessError(error)
        }
    }

    public func serveAxon(_ netuid: NetUID, ip: String, port: UInt16) async throws(ChainAccessError) {
        do throws(ClientError) {
            try await client.serveAxon(on: netuid, ip: ip, port: port, by: hotkey)
        } catch {
            throw ChainAccessError(error)
        }
    }

    public func setWeights(_ netuid: NetUID, _ weights: [NeuronWeight]) async throws(ChainAccessError) {
        do throws(ClientError) {
            try await client.setWeights(
                weights.map { (uid: $0.uid, weight: Double($0.weight)) }, on: netuid, by: hotkey)
        } catch {
            throw ChainAccessError(error)
        }
    }
}

extension SubnetView {
    /// The neurons' view of a metagraph.
    init(_ metagraph: SubnetMetagraph) {
        self.init(
            netuid: metagraph.netuid, block: BlockNumber(clamping: metagraph.block),
            weightsRateLimitBlocks: metagraph.weightsRateLimit,
            neurons: metagraph.uids.map { uid in
                let index = Int(uid)
                let hotkey = metagraph.hotkeys[index]
                let axon = metagraph.axons[index].map { AxonEndpoint(ip: $0.ip, port: $0.port, hotkey: hotkey.ss58) }
                return NeuronView(
                    uid: uid, hotkey: hotkey, axon: axon, hasValidatorPermit: metagraph.validatorPermit[index],
                    lastUpdate: BlockNumber(clamping: metagraph.lastUpdate[index]))
            })
    }
}

extension ChainAccessError {
    /// What helps later is unreachable; everything else is the chain's answer.
    init(_ error: ClientError) {
        switch error {
        case .unreachable, .closed, .timedOut, .backlog: self = .unreachable("\(error)")
        default: self = .refused("\(error)")
        }
    }
}
