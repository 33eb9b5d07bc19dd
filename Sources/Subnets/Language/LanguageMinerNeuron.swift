public import Logging
public import Neuron
public import Primitives

/// A miner of the `language` subnet on a chain: serves an axon and announces it.
public struct LanguageMinerNeuron: Sendable {
    /// How a miner runs.
    public struct Configuration: Sendable {
        /// The subnet.
        public var netuid: NetUID
        /// Where the axon listens.
        public var axon: AxonConfiguration
        /// The address that is announced on the chain, where it differs from the one listened on.
        public var announcedIP: String
        /// Who may ask.
        public var admission: NeuronRoster.Rule
        /// Pause between two looks at the subnet.
        public var refreshPause: Duration

        /// A miner of the given subnet, on the loopback address unless told otherwise.
        public init(
            netuid: NetUID, axon: AxonConfiguration = AxonConfiguration(), announcedIP: String = "127.0.0.1",
            admission: NeuronRoster.Rule = .registered, refreshPause: Duration = .seconds(2)
        ) {
            self.netuid = netuid
            self.axon = axon
            self.announcedIP = announcedIP
            self.admission = admission
            self.refreshPause = refreshPause
        }
    }

    private let miner: LanguageMiner
    private let chain: any ChainAccess
    private let hotkey: String
    private let configuration: Configuration
    private let logger: Logger

    /// A miner whose hotkey has the SS58 address `hotkey` and is registered on the subnet.
    public init(
        _ miner: LanguageMiner, chain: any ChainAccess, hotkey: String, configuration: Configuration, logger: Logger
    ) {
        self.miner = miner
        self.chain = chain
        self.hotkey = hotkey
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until the task is cancelled. A chain that cannot be reached is tried again; a port that is taken ends it.
    public func run() async throws(Axon.StartError) {
        let roster = NeuronRoster(rule: configuration.admission)
        let axon = try await Axon.start(
            hotkey: hotkey, verifier: Sr25519Verifier(), routes: [miner.route], configuration: configuration.axon,
            blacklist: { roster.reasonToRefuse($0) })
        logger.notice(
            "serving",
            metadata: ["model": "\(miner.modelClass.rawValue)", "port": "\(axon.port)", "hotkey": "\(hotkey)"])
        while !Task.isCancelled {
            do {
                // Callers are known before the axon is announced, or the first of them would be refused.
                let subnet = try await chain.subnet(configuration.netuid)
                roster.update(from: subnet)
                // Read from the chain rather than remembered: a chain that was reset has forgotten this axon.
                let isAnnounced = subnet.neurons.contains {
                    $0.axon?.hotkey == hotkey && $0.axon.map { Int($0.port) } == axon.port
                }
                if !isAnnounced {
                    try await chain.serveAxon(
                        configuration.netuid, ip: configuration.announcedIP, port: UInt16(clamping: axon.port))
                }
            } catch {
                logger.warning("\(error)")
            }
            // Cancellation ends the pause early; the loop's condition sees it.
            try? await Task.sleep(for: configuration.refreshPause)
        }
        await axon.stop()
    }
}
