import JSON
import Testing

@Suite struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.encode(body), as: UTF8.self)
    }

    @Test("commas stand between elements and nowhere else")
    func commas() {
        let text = text {
            $0.object {
                $0.field("a") { $0.integer(1) }
                $0.field("b") {
                    $0.array {
                        $0.null()
                        $0.bool(true)
                        $0.array { _ in }
                        $0.object { _ in }
                    }
                }
                $0.field("c") { $0.object { $0.field("d") { $0.string("e") } } }
                $0.field("f") { $0.raw(Array("[1]".utf8)) }
            }
        }
        #expect(text == #"{"a":1,"b":[null,true,[],{}],"c":{"d":"e"},"f":[1]}"#)
    }

    @Test("strings are escaped where JSON demands it and nowhere else")
    func escapes() {
        #expect(text { $0.string("é€😀/") } == "\"é€😀/\"")
        #expect(
            text { $0.string("\"\\\u{8}\t\n\u{c}\r\u{1}\u{1f}\u{7f}") } == #""\"\\\b\t\n\f\r\u0001\u001f"# + "\u{7f}\"")
    }

    @Test("bytes are lower-case hexadecimal behind 0x")
    func hexadecimal() {
        #expect(text { $0.hexadecimal([0x00, 0xAB, 0xFF]) } == "\"0x00abff\"")
        #expect(text { $0.hexadecimal([UInt8]()) } == "\"0x\"")
        #expect(text { $0.integer(UInt64.max) } == "18446744073709551615")
    }

    @Test(
        "hexadecimal is read with or without 0x, in either case, in whole bytes only",
        arguments: [
            ("0x00abFF", [0x00, 0xAB, 0xFF]), ("00abff", [0x00, 0xAB, 0xFF]), ("", []), ("0x", []), ("0x0", nil),
            ("abc", nil), ("0xzz", nil), ("zz", nil), ("0x 1", nil), ("0X00", nil), ("éé", nil), ("0x0g", nil),
            ("g0", nil),
        ] as [(String, [UInt8]?)])
    func readHexadecimal(text: String, expected: [UInt8]?) { #expect(Hexadecimal.decode(text) == expected) }

    @Test("every byte makes the round through hexadecimal")
    func allBytes() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
        #expect(Hexadecimal.decode(Hexadecimal.encode(bytes).uppercased().replacing("0X", with: "0x")) == bytes)
    }
}
