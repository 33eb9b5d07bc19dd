import SCALE
import Testbed
import Testing

@Suite struct DynamicValueTests {
    let metadata: RuntimeMetadata
    var types: PortableRegistry { metadata.types }

    init() throws { metadata = try RuntimeMetadata(blob: MetadataTests.blob) }

    private func isCompact(_ type: PortableType) -> Bool {
        guard case .compact = type.definition else { return false }
        return true
    }

    @Test("a call is read by names and written back")
    func call() throws {
        let bytes = try #require(
            [UInt8](hex: "0x0503008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48e5c0"))
        let value = try types.decode(metadata.extrinsic.call, bytes)
        #expect(value.variantName == "Balances")
        let call = try #require(value[0])
        #expect(call.variantName == "transfer_keep_alive")
        #expect(call["value"]?.unsigned == 12345)
        #expect(call["dest"]?[0]?.bytes?.count == 32)
        #expect(try types.encoded(value, as: metadata.extrinsic.call) == bytes)
    }

    @Test("named fields may stand in any order")
    func fieldOrder() throws {
        let id = try #require(types.first(path: "pallet_multisig::Timepoint"))
        let value = DynamicValue.fields([.init("index", .unsigned(2)), .init("height", .unsigned(1))])
        #expect(try types.encoded(value, as: id) == [1, 0, 0, 0, 2, 0, 0, 0])
    }

    @Test("a compact integer that its type cannot hold is refused")
    func wideCompact() throws {
        let types = PortableRegistry([type(.primitive(.u16)), type(.compact(TypeID(0))), type(.compact(TypeID(9)))])
        #expect(try types.decode(TypeID(1), [0xFE, 0xFF, 3, 0]) == .unsigned(65_535))
        #expect(throws: ScaleError.malformedCompact) { try types.decode(TypeID(1), [2, 0, 4, 0]) }
        #expect(try types.decode(TypeID(2), [2, 0, 4, 0]) == .unsigned(65_536), "an unknown type sets no bound")
    }

    @Test("types that contain themselves, or more of nothing than memory holds, are refused soon")
    func knots() throws {
        let unit = type(.tuple([]))
        let next = { (index: Int) in TypeID(UInt32(index + 1)) }
        let knots: [(types: [PortableType], error: ScaleError?)] = [
            ([type(.tuple([TypeID(0)]))], .nestedTooDeep),
            ([type(.composite([TypeField(name: "a", type: TypeID(0))]))], .nestedTooDeep),
            ([type(.composite([TypeField(name: nil, type: TypeID(0))]))], .nestedTooDeep),
            ([type(.array(length: 2, element: TypeID(0)))], .nestedTooDeep),
            ([type(.sequence(TypeID(0)))], .nestedTooDeep),
            ([type(.compact(TypeID(0)))], nil),
            ([type(.array(length: .max, element: TypeID(1))), unit], .invalidValue(type: "type #1")),
            // Each names the next one twice.
            ((0..<40).map { type(.tuple([next($0), next($0)])) } + [unit], .invalidValue(type: "type #38")),
            ((0..<2000).map { type(.tuple([next($0)])) } + [unit], .nestedTooDeep),
        ]
        let bytes = [UInt8](repeating: 4, count: 1000)
        for (index, knot) in knots.enumerated() {
            var decoder = ScaleDecoder(bytes)
            do throws(ScaleError) {
                _ = try PortableRegistry(knot.types).decode(TypeID(0), from: &decoder)
                #expect(knot.error == nil, "knot \(index)")
            } catch {
                #expect(error == knot.error, "knot \(index)")
            }
        }
    }

    @Test("descriptions of types that contain themselves or multiply are bounded")
    func knottedShapes() {
        let unit = type(.tuple([]))
        let next = { (index: Int) in TypeID(UInt32(index + 1)) }
        let twice = PortableRegistry((0..<64).map { type(.tuple([next($0), next($0)])) } + [unit])
        #expect(twice.shape(of: TypeID(0)).utf8.count <= 1 << 20)
        #expect(twice.shape(of: TypeID(62)) == "(((),()),((),()))")
        let chain = PortableRegistry((0..<50_000).map { type(.sequence(next($0))) } + [unit])
        #expect(chain.shape(of: TypeID(0)).contains("?"))
        #expect(PortableRegistry([type(.tuple([TypeID(0)]))]).shape(of: TypeID(0)) == "^")
    }

    private func type(_ definition: TypeDefinition) -> PortableType {
        PortableType(path: [], parameters: [], definition: definition)
    }

    @Test("what does not fit its type is refused")
    func refusals() throws {
        let u8 = try #require(types.types.firstIndex { $0.definition == .primitive(.u8) }.map { TypeID(UInt32($0)) })
        #expect(throws: DynamicValueError.outOfRange(u8)) { try types.encoded(.unsigned(256), as: u8) }
        #expect(throws: DynamicValueError.wrongKind(u8)) { try types.encoded(.text("1"), as: u8) }
        let id = try #require(types.first(path: "pallet_multisig::Timepoint"))
        #expect(throws: DynamicValueError.unknownName("height")) {
            try types.encoded(.fields([.init("high", .unsigned(1)), .init("index", .unsigned(2))]), as: id)
        }
        #expect(throws: DynamicValueError.unknownType(9999)) { try types.encoded(.unsigned(0), as: 9999) }
        let compact = try #require(types.types.firstIndex { isCompact($0) })
        #expect(throws: DynamicValueError.self) {
            try types.encoded(.unsigned(.max), as: TypeID(UInt32(compact)))
        }
    }

    @Test("a hostile nesting of calls is refused without exhausting the stack")
    func nesting() throws {
        // Sudo.sudo within Sudo.sudo.
        let deep = (0..<200_000).map { $0.isMultiple(of: 2) ? UInt8(12) : 0 }
        #expect(throws: ScaleError.nestedTooDeep) { try types.decode(metadata.extrinsic.call, deep) }
    }

    @Test("shapes tell layouts apart and look through names")
    func shapes() throws {
        let account = try #require(types.first(path: "sp_core::crypto::AccountId32"))
        let hash = try #require(types.first(path: "primitive_types::H256"))
        #expect(types.shape(of: account) == "[u8;32]")
        #expect(types.shape(of: hash) == "[u8;32]")
        let point = try #require(types.first(path: "pallet_multisig::Timepoint"))
        #expect(types.shape(of: point) == "(u32,u32)")
        #expect(types.shape(of: metadata.extrinsic.call) == "RuntimeCall")
        let pays = try #require(types.first(path: "frame_support::dispatch::Pays"))
        #expect(types.shape(of: pays) == "{0:Yes|1:No}")
    }
}
