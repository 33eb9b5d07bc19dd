import JSON
import Testbed
import Testing

@Suite struct JSONReaderTests {
    private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test(
        "values are read as they stand",
        arguments: [
            ("null", JSONValue.null), ("true", .bool(true)), (" false\r\n\t", .bool(false)), ("0", .integer(0)),
            ("-0", .integer(0)), ("-1", .integer(-1)), ("18446744073709551615", .integer(18_446_744_073_709_551_615)),
            ("-9223372036854775808", .integer(-9_223_372_036_854_775_808)),
            ("18446744073709551616", .number("18446744073709551616")),
            ("-9223372036854775809", .number("-9223372036854775809")),
            ("123456789012345678901234567890", .number("123456789012345678901234567890")), ("1.50", .number("1.50")),
            ("1e3", .number("1e3")), ("-2.5E-10", .number("-2.5E-10")), ("1E+2", .number("1E+2")),
            ("\"\"", .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")),
            (#""\u00e9\u20AC\ud83d\ude00""#, .string("é€😀")), ("\"é€😀\"", .string("é€😀")),
            (#""\u0000""#, .string("\0")),
            ("[]", .array([])), ("[ 1 , [ ] , {} ]", .array([.integer(1), .array([]), .object([])])),
            (
                #"{"a":1, "b" : [null]}"#,
                .object([JSONMember("a", .integer(1)), JSONMember("b", .array([.null]))])
            ),
        ])
    func values(text: String, expected: JSONValue) throws { #expect(try read(text) == expected) }

    @Test(
        "what is no JSON is refused with reason and place",
        arguments: [
            ("", JSONFailure(.unexpectedEnd, at: 0)), ("  ", JSONFailure(.unexpectedEnd, at: 2)),
            ("nul", JSONFailure(.unexpectedEnd, at: 3)), ("nulL", JSONFailure(.unexpectedByte(0x4C), at: 3)),
            ("1 2", JSONFailure(.trailingBytes, at: 2)), ("{}x", JSONFailure(.trailingBytes, at: 2)),
            ("[1,]", JSONFailure(.unexpectedByte(0x5D), at: 3)), ("[,1]", JSONFailure(.unexpectedByte(0x2C), at: 1)),
            ("[1", JSONFailure(.unexpectedEnd, at: 2)), ("{\"a\"}", JSONFailure(.unexpectedByte(0x7D), at: 4)),
            ("{\"a\":1,}", JSONFailure(.unexpectedByte(0x7D), at: 7)),
            ("{a:1}", JSONFailure(.unexpectedByte(0x61), at: 1)),
            ("{1:1}", JSONFailure(.unexpectedByte(0x31), at: 1)), ("01", JSONFailure(.malformedNumber, at: 2)),
            ("-", JSONFailure(.unexpectedEnd, at: 1)), ("-a", JSONFailure(.malformedNumber, at: 1)),
            ("1.", JSONFailure(.unexpectedEnd, at: 2)), ("1.e3", JSONFailure(.malformedNumber, at: 2)),
            ("1e", JSONFailure(.unexpectedEnd, at: 2)), ("1e+", JSONFailure(.unexpectedEnd, at: 3)),
            ("+1", JSONFailure(.unexpectedByte(0x2B), at: 0)), (".5", JSONFailure(.unexpectedByte(0x2E), at: 0)),
            ("NaN", JSONFailure(.unexpectedByte(0x4E), at: 0)), ("'a'", JSONFailure(.unexpectedByte(0x27), at: 0)),
            ("\"a", JSONFailure(.unexpectedEnd, at: 2)), ("\"a\nb\"", JSONFailure(.controlCharacter(0x0A), at: 2)),
            (#""\x""#, JSONFailure(.invalidEscape, at: 1)), (#""\u12g4""#, JSONFailure(.invalidEscape, at: 1)),
            (#""\u12"#, JSONFailure(.unexpectedEnd, at: 5)), (#""\ud83d""#, JSONFailure(.loneSurrogate, at: 1)),
            (#""\ud83dx""#, JSONFailure(.loneSurrogate, at: 1)), (#""\ude00""#, JSONFailure(.loneSurrogate, at: 1)),
            (#""\ud83d\ud83d""#, JSONFailure(.loneSurrogate, at: 1)),
            ("\u{FEFF}1", JSONFailure(.unexpectedByte(0xEF), at: 0)),
        ])
    func failures(text: String, expected: JSONFailure) {
        #expect(throws: expected) { try read(text) }
        #expect(!expected.description.isEmpty)
    }

    @Test(
        "strings that are not UTF-8 are refused",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let plain = [0x22] + bytes + [0x22]
        #expect(throws: JSONFailure(.invalidUTF8, at: plain.count - 1)) { try JSONReader.read(plain) }
        let escaped = [0x22, 0x5C, 0x6E] + bytes + [0x22]
        #expect(throws: JSONFailure(.invalidUTF8, at: escaped.count - 1)) { try JSONReader.read(escaped) }
    }

    @Test("depth and size have limits, which are exact")
    func limits() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONReader.read(nested(64))
        #expect(throws: JSONFailure(.tooDeep(limit: 64), at: 64)) { try JSONReader.read(nested(65)) }
        #expect(throws: JSONFailure(.tooDeep(limit: 64), at: 64)) { try JSONReader.read(nested(1_000_000)) }
        let three = JSONReader.Limits(valueMaximum: 3)
        #expect(try JSONReader.read(Array("[1,2]".utf8), limits: three) == .array([.integer(1), .integer(2)]))
        #expect(throws: JSONFailure(.tooManyValues(limit: 3), at: 5)) {
            try JSONReader.read(Array("[1,2,3]".utf8), limits: three)
        }
        let four = JSONReader.Limits(byteMaximum: 4)
        #expect(try JSONReader.read(Array("1234".utf8), limits: four) == .integer(1_234))
        #expect(throws: JSONFailure(.tooLarge(limit: 4), at: 4)) {
            try JSONReader.read(Array("12345".utf8), limits: four)
        }
    }

    @Test("the last of two members with the same name counts")
    func duplicates() throws {
        #expect(try read(#"{"a":1,"b":2,"a":3}"#)["a"] == .integer(3))
        #expect(try read("[]")["a"] == nil)
    }

    @Test("a quote is found at every offset of a word, whatever stands before it")
    func offsets() throws {
        for length in 0..<40 {
            for filler in ["a", "\u{7F}", "!", "#", "[", "é", "€"] {
                let text = String(repeating: filler, count: length)
                #expect(try read("\"\(text)\"") == .string(text))
                #expect(try read("\"\(text)\\n\(text)\"") == .string(text + "\n" + text))
                #expect(throws: JSONFailure(.controlCharacter(0x1F), at: 1 + text.utf8.count)) {
                    try read("\"\(text)\u{1F}\"")
                }
            }
        }
    }

    @Test("every prefix of a request and every changed byte ends in a value or a failure, never in a trap")
    func mutations() {
        let text = Array(
            #"{"jsonrpc":"2.0","id":-12,"method":"a\u00e9\ud83d\ude00","params":[1.5e3,null,{"x":[]}]}"#.utf8)
        for end in 0..<text.count { #expect(throws: JSONFailure.self) { try JSONReader.read(Array(text[..<end])) } }
        let seed: UInt64 = 0x4A53_4F4E
        var random = SeededRandom(seed: seed)
        var readable = 0
        for _ in 0..<20_000 {
            var changed = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let value = try? JSONReader.read(changed) {
                readable += 1
                // What was read can be written, and reads the same again.
                let written = JSONWriter.encode { $0.value(value) }
                #expect((try? JSONReader.read(written)) == value, "seed \(seed)")
            }
        }
        print("json mutations: 20000 cases, \(readable) of them readable")
    }
}
