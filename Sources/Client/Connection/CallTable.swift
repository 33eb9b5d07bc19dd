import JSON

/// The requests under way and the subscriptions of one connection: a state machine without sockets or clocks.
///
/// Every event of the socket goes in, what is to be done comes out. Answers may come in any order, updates of a
/// subscription before the answer that names it.
struct CallTable {
    /// What a subscription's updates are named by: the text of the node's id, with its JSON kind.
    typealias Key = JSONKey

    /// What the shell has to do.
    enum Action: Equatable {
        /// Hand this to whoever waits for the request.
        case answer(id: UInt64, Result<JSONValue, ClientError>)
        /// The request's subscription began: its updates carry this key.
        case begin(id: UInt64, Key)
        /// Hand an update to the subscription.
        case update(Key, JSONValue)
        /// The subscription was begun for someone who has gone: tell the node to end it.
        case unsubscribe(method: String, Key)
    }

    private struct Pending {
        var request: String
        /// For requests that begin a subscription: how it is ended.
        var unsubscribe: String?
        /// The batch that the request belongs to.
        var batch: UInt64?
        /// Whether nobody waits any more; kept where a subscription could still begin.
        var isAbandoned = false
    }

    private var pending: [UInt64: Pending] = [:]
    private var subscriptions: Set<Key> = []
    // Updates that came before the answer which names their subscription.
    private var early: [(key: Key, value: JSONValue)] = []
    private var lastID: UInt64 = 0
    private let earlyMaximum: Int

    /// A table that keeps at most `earlyMaximum` updates of subscriptions that it does not know yet.
    init(earlyMaximum: Int = 1_024) { self.earlyMaximum = earlyMaximum }

    /// Requests whose answers are awaited.
    var pendingCount: Int { pending.count }
    /// Subscriptions that have begun.
    var subscriptionCount: Int { subscriptions.count }

    /// Enters a request and returns its id.
    mutating func begin(_ request: String, unsubscribe: String? = nil) -> UInt64 {
        lastID += 1
        pending[lastID] = Pending(request: request, unsubscribe: unsubscribe)
        return lastID
    }

    /// Enters requests that go out as one batch and returns their ids.
    mutating func begin(batch requests: [String]) -> [UInt64] {
        let batch = lastID + 1
        return requests.map { request in
            lastID += 1
            pending[lastID] = Pending(request: request, batch: batch)
            return lastID
        }
    }

    /// Nobody waits for the request any more.
    mutating func abandon(_ id: UInt64) {
        if pending[id]?.unsubscribe != nil {
            pending[id]?.isAbandoned = true
        } else {
            pending[id] = nil
        }
    }

    /// Nobody reads the subscription any more. False when it had ended already.
    mutating func end(_ key: Key) -> Bool { subscriptions.remove(key) != nil }

    /// The connection ended: the ids of all requests that somebody waits for.
    mutating func endAll() -> [UInt64] {
        defer {
            pending = [:]
            subscriptions = []
            early = []
        }
        return pending.filter { !$0.value.isAbandoned }.map(\.key).sorted()
    }

    /// Takes a message of the node.
    mutating func receive(_ message: JSONValue) -> [Action] {
        switch message {
        case .array(let elements): elements.flatMap { receiveOne($0) }
        default: receiveOne(message)
        }
    }

    private mutating func receiveOne(_ message: JSONValue) -> [Action] {
        if let parameters = message["params"] { return receiveUpdate(parameters) }
        let result = Self.result(of: message)
        switch message["id"] {
        case .integer(let number):
            // Answers to requests that were given up are dropped here.
            guard let id = UInt64(exactly: number), let request = pending.removeValue(forKey: id) else { return [] }
            return finish(id, request, result ?? .failure(Self.noResult(request.request)))
        case .null, nil:
            guard case .failure(let error) = result else { return [] }
            return refuseUnnamed(error)
        default: return []
        }
    }

    private mutating func finish(
        _ id: UInt64, _ request: Pending, _ result: Result<JSONValue, ClientError>
    ) -> [Action] {
        guard let unsubscribe = request.unsubscribe else { return [.answer(id: id, result)] }
        guard case .success(let value) = result else {
            return request.isAbandoned ? [] : [.answer(id: id, result)]
        }
        guard let key = Key(value) else {
            let error = ClientError.malformedAnswer(
                request: request.request, detail: "a subscription's id is \(value.kind)")
            return request.isAbandoned ? [] : [.answer(id: id, .failure(error))]
        }
        let waiting = early.filter { $0.key == key }.map { Action.update(key, $0.value) }
        early.removeAll { $0.key == key }
        if request.isAbandoned { return [.unsubscribe(method: unsubscribe, key)] }
        subscriptions.insert(key)
        return [.begin(id: id, key)] + waiting
    }

    private mutating func receiveUpdate(_ parameters: JSONValue) -> [Action] {
        guard let name = parameters["subscription"], let key = Key(name), let value = parameters["result"] else {
            return []
        }
        if subscriptions.contains(key) { return [.update(key, value)] }
        // Only a subscription that is being begun can have updates that nobody knows.
        guard pending.values.contains(where: { $0.unsubscribe != nil }), early.count < earlyMaximum else { return [] }
        early.append((key, value))
        return []
    }

    // An error without an id is the answer to a message that the node could not read: the oldest batch, which has no
    // other form of failure, or else everything that is under way.
    private mutating func refuseUnnamed(_ error: ClientError) -> [Action] {
        let batch = pending.values.compactMap(\.batch).min()
        let refused = pending.filter { batch == nil || $0.value.batch == batch }.keys.sorted()
        return refused.compactMap { id in
            let wasAbandoned = pending.removeValue(forKey: id)?.isAbandoned ?? true
            return wasAbandoned ? nil : .answer(id: id, .failure(error))
        }
    }

    private static func noResult(_ request: String) -> ClientError {
        .malformedAnswer(request: request, detail: "it has neither a result nor an error")
    }

    /// The outcome that an answer tells, or `nil` where it tells none.
    private static func result(of message: JSONValue) -> Result<JSONValue, ClientError>? {
        if let error = message["error"], error != .null {
            var code = 0
            var text = "an error without a message"
            var detail: String?
            if case .integer(let number) = error["code"] { code = Int(clamping: number) }
            if case .string(let message) = error["message"] { text = message }
            switch error["data"] {
            case .string(let data): detail = data
            case .null, nil: break
            case let data?: detail = String(decoding: JSONWriter.encode { $0.value(data) }, as: UTF8.self)
            }
            return .failure(.rpc(code: code, message: text, data: detail))
        }
        return message["result"].map { .success($0) }
    }
}

/// A subscription's id as nodes write it: a text or a number, which must be given back as it came.
enum JSONKey: Hashable {
    case text(String)
    case number(UInt64)

    init?(_ value: JSONValue) {
        switch value {
        case .string(let text): self = .text(text)
        case .integer(let number):
            guard let number = UInt64(exactly: number) else { return nil }
            self = .number(number)
        default: return nil
        }
    }

    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .number(let number): .integer(Int128(number))
        }
    }
}
