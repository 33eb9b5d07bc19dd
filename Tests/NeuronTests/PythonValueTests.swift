import Testbed
import Testing

@testable import Neuron

@Suite struct PythonValueTests {
    @Test("numbers print as in Python: shortest digits, exponent below 1e-4 and from 1e16 on")
    func floats() {
        // Left: the number; right: what str() of CPython 3.11 prints.
        let cases: [(Double, String)] = [
            (1.0, "1.0"), (-1.0, "-1.0"), (0.1, "0.1"), (1e16, "1e+16"), (1e15, "1000000000000000.0"),
            (123456789012345680.0, "1.2345678901234568e+17"), (1e-4, "0.0001"), (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"), (12345.678, "12345.678"), (1e100, "1e+100"),
            (9007199254740992.0, "9007199254740992.0"),
            (1.2e16, "1.2e+16"), (9999999999999998.0, "9999999999999998.0"), (.leastNonzeroMagnitude, "5e-324"),
            (1.7976931348623157e308, "1.7976931348623157e+308"), (100.0, "100.0"), (0.00012, "0.00012"),
            (-0.0, "-0.0"), (0.0, "0.0"), (3.141592653589793, "3.141592653589793"), (1e22, "1e+22"),
            (1.23456e-08, "1.23456e-08"), (12.0, "12.0"),
        ]
        for (value, text) in cases { #expect(PythonValue.float(value).str == text) }
        print("Python floats: \(cases.count) cases")
    }

    @Test("texts in containers are quoted and escaped as in Python")
    func texts() {
        let cases: [(String, String)] = [
            ("plain", "'plain'"), ("it's", "\"it's\""), ("say \"hi\"", "'say \"hi\"'"),
            ("both ' and \"", "'both \\' and \"'"), ("back\\slash", "'back\\\\slash'"),
            ("tab\tnew\nret\r", "'tab\\tnew\\nret\\r'"), ("\u{0}\u{1F}\u{7F}", "'\\x00\\x1f\\x7f'"),
            ("é\u{A0}\u{200B}\u{2028}😀\u{E000}", "'é\\xa0\\u200b\\u2028😀\\ue000'"), ("\u{AD}", "'\\xad'"),
        ]
        for (text, expected) in cases { #expect(PythonValue.text(text).repr == expected) }
        #expect(PythonValue.text("it's").str == "it's")
        print("Python texts: \(cases.count) cases")
    }

    @Test("containers, None and booleans print as in Python")
    func containers() throws {
        let json = #"{"a": [1, 2.0, null, true, false, "x"], "b": {}, "c": [], "d": [[]], "e": {"k": -5}}"#
        let value = try PythonValue(json: Array(json.utf8))
        #expect(value.str == "{'a': [1, 2.0, None, True, False, 'x'], 'b': {}, 'c': [], 'd': [[]], 'e': {'k': -5}}")
    }

    @Test("JSON keeps whole numbers whole, dictionaries ordered, and the last of equal names")
    func json() throws {
        let text = #" {"z":1,"a":1.0,"n":123456789012345678901234567890,"z":[-0,1e2,"\u00e9\ud83d\ude00\n"]} "#
        let value = try PythonValue(json: Array(text.utf8))
        #expect(value.str == "{'z': [0, 100.0, 'é😀\\n'], 'a': 1.0, 'n': 123456789012345678901234567890}")
        #expect(try PythonValue(json: value.json) == value)
    }

    @Test(
        "what is no JSON is refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\" 1}", "{a:1}", "01", "1.", "-", "1e", "tru", "nulll", "\"a", "\"\\x\"", "NaN",
            "Infinity", "1e999", "\"\\ud800\"", "\"\u{1}\"", "[1] 2", "\"\\ud800\\u0041\"",
        ])
    func refused(text: String) {
        #expect(throws: JSONError.self) { try PythonValue(json: Array(text.utf8)) }
    }

    @Test("bytes that are no UTF-8 and deep nesting are refused")
    func hostile() {
        #expect(throws: JSONError.self) { try PythonValue(json: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONError.tooDeep) { try PythonValue(json: [UInt8](repeating: 0x5B, count: 100_000)) }
    }

    @Test("the reader survives random changes of a valid text", arguments: [1, 2, 3] as [UInt64])
    func mutations(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let text = Array(#"{"contexts":[["a","b\u0041"],[]],"n":-1.5e3,"x":null,"t":true}"#.utf8)
        for _ in 0..<3_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if let value = try? PythonValue(json: bytes) {
                #expect((try? PythonValue(json: value.json)) == value, "seed \(seed)")
            }
        }
    }

    @Test("the body hash is that of the joined hashes of the fields; no field gives the hash of nothing")
    func bodyHash() {
        let fields = PythonValue.dictionary([.init("a", .integer(7)), .init("b", .list([.integer(1), .none]))])
        #expect(
            BodyHash.hex(of: [], in: fields) == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a")
        // From Python: get_hash(get_hash("7") + get_hash("[1, None]") + get_hash("None")).
        #expect(
            BodyHash.hex(of: ["a", "b", "missing"], in: fields)
                == "1db4ac30d8299890afa4c0f8b6ac501b9c1d67d45dfbdd381013e5aaa9945bf9")
    }
}
