import JSON
public import Primitives
public import RuntimeInterface
public import SCALE

extension ChainClient {
    /// The answer of a runtime API.
    ///
    ///     let metagraph = try await client.call(SubnetInfoAPI.getMetagraph, netuid)
    public func call<each Input: ScaleCodable, Output: ScaleCodable>(
        _ method: RuntimeMethod<repeat each Input, Output>, _ input: repeat each Input, at block: Hash? = nil
    ) async throws(ClientError) -> Output {
        try await current().shapes.method(method.name)
        let answer = try await connection.call(
            "state_call", [.string(method.name), .hexadecimal(method.encode(repeat each input)), .block(block)])
        let bytes = try answer.bytes(of: method.name)
        do throws(ScaleError) {
            return try method.output(bytes)
        } catch {
            throw .malformedAnswer(request: method.name, detail: "it does not decode: \(error)")
        }
    }
}
