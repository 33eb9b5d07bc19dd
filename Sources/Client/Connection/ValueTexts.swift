import Cryptography
import JSON
public import Primitives

extension Hash {
    /// `0x` and 64 lower-case digits, as nodes write hashes.
    public var hexadecimal: String { Hexadecimal.encode(bytes) }

    /// Reads what ``hexadecimal`` writes, in either case.
    public init?(hexadecimal text: String) {
        guard let bytes = Hexadecimal.decode(text) else { return nil }
        self.init(bytes)
    }
}

extension AccountID {
    /// The address on Bittensor.
    var clientText: String { SS58.encode(self) }
}

extension Rao {
    /// The amount in whole TAO, for people.
    var taoText: String {
        let fraction = String(units % 1_000_000_000)
        return "\(units / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction + " TAO"
    }
}

extension Hash {
    /// Reads a hash out of an answer.
    init?(_ value: JSONValue) {
        guard case .string(let text) = value, let hash = Hash(hexadecimal: text) else { return nil }
        self = hash
    }
}

extension JSONValue {
    /// A hash as a parameter: `null` for none, which nodes take for the best block.
    static func block(_ hash: Hash?) -> JSONValue { hash.map { .string($0.hexadecimal) } ?? .null }

    /// Bytes as a parameter.
    static func hexadecimal(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.encode(bytes)) }

    /// The bytes of a hexadecimal text.
    func bytes(of request: String) throws(ClientError) -> [UInt8] {
        guard case .string(let text) = self, let bytes = Hexadecimal.decode(text) else {
            throw .malformedAnswer(request: request, detail: "it is \(kind) instead of hexadecimal digits")
        }
        return bytes
    }

    /// The value of a member that must be there.
    func member(_ name: String, of request: String) throws(ClientError) -> JSONValue {
        guard let value = self[name] else {
            throw .malformedAnswer(request: request, detail: "it has no '\(name)'")
        }
        return value
    }

    /// A whole number of this type.
    func integer<Number: FixedWidthInteger>(_ type: Number.Type, of request: String) throws(ClientError) -> Number {
        guard case .integer(let value) = self, let number = Number(exactly: value) else {
            throw .malformedAnswer(
                request: request, detail: "it is \(kind) instead of a number of \(Number.bitWidth) bits")
        }
        return number
    }

    /// A hash.
    func hash(of request: String) throws(ClientError) -> Hash {
        guard let hash = Hash(self) else {
            throw .malformedAnswer(request: request, detail: "it is \(kind) instead of a hash")
        }
        return hash
    }
}
