/// A kind of request that a dendrite sends and an axon answers: one class of `bittensor.Synapse`.
///
/// Its own fields travel in the body beside those that every synapse has (name, timeout, terminals, sizes). A request
/// and its answer are the same type; fields that only the answer fills are optional.
///
/// ```swift
/// struct Echo: Synapse, Codable {
///     static let name = "Echo"
///     static let hashedFields = ["text"]
///     var text: String
/// }
/// ```
///
/// A `Codable` type needs nothing more. JSON does not tell Python's `1.0` from `1`; a type with fractional numbers
/// among its hashed fields states its ``fields`` itself, with ``PythonValue/float(_:)``.
public protocol Synapse: Sendable {
    /// The class's name in Python, which is also the path of the route.
    static var name: String { get }
    /// Names of the fields whose hash the sender signs, in order; `required_hash_fields` in Python.
    static var hashedFields: [String] { get }
    /// The value of a hashed field as Python prints it. Only types that JSON does not know need to say it: a field of
    /// tuples, which arrives as lists, has to be made of ``PythonValue/tuple(_:)`` here.
    static func hashedValue(of name: String, in fields: PythonValue) -> PythonValue
    /// Names of the fields without a default in the Python class; an axon in Python needs a header for each.
    static var requiredFields: [String] { get }

    /// Reads the fields from a body; other entries are ignored.
    init(fields: PythonValue) throws(SynapseError)
    /// The synapse's own fields, in order.
    var fields: [PythonValue.Member] { get throws(SynapseError) }
}

extension Synapse {
    public static var hashedFields: [String] { [] }
    public static func hashedValue(of name: String, in fields: PythonValue) -> PythonValue { fields[name] ?? .none }
    public static var requiredFields: [String] { [] }
}

/// Why a body does not hold a synapse.
public enum SynapseError: Error, Equatable, Sendable {
    /// A field is missing, or has another type than expected.
    case invalidField(String)
}
