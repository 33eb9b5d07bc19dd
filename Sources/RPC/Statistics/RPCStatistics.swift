import Synchronization

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
