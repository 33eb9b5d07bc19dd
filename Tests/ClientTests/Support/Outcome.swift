@testable import Client

/// What a throwing call came to, for comparisons.
func outcome<Value>(
    _ body: () async throws(ClientError) -> Value
) async -> Result<Value, ClientError> {
    do throws(ClientError) { return .success(try await body()) } catch { return .failure(error) }
}

/// The error of a call that must fail; `nil` when it does not.
func failure<Value>(_ body: () async throws(ClientError) -> Value) async -> ClientError? {
    do throws(ClientError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

extension ConnectionConfiguration {
    /// The defaults with shorter waits, changed by `change`.
    static func test(_ change: (inout ConnectionConfiguration) -> Void = { _ in }) -> ConnectionConfiguration {
        var configuration = ConnectionConfiguration()
        configuration.callTimeout = .seconds(20)
        configuration.backoffMinimum = .milliseconds(10)
        change(&configuration)
        return configuration
    }
}
