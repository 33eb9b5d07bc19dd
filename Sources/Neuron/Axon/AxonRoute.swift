/// One kind of request that an axon answers.
public struct AxonRoute: Sendable {
    /// The synapse's name: the path.
    let name: String
    /// The hash of a body that its sender signs.
    let bodyHash: @Sendable (PythonValue) -> String
    let requiredFields: [String]
    let handler: Handler

    enum Handler: Sendable {
        /// Turns the fields of a request into those of the answer.
        case whole(@Sendable (PythonValue, AxonCaller) async throws -> [PythonValue.Member])
        /// Sends the answer in chunks.
        case streamed(@Sendable (PythonValue, AxonCaller, AxonStream) async throws -> Void)
    }

    /// Answers synapses of a type.
    ///
    /// The handler runs after every check has passed. Whatever it throws becomes status 500 without details, except an
    /// ``AxonRefusal``, which is sent as it is. When the time allowed is over its task is cancelled; a handler that
    /// computes for long should look at `Task.isCancelled`.
    public static func on<S: Synapse>(
        _ type: S.Type, handler: @escaping @Sendable (S, AxonCaller) async throws -> S
    ) -> AxonRoute {
        AxonRoute(
            type,
            .whole { body, caller in try await handler(request(type, body), caller).fields })
    }

    /// Answers synapses of a type in chunks; in Python it is a `StreamingSynapse`.
    ///
    /// ```swift
    /// .streaming(Prompt.self) { prompt, caller, stream in
    ///     for try await token in model.tokens(after: prompt.text) { try await stream.send(token) }
    /// }
    /// ```
    ///
    /// Until the first chunk, failures are answered as those of ``on(_:handler:)``; later the connection is cut, which
    /// clients notice. The handler's task is cancelled when the client is gone and when the time allowed is over.
    public static func streaming<S: Synapse>(
        _ type: S.Type, handler: @escaping @Sendable (S, AxonCaller, AxonStream) async throws -> Void
    ) -> AxonRoute {
        AxonRoute(
            type,
            .streamed { body, caller, stream in try await handler(request(type, body), caller, stream) })
    }

    /// What a client without a task of its own sends to see whether an axon lives: it comes back as it is.
    static let ping = AxonRoute(
        name: "Synapse", bodyHash: { BodyHash.hex(of: [], in: $0) }, requiredFields: [], handler: .whole { _, _ in [] })

    private init<S: Synapse>(_ type: S.Type, _ handler: Handler) {
        self.init(
            name: S.name, bodyHash: { BodyHash.hex(of: S.self, in: $0) }, requiredFields: S.requiredFields,
            handler: handler)
    }

    private init(
        name: String, bodyHash: @escaping @Sendable (PythonValue) -> String, requiredFields: [String], handler: Handler
    ) {
        self.name = name
        self.bodyHash = bodyHash
        self.requiredFields = requiredFields
        self.handler = handler
    }

    private static func request<S: Synapse>(_ type: S.Type, _ body: PythonValue) throws -> S {
        do {
            return try S(fields: body)
        } catch {
            guard case .invalidField(let name) = error else { throw error }
            throw AxonRefusal.unreadable("field '\(HeaderText.singleLine(name))'")
        }
    }
}
