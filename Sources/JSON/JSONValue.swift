/// A JSON value as the reader found it. Objects keep the order of their members, and numbers keep every digit.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A whole number from `Int64.min` to `UInt64.max`, exact.
    case integer(Int128)
    /// Any other number, as it was written: `1.5`, `2e9`, or more digits than 64 bits hold.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text. A name may stand there twice; the last one counts.
    case object([JSONMember])

    /// The value of the last member called `name`, or `nil` where there is none or this is not an object.
    ///
    /// The search is linear and runs from the end: reading stays linear in the size of the text even when a hostile
    /// object has a million names.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The kind of value, for messages to the caller: "an object", "null".
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a number that is not a 64-bit integer"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// One member of a JSON object.
public struct JSONMember: Sendable, Equatable {
    /// The name, unescaped.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// A member called `name`.
    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}
