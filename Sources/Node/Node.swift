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
    /// - Throws: ``NodeError``.
    public static func start(
        _ configuration: NodeConfiguration, logger: Logger
    ) async throws(NodeError) -> Node {
        let temporary = configuration.dataDirectory == nil ? try TemporaryDirectory() : nil
        let directory = configuration.dataDirectory ?? temporary?.path ?? "."
        let chain = try openChain(configuration, in: directory, isTemporary: temporary != nil)
        let handler = ChainHandler(
            chain: chain,
            identity: .init(chainName: "Bittensor", chainType: "Local", version: version), isDeveloperChain: true)
        let server = try await listen(configuration.server, handler, logger)
        let engine = SoloEngine(chain: chain, seal: configuration.seal) { report in
            switch report {
            case .stalled(let error): logger.error("no block was made, and the node tries again: \(error)")
            case .resumed: logger.notice("blocks are made again")
            }
        }
        return Node(chain: chain, server: server, engine: engine, temporaryDirectory: temporary)
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
                durability: isTemporary ? .temporary : .everyCommit)
        } catch {
            throw .chain(.store(error), directory: directory)
        }
        do throws(ChainError) {
            return try Chain(store: store, genesis: genesis)
        } catch {
            throw .chain(error, directory: directory)
        }
    }

    private static func listen(
        _ configuration: ServerConfiguration, _ handler: ChainHandler, _ logger: Logger
    ) async throws(NodeError) -> RPCServer {
        do {
            return try await RPCServer.start(configuration, handler: handler, logger: logger)
        } catch {
            throw NodeError(binding: error, host: configuration.host, port: configuration.port)
        }
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
