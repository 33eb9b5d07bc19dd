public import JSON
import Primitives

/// The `params` of a request: positional, or by name.
public struct RPCParameters: Sendable, Equatable {
    private let value: JSONValue

    /// No parameters.
    public static let none = RPCParameters(positional: [])

    /// Parameters by position.
    public init(positional values: [JSONValue]) { value = .array(values) }

    /// The member `params` of a request, which may be absent.
    ///
    /// - Throws: `invalidRequest` unless it is an array, an object or null.
    public init(_ member: JSONValue?) throws(RPCError) {
        switch member {
        case nil, .null: value = .array([])
        case .array, .object: value = member ?? .null
        case .some(let other):
            throw .invalidRequest("'params' must be an array or an object, not \(other.kind).")
        }
    }

    // A missing parameter and an explicit null mean the same.
    private subscript(index: Int, name: String) -> JSONValue? {
        let found: JSONValue? =
            switch value {
            case .array(let values): index < values.count ? values[index] : nil
            default: value[name]
            }
        return found == .null ? nil : found
    }

    private func failure(_ index: Int, _ name: String, _ expected: String) -> RPCError {
        let found = self[index, name]?.kind ?? "missing"
        return .invalidParameters("parameter \(index + 1) '\(name)' must be \(expected); it is \(found).")
    }
}

// MARK: - Forms of parameters

extension RPCParameters {
    /// A string.
    func text(_ index: Int, _ name: String) throws(RPCError) -> String {
        guard case .string(let text) = self[index, name] else { throw failure(index, name, "a string") }
        return text
    }

    /// Bytes in hexadecimal, with or without `0x`; "" is no bytes.
    func bytes(_ index: Int, _ name: String) throws(RPCError) -> [UInt8] {
        guard let bytes = try optionalBytes(index, name) else {
            throw failure(index, name, "bytes in hexadecimal")
        }
        return bytes
    }

    /// The same, `nil` where the parameter is missing or null.
    func optionalBytes(_ index: Int, _ name: String) throws(RPCError) -> [UInt8]? {
        guard let value = self[index, name] else { return nil }
        guard case .string(let text) = value, let bytes = Hexadecimal.decode(text) else {
            throw failure(index, name, "bytes in hexadecimal, two digits each")
        }
        return bytes
    }

    /// A block hash, `nil` where the parameter is missing or null.
    func block(_ index: Int, _ name: String) throws(RPCError) -> Hash? {
        guard let value = self[index, name] else { return nil }
        guard case .string(let text) = value, let bytes = Hexadecimal.decode(text), let hash = Hash(bytes) else {
            throw failure(index, name, "a block hash of 32 bytes in hexadecimal, or null for the best block")
        }
        return hash
    }

    /// A list of storage keys.
    func keys(
        _ index: Int, _ name: String, limit: Int = RPCMethod.listCountMaximum
    ) throws(RPCError) -> [[UInt8]] {
        let expected = "a list of at most \(limit) storage keys in hexadecimal"
        guard case .array(let values) = self[index, name], values.count <= limit else {
            throw failure(index, name, expected)
        }
        var keys: [[UInt8]] = []
        keys.reserveCapacity(values.count)
        for value in values {
            guard case .string(let text) = value, let key = Hexadecimal.decode(text) else {
                throw failure(index, name, expected)
            }
            keys.append(key)
        }
        return keys
    }

    /// A block number, a list of them, or nothing for the best block. A number is an integer or hexadecimal text.
    func selection(_ index: Int, _ name: String) throws(RPCError) -> BlockSelection {
        let expected = "a block number up to \(BlockNumber.max), a list of them, or null for the best block"
        switch self[index, name] {
        case nil: return .best
        case .array(let values) where values.count <= RPCMethod.listCountMaximum:
            var numbers: [BlockNumber] = []
            for value in values {
                guard let number = Self.number(value).flatMap(BlockNumber.init(exactly:)) else {
                    throw failure(index, name, expected)
                }
                numbers.append(number)
            }
            return .numbers(numbers)
        case .some(let value):
            guard let number = Self.number(value).flatMap(BlockNumber.init(exactly:)) else {
                throw failure(index, name, expected)
            }
            return .number(number)
        }
    }

    /// The number of keys of a page.
    func pageCount(_ index: Int, _ name: String, limit: Int) throws(RPCError) -> Int {
        guard let value = self[index, name], let count = Self.number(value), count >= 0 else {
            throw failure(index, name, "a number of keys from 0 to \(limit)")
        }
        guard count <= Int128(limit) else { throw .countTooLarge(count, limit: limit) }
        return Int(count)
    }

    /// A number of blocks, 1 by default; also as `{"count": n}`, which other developer chains take.
    func blockCount(_ index: Int, _ name: String, limit: Int) throws(RPCError) -> Int {
        guard let value = self[index, name] else { return 1 }
        guard let count = Self.number(value[name] ?? value), (1...Int128(limit)).contains(count) else {
            throw failure(index, name, "a number of blocks from 1 to \(limit)")
        }
        return Int(count)
    }

    /// The id of a subscription, as it was answered: a string. Numbers are read as text and match nothing.
    func subscription(_ index: Int, _ name: String) throws(RPCError) -> String {
        switch self[index, name] {
        case .string(let text): return text
        case .integer(let number): return String(number)
        default: throw failure(index, name, "the id that the subscription was answered with")
        }
    }

    // An integer, or text of hexadecimal digits behind 0x.
    private static func number(_ value: JSONValue) -> Int128? {
        switch value {
        case .integer(let number): return number
        case .string(let text) where text.hasPrefix("0x"):
            return UInt64(text.dropFirst(2), radix: 16).map { Int128($0) }
        default: return nil
        }
    }
}
