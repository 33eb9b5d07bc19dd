import JSON
public import Logging
import Primitives
import Synchronization

/// A client of one Bittensor chain: typed reads, signed calls and what comes of them.
///
///     let client = try await ChainClient.connect(to: "ws://127.0.0.1:9944")
///     let burn = try await client.storage(Subtensor.burn, netuid)
///     let inclusion = try await client.transfer(.tao(5), to: bob, from: alice)
///
/// Names are resolved against the chain's own metadata. A typed item is compared with it at its first use and refused
/// with ``ClientError/shapeMismatch(item:expected:found:)`` where its shape differs.
public final class ChainClient: Sendable {
    /// The connection below, for methods that have no typed form.
    public let connection: ChainConnection
    private let logger: Logger

    struct Knowledge: Sendable {
        var facts: ChainFacts
        var shapes: ShapeCheck
        var generation: Int
    }

    private let knowledge: Mutex<Knowledge>
    let nonces = NonceLedger()

    private init(_ connection: ChainConnection, _ knowledge: Knowledge, _ logger: Logger) {
        self.connection = connection
        self.knowledge = Mutex(knowledge)
        self.logger = logger
    }

    /// Connects and asks the chain for its facts.
    /// - Parameter endpoint: such as `ws://127.0.0.1:9944`.
    public static func connect(
        to endpoint: String, configuration: ConnectionConfiguration = ConnectionConfiguration(),
        logger: Logger = Logger(label: "myelin.client")
    ) async throws(ClientError) -> ChainClient {
        let connection = try await ChainConnection.open(to: try Endpoint(endpoint), configuration: configuration)
        let generation = connection.generation
        let facts = try await ChainFacts.load(from: connection)
        connection.pin(facts.genesisHash)
        logger.debug(
            "connected",
            metadata: ["endpoint": "\(connection.endpoint)", "spec": "\(facts.specName)-\(facts.specVersion)"])
        let shapes = ShapeCheck(facts.metadata)
        return ChainClient(connection, Knowledge(facts: facts, shapes: shapes, generation: generation), logger)
    }

    /// Ends the connection for good.
    public func close() { connection.close() }

    /// What the chain said of itself when the connection was last made.
    public var facts: ChainFacts { knowledge.withLock { $0.facts } }

    /// Asks the chain for its facts again: after a runtime upgrade, signatures need the new version.
    public func refreshFacts() async throws(ClientError) {
        let known = knowledge.withLock { $0 }
        let generation = connection.generation
        let facts = try await ChainFacts.load(from: connection, known: known.facts)
        let isSame = facts.specVersion == known.facts.specVersion
        let shapes = isSame ? known.shapes : ShapeCheck(facts.metadata)
        if !isSame { logger.info("the chain's runtime changed", metadata: ["spec": "\(facts.specVersion)"]) }
        knowledge.withLock { $0 = Knowledge(facts: facts, shapes: shapes, generation: generation) }
    }

    /// Facts and verdicts that belong to the present connection: a node that came back may run another runtime.
    func current() async throws(ClientError) -> Knowledge {
        let known = knowledge.withLock { $0 }
        guard known.generation != connection.generation else { return known }
        try await refreshFacts()
        return knowledge.withLock { $0 }
    }
}
