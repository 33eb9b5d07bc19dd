import FixedPoint
import Foundation
import Primitives
import Testing
import Yuma

/// One case of a file of golden vectors; the format is described in `Tests/Vectors/economy/FORMAT.md`.
protocol EconomyVector: Decodable, SendableMetatype {
    /// The file's `name`.
    static var name: String { get }

    /// Compares the case with what this package computes.
    func check(_ place: Comment) throws
}

/// A file of vectors with cases of one type.
struct EconomyFile<Case: EconomyVector>: Decodable {
    let count: Int
    let cases: [Case]
}

/// An integer written as decimal digits in a string.
struct Digits<Value: FixedWidthInteger & Sendable>: Decodable, Hashable, Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Value(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an integer: \(text)")
        }
        self.value = value
    }
}

/// A list `[key, value]`.
struct Keyed<Value: Decodable & Hashable>: Decodable, Hashable {
    let key: UInt64
    let value: Value

    init(_ key: UInt64, _ value: Value) {
        self.key = key
        self.value = value
    }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        key = try list.decode(UInt64.self)
        value = try list.decode(Value.self)
    }
}

/// A list `["mantissa", exponent]`.
struct SafeFloatVector: Decodable, Hashable {
    let value: SafeFloat

    init(_ value: SafeFloat) { self.value = value }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        let mantissa = try list.decode(Digits<UInt128>.self).value
        value = SafeFloat(uncheckedMantissa: mantissa, exponent: try list.decode(Int64.self))
    }
}

extension AccountID {
    /// The account that stands for a small number in the vectors: the number big-endian in 32 bytes.
    init(number: UInt64) {
        let bytes = [UInt8](repeating: 0, count: 24) + withUnsafeBytes(of: number.bigEndian) { Array($0) }
        self = AccountID(bytes) ?? .zero
    }

    /// The small number again.
    var number: UInt64 { bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
