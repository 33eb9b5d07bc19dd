import SCALE

/// A value from its encoded bytes in hexadecimal, for fallbacks and constants that have no short literal.
///
/// The texts come from the generator alone, which takes them from metadata where they are of the declared type; a test
/// evaluates every one. So a text that is not the encoding of its type is a defect of the generator, and traps.
func decoded<Value: ScaleCodable>(_ text: String) -> Value {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8.dropFirst(2) {
        let value = digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
        if let first = high {
            bytes.append(first << 4 | value)
            high = nil
        } else {
            high = value
        }
    }
    guard let value = try? Value(scale: bytes) else {
        preconditionFailure("the generator wrote \(text) for \(Value.self)")
    }
    return value
}
