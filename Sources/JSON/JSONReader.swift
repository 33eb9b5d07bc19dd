/// Reads JSON (RFC 8259) strictly: one value, nothing after it, valid UTF-8, bounded depth and size.
///
/// Decoding of requests is the hot path of the server, and a scanner over bytes is an order of magnitude faster than a
/// general decoder; that is why this one exists.
///
///     let value = try JSONReader.read(Array(#"{"id":1}"#.utf8))
///     value["id"]  // .integer(1)
public struct JSONReader {
    /// What the reader refuses to exceed.
    public struct Limits: Sendable, Equatable {
        /// Arrays and objects inside each other; every level costs one frame of the stack.
        public var depthMaximum: Int
        /// Length of the text in bytes.
        public var byteMaximum: Int
        /// Values of every kind in the text: a value of two bytes takes more than thirty in memory.
        public var valueMaximum: Int

        /// Limits; the defaults are 64 levels, 15 MiB and 262,144 values.
        public init(depthMaximum: Int = 64, byteMaximum: Int = 15 << 20, valueMaximum: Int = 1 << 18) {
            self.depthMaximum = depthMaximum
            self.byteMaximum = byteMaximum
            self.valueMaximum = valueMaximum
        }
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private let limits: Limits
    var position = 0
    private var depth = 0
    private var valueCount = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The one value of `text`.
    ///
    /// - Throws: `JSONFailure` with reason and place.
    public static func read(_ text: [UInt8], limits: Limits = Limits()) throws(JSONFailure) -> JSONValue {
        guard text.count <= limits.byteMaximum else {
            throw JSONFailure(.tooLarge(limit: limits.byteMaximum), at: limits.byteMaximum)
        }
        // A Result carries the typed error over the closure's boundary.
        let result = text.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONFailure> in
            var reader = JSONReader(buffer, limits)
            do throws(JSONFailure) {
                return .success(try reader.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func document() throws(JSONFailure) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw JSONFailure(.trailingBytes, at: position) }
        return value
    }

    // Every access goes through here or through an explicit comparison with `bytes.count`.
    func peek() throws(JSONFailure) -> UInt8 {
        guard position < bytes.count else { throw JSONFailure(.unexpectedEnd, at: position) }
        return bytes[position]
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value() throws(JSONFailure) -> JSONValue {
        let byte = try peek()
        guard valueCount < limits.valueMaximum else {
            throw JSONFailure(.tooManyValues(limit: limits.valueMaximum), at: position)
        }
        valueCount += 1
        switch byte {
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "{"):
            return try nested { (reader) throws(JSONFailure) in try reader.object() }
        case UInt8(ascii: "["):
            return try nested { (reader) throws(JSONFailure) in try reader.array() }
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        default:
            throw JSONFailure(.unexpectedByte(byte), at: position)
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONFailure) -> JSONValue
    ) throws(JSONFailure) -> JSONValue {
        guard depth < limits.depthMaximum else {
            throw JSONFailure(.tooDeep(limit: limits.depthMaximum), at: position)
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private mutating func word(_ word: StaticString) throws(JSONFailure) {
        for index in 0..<word.utf8CodeUnitCount {
            let byte = try peek()
            guard byte == word.utf8Start[index] else { throw JSONFailure(.unexpectedByte(byte), at: position) }
            position += 1
        }
    }

    private mutating func array() throws(JSONFailure) -> JSONValue {
        position += 1
        skipSpace()
        var elements: [JSONValue] = []
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return .array(elements)
        }
        while true {
            skipSpace()
            elements.append(try value())
            if try closes(with: UInt8(ascii: "]")) { return .array(elements) }
        }
    }

    private mutating func object() throws(JSONFailure) -> JSONValue {
        position += 1
        skipSpace()
        var members: [JSONMember] = []
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return .object(members)
        }
        while true {
            skipSpace()
            try expect(UInt8(ascii: "\""), consume: false)
            let name = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"), consume: true)
            skipSpace()
            members.append(JSONMember(name, try value()))
            if try closes(with: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func expect(_ expected: UInt8, consume: Bool) throws(JSONFailure) {
        let byte = try peek()
        guard byte == expected else { throw JSONFailure(.unexpectedByte(byte), at: position) }
        if consume { position += 1 }
    }

    // After an element: the closing bracket (true) or a comma (false).
    private mutating func closes(with bracket: UInt8) throws(JSONFailure) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == bracket || byte == UInt8(ascii: ",") else {
            throw JSONFailure(.unexpectedByte(byte), at: position)
        }
        position += 1
        return byte == bracket
    }
}

// MARK: - Numbers

extension JSONReader {
    private mutating func number() throws(JSONFailure) -> JSONValue {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let integerStart = position
        let digits = skipDigits()
        // RFC 8259: at least one digit, and no zero in front of others.
        guard digits > 0, digits == 1 || bytes[integerStart] != UInt8(ascii: "0") else {
            throw JSONFailure(position < bytes.count || digits > 0 ? .malformedNumber : .unexpectedEnd, at: position)
        }
        var isWhole = true
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            isWhole = false
            position += 1
            try expectDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try expectDigits()
        }
        if isWhole, digits <= 20, let value = integer(from: start, digits: integerStart) { return .integer(value) }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    private mutating func expectDigits() throws(JSONFailure) {
        guard skipDigits() > 0 else {
            throw JSONFailure(position < bytes.count ? .malformedNumber : .unexpectedEnd, at: position)
        }
    }

    // At most 20 digits: the magnitude fits 128 bits by far.
    private func integer(from start: Int, digits: Int) -> Int128? {
        var magnitude: Int128 = 0
        for index in digits..<position { magnitude = magnitude * 10 + Int128(bytes[index] &- UInt8(ascii: "0")) }
        let value = start == digits ? magnitude : -magnitude
        return value >= Int128(Int64.min) && value <= Int128(UInt64.max) ? value : nil
    }
}
