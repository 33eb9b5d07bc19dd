public import Frame
import RuntimeInterface

/// Questions about a state, which change nothing.
extension Runtime {
    /// Answers a function of the runtime APIs.
    /// - Parameters:
    ///   - function: trait and method, such as `SubnetInfoRuntimeApi_get_metagraph`.
    ///   - arguments: the arguments' encodings one after the other.
    ///   - slotMilliseconds: what the chain's metadata says of the time between blocks.
    ///   - state: a finished block's state.
    /// - Returns: the answer's encoding.
    /// - Throws: ``RuntimeCallError``.
    public static func call(
        _ function: String, _ arguments: [UInt8], slotMilliseconds: UInt64, in state: inout State
    ) throws(RuntimeCallError) -> [UInt8] {
        guard let method = RuntimeAPIMethod(rawValue: function) else { throw .unknownFunction }
        return try RuntimeQuery(arguments: arguments).answer(method, slotMilliseconds: slotMilliseconds, in: state)
    }
}
