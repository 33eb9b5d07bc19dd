public import Chain
import Synchronization

/// How a request ended, as far as an operator tells apart.
public enum RequestOutcome: String, CaseIterable, Sendable {
    /// It has a result.
    case success
    /// The client asked for something that cannot be.
    case clientError = "client_error"
    /// A limit of this server stood in the way.
    case limited
    /// The node or its store failed.
    case serverError = "server_error"

    /// The outcome of a request that was answered with `error`.
    public init(_ error: RPCError) {
        switch error.code {
        case -32603: self = .serverError
        case -32011 ... -32005: self = .limited
        default: self = .clientError
        }
    }
}

/// What a service has counted of one method, from any thread.
public final class MethodStatistics: Sendable {
    /// Requests by how they ended.
    public let outcomes = Tally<RequestOutcome>()
    /// Time from the decoded request to its answer.
    public let durations = DurationHistogram()

    init() {}

    func record(_ outcome: RequestOutcome, _ duration: Duration) {
        outcomes.add(to: outcome)
        durations.record(duration)
    }
}

/// What a service has counted of the requests that it answered.
public final class RPCStatistics: Sendable {
    /// Requests for what this node does not serve.
    public let unknown = MethodStatistics()
    private let invalidMessages = Atomic<UInt64>(0)
    private let methods: [RPCMethodName: MethodStatistics]

    init() {
        methods = Dictionary(uniqueKeysWithValues: RPCMethodName.allCases.map { ($0, MethodStatistics()) })
    }

    /// Messages that are no request.
    public var invalidMessageCount: UInt64 { invalidMessages.load(ordering: .relaxed) }

    func recordInvalidMessage() { invalidMessages.add(1, ordering: .relaxed) }

    /// What was counted of a method; its aliases count for it.
    public subscript(method: RPCMethodName?) -> MethodStatistics { method.flatMap { methods[$0] } ?? unknown }
}

/// A request that was answered, for a log.
public struct RequestReport: Sendable {
    /// What was asked; `nil` for what this node does not serve.
    public let method: RPCMethodName?
    /// Who asked.
    public let connection: ConnectionContext
    /// Why there was no result; `nil` where there was.
    public let error: RPCError?
    /// Time from the decoded request to its answer.
    public let duration: Duration
}
