import JSON
import Neuron

/// Both readers of JSON: the node's and the neurons'.
///
/// What is read is written and read again to the same value, and what the neurons' reader takes the node's takes too.
enum JSONTarget {
    static let target = FuzzTarget(
        name: "json", summary: "read, write, read again; two readers agree", byteMaximum: 1_024, seeds: seeds,
        check: check)

    private static func seeds() -> [[UInt8]] {
        [
            #"{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":["0x26aa394eea5630e0",null]}"#,
            #"[1,-2,3.5e-7,18446744073709551615,184467440737095516150,-9223372036854775808,0,-0,1E400]"#,
            #"{"a":{"b":[true,false,null,"\u00e4\ud83d\ude00\"\\\/\b\f\n\r\t",""]},"a":2}"#, " [ [ ] , { } ] ",
            "\"\u{e4}\u{20ac}\u{1f600}\"", String(repeating: "[", count: 70) + String(repeating: "]", count: 70),
        ].map { Array($0.utf8) }
    }

    @Sendable private static func check(_ input: [UInt8]) {
        do throws(JSONFailure) {
            let value = try JSONReader.read(input)
            let text = JSONWriter.encode { $0.value(value) }
            hold((try? JSONReader.read(text)) == value, "what was written reads as the same value")
        } catch {
            hold((0...input.count).contains(error.offset), "a failure lies in the text")
            hold(!error.description.isEmpty, "a failure has words")
        }
        do {
            let value = try PythonValue(json: input)
            let text = value.json
            hold((try? PythonValue(json: text)) == value, "a body that was written reads as the same value")
            hold((try? JSONReader.read(input)) != nil, "what a neuron reads the node reads")
            _ = value.repr
        } catch {}
        guard let text = String(validating: input, as: UTF8.self), let bytes = Hexadecimal.decode(text) else { return }
        hold(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes, "hexadecimal digits come back")
    }
}
