public import Chain
import FoundationEssentials
public import Logging
import NIOPosix
import Primitives
import RPC
import Runtime
import StateStore

/// A chain with its engine and its server, from start to stop.
public final class Node: Sendable {
    /// Version of this program, as clients see it.
    public static let version = "0.1.0"

    /// The chain that it serves.
    public let chain: Chain
    private let server: RPCServer
    private let engine: SoloEngine
    private let temporaryDirectory: TemporaryDirectory?

    /// Port that clients connect to, HTTP and WebSocket alike.
    public var port: Int { server.port }

    private init(chain: Chain, server: RPCServer, engine: SoloEngine, temporaryDirectory: TemporaryDirectory?) {
        self.chain = chain
        self.server = server
        self.engine = engine
        self.temporaryDirectory = temporaryDirectory
    }

    /// Opens or begins the chain and listens.
    /// - Throws: ``ChainError`` or `StoreError` where the chain cannot be opened, and an I/O error where the port is taken.
    public static func start(_ configuration: NodeConfiguration, logger: Logger) async throws -> Node {
        let temporary = configuration.dataDirectory == nil ? try TemporaryDirectory() : nil
        let directory = configuration.dataDirectory ?? temporary?.path ?? "."
        let store = try StateStore(
            directory: directory, durability: temporary == nil ? .everyCommit : .temporary)
        let genesis = GenesisConfiguration.development(
            slotMilliseconds: configuration.seal.slotMilliseconds, funding: configuration.fundedAccounts)
        let chain = try Chain(store: store, genesis: genesis)
        let handler = ChainHandler(
            chain: chain,
            identity: .init(chainName: "Bittensor", chainType: "Local", version: version), isDeveloperChain: true)
        let server = try await RPCServer.start(configuration.server, handler: handler, logger: logger)
        let engine = SoloEngine(chain: chain, seal: configuration.seal) { error in
            logger.error("no block was made: \(error)")
        }
        return Node(chain: chain, server: server, engine: engine, temporaryDirectory: temporary)
    }

    /// Makes blocks until the task is cancelled, then lets the clients go.
    public func run() async {
        await engine.run()
        await server.stop()
    }
}

/// A directory that goes with its owner.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
