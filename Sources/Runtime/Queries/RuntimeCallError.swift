public import SCALE

/// Why `state_call` gives no answer.
public enum RuntimeCallError: Error, Equatable {
    /// There is no such function.
    case unknownFunction
    /// The arguments are not what the function takes.
    case badArguments(ScaleError)
    /// The answer would have to look at more positions than one call may: to be asked in parts.
    case tooManyPositions(limit: Int)
}
