/// One kind of request that an axon answers.
public struct AxonRoute: Sendable {
    /// The synapse's name: the path.
    let name: String
    let hashedFields: [String]
    let requiredFields: [String]
    /// Turns the fields of a request into those of the answer.
    let answer: @Sendable (PythonValue, AxonCaller) async throws -> [PythonValue.Member]

    /// Answers synapses of a type.
    ///
    /// The handler runs after every check has passed. Whatever it throws becomes status 500 without details, except an
    /// ``AxonRefusal``, which is sent as it is. When the time allowed is over its task is cancelled; a handler that
    /// computes for long should look at `Task.isCancelled`.
    public static func on<S: Synapse>(
        _ type: S.Type, handler: @escaping @Sendable (S, AxonCaller) async throws -> S
    ) -> AxonRoute {
        AxonRoute(name: S.name, hashedFields: S.hashedFields, requiredFields: S.requiredFields) { body, caller in
            let request: S
            do {
                request = try S(fields: body)
            } catch let error as SynapseError {
                guard case .invalidField(let name) = error else { throw error }
                throw AxonRefusal.unreadable("field '\(HeaderText.singleLine(name))'")
            }
            return try await handler(request, caller).fields
        }
    }
}
