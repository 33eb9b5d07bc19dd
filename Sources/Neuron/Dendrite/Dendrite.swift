import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import Synchronization

/// A neuron's client: signs requests and asks axons, in the protocol of `bittensor` 10.
///
/// ```swift
/// let dendrite = Dendrite(signer: hotkey)
/// let reply = await dendrite.query(endpoint, Echo(text: "hello"), timeoutSeconds: 12)
/// for await part in dendrite.stream(endpoint, Prompt(text: "hello")) { … }
/// await dendrite.shutdown()
/// ```
///
/// Redirects are not followed and answers are bounded: an axon is a stranger.
public final class Dendrite: Sendable {
    /// Seconds that a request waits unless told otherwise.
    public static let timeoutSecondsDefault = 12.0
    /// Axons asked at the same time.
    public static let concurrentRequestsMax = 64
    /// The version of the reference implementation whose protocol this is: 10.5.0.
    static let protocolVersion = 10_005_000

    /// Longest time that a request waits, whatever the caller says.
    public static let timeoutSecondsMax = 86_400.0

    let signer: any MessageSigner
    let ip: String
    let answerBytesMax: Int
    let client: HTTPClient
    let sessions = DendriteSessions()
    private let lastNonce = Mutex<Int64>(0)
    private let unixNanoseconds: @Sendable () -> Int64

    /// A client that signs with the given hotkey. End its life with ``shutdown()``.
    ///
    /// - Parameters:
    ///   - ip: The address that requests name as their origin; axons look at the connection instead.
    ///   - answerBytesMax: Largest body of an answer, of a streamed one too.
    public init(
        signer: any MessageSigner, ip: String = "0.0.0.0", answerBytesMax: Int = 8 << 20,
        unixNanoseconds: @escaping @Sendable () -> Int64 = UnixTime.nanoseconds
    ) {
        self.signer = signer
        self.ip = ip
        self.answerBytesMax = answerBytesMax
        self.unixNanoseconds = unixNanoseconds
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(4)
        // Axons in Python close an idle connection after five seconds; one that is about to close must not be reused.
        configuration.connectionPool.idleTimeout = .seconds(3)
        // The client would try a refused connection again until its time is over; a dead axon is to be known at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections; the dendrite must not be used after it.
    public func shutdown() async {
        // It fails only when it was shut down before.
        try? await client.shutdown()
    }

    /// Asks one axon.
    public func query<S: Synapse>(
        _ axon: AxonEndpoint, _ synapse: S, timeoutSeconds: Double = Dendrite.timeoutSecondsDefault
    ) async -> DendriteReply<S> {
        let exchange = DendriteExchange(self, axon, synapse, timeoutSeconds: timeoutSeconds)
        return await exchange.whole()
    }

    /// Asks one axon that streams its answer; the request goes out when the iteration begins.
    public func stream<S: Synapse>(
        _ axon: AxonEndpoint, _ synapse: S, timeoutSeconds: Double = Dendrite.timeoutSecondsDefault
    ) -> DendriteStream<S> {
        DendriteStream { parts in
            let exchange = DendriteExchange(self, axon, synapse, timeoutSeconds: timeoutSeconds)
            let reply = await exchange.streamed { await parts.send(.chunk($0)) }
            _ = await parts.send(.end(reply))
        }
    }

    /// Asks several axons at the same time, all with the same synapse; the replies stand in the axons' order.
    public func queryAll<S: Synapse>(
        _ axons: [AxonEndpoint], _ synapse: S, timeoutSeconds: Double = Dendrite.timeoutSecondsDefault
    ) async -> [DendriteReply<S>] {
        await withTaskGroup(of: (Int, DendriteReply<S>).self) { group in
            var replies = [DendriteReply<S>?](repeating: nil, count: axons.count)
            for (index, axon) in axons.enumerated() {
                if index >= Self.concurrentRequestsMax, let (done, reply) = await group.next() { replies[done] = reply }
                group.addTask { (index, await self.query(axon, synapse, timeoutSeconds: timeoutSeconds)) }
            }
            for await (done, reply) in group { replies[done] = reply }
            return replies.compactMap { $0 }
        }
    }

    /// The time, or just after the last nonce: axons refuse equal and earlier ones.
    func nextNonce() -> Int64 {
        lastNonce.withLock { last in
            last = max(unixNanoseconds(), last + 1)
            return last
        }
    }
}
