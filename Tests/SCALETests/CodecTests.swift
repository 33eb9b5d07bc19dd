import SCALE
import Testbed
import Testing

@Suite struct CodecTests {
    @Test(
        "compact integers take the shortest form",
        arguments: [
            (0, "00"), (1, "04"), (63, "fc"), (64, "0101"), (16383, "fdff"), (16384, "02000100"),
            (1_073_741_823, "feffffff"),
            (1_073_741_824, "0300000040"), (UInt64(UInt32.max), "03ffffffff"), (UInt64.max, "13ffffffffffffffff"),
        ] as [(UInt64, String)])
    func compact(value: UInt64, hex: String) throws {
        #expect(Compact(value).encoded().hex == hex)
        #expect(try Compact<UInt64>(scale: [UInt8](hex: hex) ?? []).value == value)
    }

    @Test(
        "a compact integer in a longer form than needed is refused",
        arguments: [
            "0100", "fd00", "02000000", "feff0000", "0300000000", "03ffffff3f", "0b00000000ff00", "13ffffffff00000000",
        ])
    func longForms(hex: String) {
        #expect(throws: ScaleError.malformedCompact) { try Compact<UInt64>(scale: [UInt8](hex: hex) ?? []) }
    }

    @Test("a compact integer too wide for its type is refused")
    func tooWide() {
        #expect(throws: ScaleError.malformedCompact) { try Compact<UInt8>(scale: Compact(UInt16(256)).encoded()) }
        #expect(throws: ScaleError.malformedCompact) { try Compact<UInt64>(scale: Compact(UInt128.max).encoded()) }
    }

    @Test("every compact integer of small bit widths survives", arguments: 0..<3)
    func smallCompacts(part: Int) throws {
        for value in stride(from: UInt32(part), to: 70_000, by: 3) {
            #expect(try Compact<UInt32>(scale: Compact(value).encoded()).value == value)
        }
    }

    @Test("random compact integers of all widths survive", arguments: [7, 8] as [UInt64])
    func randomCompacts(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        for _ in 0..<2000 {
            let value =
                UInt128.random(in: 0...UInt128.max, using: &random) >> UInt128.random(in: 0..<128, using: &random)
            #expect(try Compact<UInt128>(scale: Compact(value).encoded()).value == value, "seed \(seed)")
        }
    }

    @Test("a length that promises more than there is allocates nothing and is refused")
    func promisedLength() {
        #expect(throws: ScaleError.endOfInput) { try [UInt64](scale: [0x03, 0xff, 0xff, 0xff, 0xff]) }
        #expect(throws: ScaleError.endOfInput) { try [UInt8](scale: [0x10, 1, 2, 3]) }
    }

    @Test("left-over bytes are refused where a value must fill its bytes")
    func leftOver() {
        #expect(throws: ScaleError.trailingBytes(2)) { try UInt16(scale: [1, 2, 3, 4]) }
    }

    @Test("booleans and options take only their own indices")
    func indices() {
        #expect(throws: ScaleError.invalidValue(type: "bool")) { try Bool(scale: [2]) }
        #expect(throws: ScaleError.unknownVariant(index: 2, type: "Option")) { try UInt8?(scale: [2, 0]) }
        #expect(throws: ScaleError.unknownVariant(index: 7, type: "Result")) { try ScaleResult<Unit, Unit>(scale: [7]) }
    }

    @Test("texts are UTF-8 or refused")
    func texts() throws {
        #expect(try String(scale: "τao".encoded()) == "τao")
        #expect(throws: ScaleError.invalidValue(type: "str")) { try String(scale: [8, 0xff, 0xfe]) }
    }

    @Test("nested containers survive")
    func nested() throws {
        let value: [Pair<UInt16, [UInt8]?>] = [Pair(1, [1, 2]), Pair(2, nil), Pair(3, [])]
        #expect(try [Pair<UInt16, [UInt8]?>](scale: value.encoded()) == value)
        let fixed = try #require(FixedBytes<3>([1, 2, 3]))
        #expect(try FixedBytes<3>(scale: fixed.encoded()) == fixed)
        #expect(FixedBytes<3>([1, 2]) == nil)
    }
}
