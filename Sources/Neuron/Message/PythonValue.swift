/// A value of a request's body as the reference implementation holds it.
///
/// Bodies travel as JSON, but the hash that a request signs is made from what Python's `str()` prints for the values,
/// so whole and fractional numbers stay apart, numbers keep all digits, and dictionaries keep their order.
public indirect enum PythonValue: Sendable, Equatable {
    /// `None`, JSON's `null`.
    case none
    /// `True` or `False`.
    case bool(Bool)
    /// A whole number of any size: a sign, if negative, and digits without leading zeros.
    case integer(digits: String)
    /// A finite floating-point number.
    case float(Double)
    /// A `str`.
    case text(String)
    /// A `list`.
    case list([PythonValue])
    /// A `tuple`: JSON knows it as a list, but it prints otherwise, so it matters where a hash is made of it.
    case tuple([PythonValue])
    /// Names and values in the order of the JSON text, each name once.
    case dictionary([Member])

    /// One entry of a dictionary.
    public struct Member: Sendable, Equatable {
        /// The key.
        public var name: String
        /// What it stands for.
        public var value: PythonValue

        /// An entry.
        public init(_ name: String, _ value: PythonValue) {
            self.name = name
            self.value = value
        }
    }

    /// A whole number.
    public static func integer(_ value: some BinaryInteger) -> PythonValue { .integer(digits: String(value)) }

    /// The value of the entry `name`; `nil` when there is none, or this is no dictionary.
    public subscript(name: String) -> PythonValue? {
        guard case .dictionary(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text, or `nil` for any other kind.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The whole number, or `nil` for any other kind and for one that does not fit.
    public var integer: Int64? {
        if case .integer(let digits) = self { Int64(digits) } else { nil }
    }

    /// The elements of a list or tuple, or `nil` for any other kind.
    public var list: [PythonValue]? {
        switch self {
        case .list(let elements), .tuple(let elements): elements
        default: nil
        }
    }
}
