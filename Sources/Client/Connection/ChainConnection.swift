public import JSON
import Primitives
import Synchronization

/// A multiplexed JSON-RPC connection to one node over a WebSocket.
///
/// Requests from many tasks share one socket and are answered in any order. When the connection is lost it is made anew
/// on the next request; requests that only read are then sent again until their deadline, extrinsics never.
///
///     let connection = try await ChainConnection.open(to: Endpoint("ws://127.0.0.1:9944"))
///     let name = try await connection.call("system_name")
public final class ChainConnection: Sendable {
    /// The node.
    public let endpoint: Endpoint
    /// How the connection waits and retries.
    public let configuration: ConnectionConfiguration

    private typealias Opening = Task<Result<ConnectionSocket, ClientError>, Never>

    private struct State {
        var socket: ConnectionSocket?
        var opening: Opening?
        var openingNumber = 0
        var generation = 0
        var genesisHash: Hash?
        var isClosed = false
    }

    private let state = Mutex(State())

    private init(_ endpoint: Endpoint, _ configuration: ConnectionConfiguration) {
        self.endpoint = endpoint
        self.configuration = configuration
    }

    deinit { state.withLock { $0.socket }?.close() }

    /// Connects. Tried once, or until ``ConnectionConfiguration/patience`` has passed.
    /// - Throws: ``ClientError/unreachable(endpoint:reason:)``.
    public static func open(
        to endpoint: Endpoint, configuration: ConnectionConfiguration = ConnectionConfiguration()
    ) async throws(ClientError) -> ChainConnection {
        let connection = ChainConnection(endpoint, configuration)
        let limit = ContinuousClock.now + configuration.patience
        var backoff = Backoff(configuration)
        while true {
            do throws(ClientError) {
                _ = try await connection.socket()
                return connection
            } catch {
                let delay = backoff.delay()
                guard error.isConnectionLoss, .now + delay < limit else { throw error }
                try await Self.pause(delay)
            }
        }
    }

    /// Ends the connection for good.
    public func close() {
        let socket = state.withLock { state in
            state.isClosed = true
            return state.socket
        }
        socket?.close()
    }

    /// Number of connections made so far: it grows when a lost one came back.
    public var generation: Int { state.withLock { $0.generation } }

    /// From now on a connection that comes back must lead to this chain.
    func pin(_ genesisHash: Hash) { state.withLock { $0.genesisHash = genesisHash } }

    // MARK: Requests

    /// The result of a request.
    ///
    /// - Parameters:
    ///   - timeout: time for the answer, repetitions included; by default that of the configuration.
    ///   - isRepeated: whether the request may be sent again after the connection was lost. By default everything but
    ///     `author_…` and `dev_…` is.
    public func call(
        _ method: String, _ parameters: [JSONValue] = [], timeout: Duration? = nil, isRepeated: Bool? = nil
    ) async throws(ClientError) -> JSONValue {
        let request = RPCRequest(method, parameters)
        return try await repeating(timeout, isRepeated ?? Self.isRepeatable(method)) {
            (socket, remaining) async throws(ClientError) in
            try await socket.call(request, timeout: remaining).get()
        }
    }

    /// The outcomes of several requests that are sent as one message, in their order.
    public func call(
        batch requests: [RPCRequest], timeout: Duration? = nil
    ) async throws(ClientError) -> [Result<JSONValue, ClientError>] {
        let isRepeated = requests.allSatisfy { Self.isRepeatable($0.method) }
        return try await repeating(timeout, isRepeated) { (socket, remaining) async throws(ClientError) in
            let outcomes = await socket.call(batch: requests, timeout: remaining)
            // One connection carried them all: where it was lost, all are asked again.
            for case .failure(let error) in outcomes where error.isConnectionLoss { throw error }
            return outcomes
        }
    }

    /// Begins a subscription. It ends with the connection: subscribe again after ``ClientError/closed(reason:)``.
    public func subscribe(
        _ method: String, _ parameters: [JSONValue] = [], unsubscribe: String, timeout: Duration? = nil
    ) async throws(ClientError) -> UpdateStream<JSONValue> {
        let request = RPCRequest(method, parameters)
        return try await repeating(timeout, Self.isRepeatable(method)) {
            (socket, remaining) async throws(ClientError) in
            let updates = try await socket.subscribe(request, unsubscribe: unsubscribe, timeout: remaining).get()
            return UpdateStream(updates) { $0 }
        }
    }

    /// Methods that change nothing: asking twice does no harm.
    private static func isRepeatable(_ method: String) -> Bool {
        !method.hasPrefix("author_") && !method.hasPrefix("dev_")
    }

    private func repeating<Value>(
        _ timeout: Duration?, _ isRepeated: Bool,
        _ body: (ConnectionSocket, Duration) async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let timeout = timeout ?? configuration.callTimeout
        let limit = ContinuousClock.now + timeout
        var backoff = Backoff(configuration)
        while true {
            do throws(ClientError) {
                let socket = try await socket()
                return try await body(socket, max(limit - .now, .zero))
            } catch {
                let delay = backoff.delay()
                let isClosed = state.withLock { $0.isClosed }
                guard isRepeated, error.isConnectionLoss, !isClosed, .now + delay < limit else { throw error }
                try await Self.pause(delay)
            }
        }
    }

    private static func pause(_ delay: Duration) async throws(ClientError) {
        do { try await Task.sleep(for: delay) } catch { throw .cancelled }
    }

    // MARK: The socket

    /// The open socket, or a new one; callers that come meanwhile wait for the same.
    private func socket() async throws(ClientError) -> ConnectionSocket {
        enum Step {
            case ready(ConnectionSocket)
            case wait(Opening, Int)
            case closed
        }
        let step = state.withLock { state -> Step in
            if state.isClosed { return .closed }
            if let socket = state.socket, socket.isOpen { return .ready(socket) }
            if let opening = state.opening { return .wait(opening, state.openingNumber) }
            let (endpoint, configuration, genesisHash) = (endpoint, configuration, state.genesisHash)
            let opening = Opening { await Self.openSocket(endpoint, configuration, genesisHash) }
            state.opening = opening
            state.openingNumber += 1
            return .wait(opening, state.openingNumber)
        }
        switch step {
        case .ready(let socket): return socket
        case .closed: throw .closed(reason: "this client closed it")
        case .wait(let opening, let number):
            let result = await opening.value
            let isClosed = state.withLock { state in
                // The first of those who waited puts the result in place.
                if state.openingNumber == number, state.opening != nil {
                    state.opening = nil
                    state.socket = try? result.get()
                    if state.socket != nil { state.generation += 1 }
                }
                return state.isClosed
            }
            let socket = try result.get()
            guard !isClosed else {
                socket.close()
                throw .closed(reason: "this client closed it")
            }
            return socket
        }
    }

    private static func openSocket(
        _ endpoint: Endpoint, _ configuration: ConnectionConfiguration, _ genesisHash: Hash?
    ) async -> Result<ConnectionSocket, ClientError> {
        do throws(ClientError) {
            let socket = try await ConnectionSocket.open(endpoint, configuration)
            guard let genesisHash else { return .success(socket) }
            let request = RPCRequest("chain_getBlockHash", [.integer(0)])
            let answer = try await socket.call(request, timeout: configuration.callTimeout).get()
            guard let found = Hash(answer) else {
                throw .malformedAnswer(request: request.method, detail: "it is \(answer.kind), no hash")
            }
            guard found == genesisHash else {
                socket.close()
                throw .otherChain(expected: genesisHash, found: found)
            }
            return .success(socket)
        } catch {
            return .failure(error)
        }
    }
}
