public import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A scenario for every served call. Those that need more than arguments of the right kind stand in
/// ``CallScenarios/written``; for the others arguments are tried until the call succeeds, and the costliest way is
/// taken.
public struct CallScenarios: Sendable {
    /// A call that is served.
    public struct ServedCall: Sendable {
        public let pallet: String
        public let palletIndex: UInt8
        let variant: TypeVariant

        /// Pallet and call as the chain names them.
        public var name: String { "\(pallet).\(variant.name)" }
        public var callIndex: UInt8 { variant.index }
    }

    private let types: PortableRegistry
    /// Every call of every pallet, as the metadata tells them.
    public let calls: [ServedCall]

    /// Calls of the block's author, which cannot be sent, are measured all the same.
    public init() {
        let metadata = ServedMetadata.metadata(slotDuration: 12_000)
        types = metadata.types
        calls = metadata.pallets.flatMap { pallet in
            metadata.variants(of: pallet.calls).map {
                ServedCall(pallet: pallet.name, palletIndex: pallet.index, variant: $0)
            }
        }
    }

    /// The scenario of a call; `nil` where none succeeds above this state, and one has to be written.
    public func scenario(of call: ServedCall, above backend: any StateBackend) -> CallScenario? {
        if let written = Self.written[call.name] {
            return CallScenario(call.name, written.call, from: written.origin, prepare: written.prepare)
        }
        var best: (scenario: CallScenario, time: UInt32)?
        for number in Self.numbers {
            guard let runtimeCall = self.call(call, number: number) else { continue }
            for origin in Self.origins {
                let scenario = CallScenario(call.name, runtimeCall, from: origin)
                guard let counts = try? scenario.counts(above: backend) else { continue }
                let time = counts.reads + 4 * counts.writes
                if time > best?.time ?? 0 || best == nil { best = (scenario, time) }
            }
        }
        return best?.scenario
    }

    private static let origins: [Origin] = [
        .root, .signed(CostNetwork.validatorColdkey), .signed(CostNetwork.validatorHotkey), .none,
    ]

    /// What numbers in the arguments are, all of them.
    private static let numbers: [UInt128] = [
        1, 2, 0, 10, 100, 400, 1_000, 10_000, 65_535, 1_000_000, 1_000_000_000, 5_000_000_000, 1 << 32, 1 << 64,
    ]

    private func call(_ call: ServedCall, number: UInt128) -> RuntimeCall? {
        var encoder = ScaleEncoder()
        encoder.append(call.palletIndex)
        encoder.append(call.variant.index)
        for field in call.variant.fields {
            let value = value(of: field.type, named: field.name ?? "", number)
            guard (try? types.encode(value, as: field.type, to: &encoder)) != nil else { return nil }
        }
        return try? RuntimeCall(scale: encoder.bytes)
    }

    private func value(of id: TypeID, named name: String, _ number: UInt128, depth: Int = 0) -> DynamicValue {
        guard let type = types[id], depth < 16 else { return .list([]) }
        func inner(_ id: TypeID, _ name: String) -> DynamicValue {
            value(of: id, named: name, number, depth: depth + 1)
        }
        func fields(_ fields: [TypeField]) -> [DynamicValue.Field] {
            fields.map { DynamicValue.Field($0.name ?? "", inner($0.type, $0.name ?? name)) }
        }
        switch type.path.last {
        case "AccountId32": return .bytes(Self.account(named: name).bytes)
        case "MultiAddress": return .variant("Id", [DynamicValue.Field("", .bytes(Self.account(named: name).bytes))])
        case "NetUid":
            let netuid = name.hasPrefix("destination") ? CostNetwork.otherNetuid : CostNetwork.netuid
            return .unsigned(UInt128(netuid.number))
        case "MechId": return .unsigned(1)
        case "AlphaBalance", "TaoBalance": return .unsigned(max(number, 1_000_000_000) & UInt128(UInt64.max))
        default: break
        }
        switch type.definition {
        case .primitive(.bool): return .bool(number % 2 == 1)
        case .primitive(.str): return .text("text")
        case .primitive(.u256), .primitive(.i256): return .bytes(Array(repeating: 1, count: 32))
        case .primitive(.i8), .primitive(.i16), .primitive(.i32), .primitive(.i64), .primitive(.i128):
            return .signed(Int128(truncatingIfNeeded: number & 0x7FFF))
        case .primitive(let primitive):
            let bits = (primitive.width ?? 1) * 8
            return .unsigned(bits >= 128 ? number : number & ((1 << UInt128(bits)) - 1))
        case .compact(let element): return inner(element, name)
        case .sequence(let element):
            guard types[element]?.definition != .primitive(.u8) else { return .bytes(Array(repeating: 65, count: 32)) }
            return .list([inner(element, name)])
        case .array(let length, let element):
            guard types[element]?.definition != .primitive(.u8) else {
                return .bytes(Array(repeating: 1, count: Int(length)))
            }
            return .list((0..<length).map { _ in inner(element, name) })
        case .tuple(let members): return .list(members.map { inner($0, name) })
        case .composite(let members):
            return members.count == 1 && members[0].name == nil
                ? inner(members[0].type, name) : .fields(fields(members))
        case .variant(let variants):
            guard let variant = variants.last else { return .list([]) }
            return .variant(variant.name, fields(variant.fields))
        case .bitSequence: return .list([])
        }
    }

    private static func account(named name: String) -> AccountID {
        if name.hasPrefix("new_hotkey") { return CostNetwork.newcomer }
        if name.hasPrefix("new_coldkey") { return CostNetwork.newColdkey }
        if name.contains("hotkey") {
            return name.hasPrefix("destination") ? CostNetwork.otherHotkey : CostNetwork.validatorHotkey
        }
        return ["coldkey", "source", "who"].contains(name) ? CostNetwork.validatorColdkey : CostNetwork.otherColdkey
    }
}
