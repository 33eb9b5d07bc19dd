import RuntimeInterface
import SCALE

/// The arguments of one question, to be read as what its method takes.
struct RuntimeQuery {
    /// The encodings of the arguments one after the other.
    let arguments: [UInt8]

    /// Reads the arguments, asks `body` and encodes what it says.
    func answer<each Input: ScaleCodable, Output: ScaleCodable>(
        _ method: RuntimeMethod<repeat each Input, Output>,
        _ body: (repeat each Input) throws(RuntimeCallError) -> Output
    ) throws(RuntimeCallError) -> [UInt8] {
        let input: (repeat each Input)
        do throws(ScaleError) {
            input = try method.arguments(arguments)
        } catch {
            throw .badArguments(error)
        }
        return try body(repeat each input).encoded()
    }
}
