public import Chain
import FoundationEssentials
public import Logging
import NIOPosix
import Primitives
public import RPC
import Runtime
import StateStore

/// A chain with its engine and its server, from start to stop.
public final class Node: Sendable {
    /// Version of this program, as clients see it.
    public static let version = "0.1.0"

    /// The chain that it serves.
    public let chain: Chain
    private let server: RPCServer
    private let metricsServer: RPCServer?
    private let engine: SoloEngine
    private let status: NodeStatus
    private let log: Logger
    private let temporaryDirectory: TemporaryDirectory?

    /// Port that clients connect to, HTTP and WebSocket alike.
    public var port: Int { server.port }

    /// What the server for clients has counted.
    public var statistics: ServerStatistics { server.statistics }

    /// Port that serves the metrics.
    public var prometheusPort: Int { metricsServer?.port ?? server.port }

    private init(
        chain: Chain, servers: (rpc: RPCServer, metrics: RPCServer?), engine: SoloEngine, status: NodeStatus,
        log: Logger, temporaryDirectory: TemporaryDirectory?
    ) {
        self.chain = chain
        server = servers.rpc
        metricsServer = servers.metrics
        self.engine = engine
        self.status = status
        self.log = log
        self.temporaryDirectory = temporaryDirectory
    }

    /// Opens or begins the chain and listens; one logger writes everything.
    /// - Throws: ``NodeError``.
    public static func start(_ configuration: NodeConfiguration, logger: Logger) async throws(NodeError) -> Node {
        try await start(configuration, logs: NodeLogs(logger))
    }

    /// Opens or begins the chain and listens.
    /// - Throws: ``NodeError``.
    public static func start(_ configuration: NodeConfiguration, logs: NodeLogs) async throws(NodeError) -> Node {
        let temporary = configuration.dataDirectory == nil ? try TemporaryDirectory() : nil
        let directory = configuration.dataDirectory ?? temporary?.path ?? "."
        TrapMark.install()
        let chain = try openChain(configuration, in: directory, isTemporary: temporary != nil)
        tellOpened(chain, in: directory, logs[.store])
        let storeLog = logs[.store]
        chain.executor.store.onDamage { storeLog.critical("\($0)") }
        if let end = chain.previousEnd { logs[.chain].error("\(end)") }
        chain.setWitness(ChainLog(logs).witness)
        let handler = ChainHandler(
            chain: chain,
            identity: .init(chainName: "Bittensor", chainType: "Local", version: version), isDeveloperChain: true,
            answerByteMaximum: configuration.server.limits.responseByteMaximum)
        let status = NodeStatus(
            chain: chain, seal: configuration.seal,
            connectionCountMaximum: configuration.server.connectionCountMaximum)
        let servers = try await listen(configuration, handler, status, logs[.rpc])
        logs[.node].info("started", metadata: ["version": "\(version)", "port": "\(servers.rpc.port)"])
        let log = logs[.chain]
        let engine = SoloEngine(chain: chain, seal: configuration.seal) { report in
            switch report {
            case .stalled(let error): log.error("no block was made, and the node tries again: \(error)")
            case .resumed: log.notice("blocks are made again")
            }
        }
        return Node(
            chain: chain, servers: servers, engine: engine, status: status, log: logs[.node],
            temporaryDirectory: temporary)
    }

    private static func openChain(
        _ configuration: NodeConfiguration, in directory: String, isTemporary: Bool
    ) throws(NodeError) -> Chain {
        let genesis = GenesisConfiguration.development(
            slotMilliseconds: configuration.seal.slotMilliseconds, funding: configuration.fundedAccounts)
        let store: StateStore
        do throws(StoreError) {
            store = try StateStore(
                directory: directory, history: configuration.history,
                durability: isTemporary ? .temporary : .everyCommit, audit: configuration.audit)
        } catch {
            throw .chain(.store(error), directory: directory)
        }
        do throws(ChainError) {
            return try Chain(store: store, genesis: genesis, poolLimits: configuration.poolLimits)
        } catch {
            throw .chain(error, directory: directory)
        }
    }

    private static func tellOpened(_ chain: Chain, in directory: String, _ log: Logger) {
        guard log.logLevel <= .info, let latest = try? chain.executor.store.latest() else { return }
        let oldest = (try? chain.executor.store.oldestState()) ?? 0
        log.info(
            "opened",
            metadata: ["directory": "\(directory)", "block": "\(latest.number)", "oldest state": "\(oldest)"])
    }

    /// Opens the port for clients and, where it is wanted, one for the metrics alone.
    private static func listen(
        _ configuration: NodeConfiguration, _ handler: ChainHandler, _ status: NodeStatus, _ logger: Logger
    ) async throws(NodeError) -> (rpc: RPCServer, metrics: RPCServer?) {
        var forClients = configuration.server
        guard let port = configuration.prometheusPort else {
            return (try await bind(forClients, handler, status, logger), nil)
        }
        forClients.content.remove(.metrics)
        let server = try await bind(forClients, handler, status, logger)
        var forMetrics = configuration.server
        forMetrics.content = .metrics
        forMetrics.port = port
        do throws(NodeError) {
            return (server, try await bind(forMetrics, handler, status.onItsOwnPort(beside: server.service), logger))
        } catch {
            await server.stop()
            throw error
        }
    }

    private static func bind(
        _ configuration: ServerConfiguration, _ handler: ChainHandler, _ status: any StatusReporter, _ logger: Logger
    ) async throws(NodeError) -> RPCServer {
        do {
            return try await RPCServer.start(configuration, handler: handler, status: status, logger: logger)
        } catch {
            throw NodeError(binding: error, host: configuration.host, port: configuration.port)
        }
    }

    /// Makes blocks until the task is cancelled, then lets the clients go.
    public func run() async {
        await engine.run()
        status.stop()
        log.info("stopping")
        await server.stop()
        await metricsServer?.stop()
        log.info("stopped")
    }
}

/// A directory that goes with its owner.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws(NodeError) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-\(UUID().uuidString)")
        path = folder.path
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw .temporaryDirectory(path: path)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
