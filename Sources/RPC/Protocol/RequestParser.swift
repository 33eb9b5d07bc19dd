public import JSON

/// Turns the bytes of a message into requests, by the rules of JSON-RPC 2.0.
public struct RequestParser: Sendable {
    /// Depth and size of a message.
    public var json: JSONReader.Limits
    /// Requests in one batch.
    public var batchCountMaximum: Int

    /// A parser; by default a batch has at most 1,000 requests.
    public init(json: JSONReader.Limits = .init(), batchCountMaximum: Int = 1_000) {
        self.json = json
        self.batchCountMaximum = batchCountMaximum
    }

    /// The requests of `text`. Every failure is part of the result: it has to be answered.
    public func parse(_ text: [UInt8]) -> RPCMessage {
        do throws(JSONFailure) {
            return message(try JSONReader.read(text, limits: json))
        } catch {
            if case .tooLarge(let limit) = error.reason { return .invalid(.requestTooLarge(limit: limit)) }
            return .invalid(.parseError(error))
        }
    }

    private func message(_ value: JSONValue) -> RPCMessage {
        switch value {
        case .object:
            return .single(request(value))
        case .array(let elements):
            if elements.isEmpty { return .invalid(.invalidRequest("a batch must hold at least one request.")) }
            if elements.count > batchCountMaximum { return .invalid(.batchTooLong(limit: batchCountMaximum)) }
            return .batch(elements.map(request))
        default:
            return .invalid(
                .invalidRequest("a message must be an object or an array of objects, not \(value.kind)."))
        }
    }

    private func request(_ value: JSONValue) -> RPCRequest {
        let id = Self.id(of: value)
        guard case .object = value else {
            return Self.invalid(id, "a request must be an object, not \(value.kind).")
        }
        guard let id else { return Self.invalid(.null, "'id' must be an integer, a string or null.") }
        guard value["jsonrpc"] == .string("2.0") else {
            return Self.invalid(id, "the member 'jsonrpc' must be the string \"2.0\".")
        }
        guard case .string(let name) = value["method"] else {
            return Self.invalid(id, "the member 'method' must be a string.")
        }
        do throws(RPCError) {
            let parameters = try RPCParameters(value["params"])
            let isNotification = value["id"] == nil
            let method: Result<RPCMethod, RPCError>
            do throws(RPCError) {
                method = .success(try RPCMethod(name: name, parameters: parameters))
            } catch {
                method = .failure(error)
            }
            return RPCRequest(id: isNotification ? nil : id, name: name, method: method)
        } catch {
            return RPCRequest(id: id, name: name, method: .failure(error))
        }
    }

    // `nil` when the id is of a kind that cannot be one; null when there is none. A malformed request is answered with
    // the id where that can be read, else with null, even if it might have been meant as a notification.
    private static func id(of value: JSONValue) -> RequestID? {
        switch value["id"] {
        case nil, .null: .null
        case .integer(let number): .integer(number)
        case .string(let text): .string(text)
        default: nil
        }
    }

    private static func invalid(_ id: RequestID?, _ cause: String) -> RPCRequest {
        RPCRequest(id: id ?? .null, name: "", method: .failure(.invalidRequest(cause)))
    }
}
