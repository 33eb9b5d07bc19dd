/// What is done with one input, and where the inputs come from.
struct FuzzTarget: Sendable {
    /// The name on the command line.
    let name: String
    /// What it holds to, in one line.
    let summary: String
    /// Longest input in bytes.
    let byteMaximum: Int
    /// Valid inputs, the same at every call: what mutations begin with.
    let seeds: @Sendable () -> [[UInt8]]
    /// Ends the process where a rule is broken.
    let check: @Sendable ([UInt8]) -> Void

    /// Every target, the cheapest first.
    static let all: [FuzzTarget] = [
        ScaleTarget.target, MetadataTarget.target, ExtrinsicTarget.target, CallTarget.target, JSONTarget.target,
        RPCTarget.target, WebSocketTarget.target, HTTPTarget.target, AxonTarget.target, KeyTarget.target,
    ]
}

/// Ends the process, which libFuzzer counts as a find, unless the condition is true.
func hold(_ condition: Bool, _ rule: @autoclosure () -> String) {
    guard condition else { fatalError("broken: \(rule())") }
}

/// The value of an expression that cannot fail on what this program made itself.
func valid<Value>(_ body: @autoclosure () throws -> Value) -> Value {
    do { return try body() } catch { fatalError("not valid: \(error)") }
}
