import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed

@testable import SubtensorPallets

/// Draws the arguments of one call by their types and names: values that matter rather than any.
struct ArgumentSource {
    var random: SeededRandom
    /// Whose call it is meant to be.
    let coldkey: AccountID
    /// The first subnet that was drawn.
    private(set) var netuid: NetUID?
    /// The first hotkey that was drawn.
    private var hotkey: AccountID?
    /// Whether the call names a hotkey.
    private(set) var hasHotkey = false
    /// Rows of weights are as long as their lists of UIDs, most of the time.
    private let rowLength: Int

    private var types: PortableRegistry { CallCatalog.served.types }

    init(random: SeededRandom, in state: borrowing State) {
        self.random = random
        // Whoever took over a coldkey acts in its place.
        let heirs = Action.Actor.heirs.filter { !state.get(Subtensor.ownedHotkeys, $0).isEmpty }
        coldkey = (Action.Actor.coldkeys + heirs).randomElement(using: &self.random) ?? .zero
        rowLength = Int.random(in: 0...5, using: &self.random)
    }

    /// Values for all fields of a call.
    mutating func fields(of variant: TypeVariant, in state: borrowing State) -> [DynamicValue] {
        var values: [DynamicValue] = []
        for field in variant.fields { values.append(value(of: field.type, named: field.name ?? "", in: state)) }
        return values
    }

    private mutating func value(of id: TypeID, named name: String, in state: borrowing State) -> DynamicValue {
        guard let type = types[id] else { return .list([]) }
        switch type.path.last {
        case "AccountId32": return .bytes(account(named: name, in: state).bytes)
        case "MultiAddress":
            return .variant("Id", [DynamicValue.Field("", .bytes(account(named: name, in: state).bytes))])
        case "NetUid": return .unsigned(UInt128(subnet(in: state).number))
        case "TaoBalance": return .unsigned(UInt128(tao(in: state)))
        case "AlphaBalance": return .unsigned(UInt128(alpha(in: state)))
        case "BTreeSet":
            let netuids = (0..<Int.random(in: 0...4, using: &random)).map { _ in subnet(in: state) }
            return .list(Set(netuids).sorted().map { .unsigned(UInt128($0.number)) })
        default: break
        }
        switch type.definition {
        case .primitive(let primitive): return fitting(name) ?? value(of: primitive, named: name)
        case .compact(let inner): return value(of: inner, named: name, in: state)
        case .sequence(let element): return sequence(of: element, named: name, in: state)
        case .array(let length, let element):
            guard types[element]?.definition != .primitive(.u8) else { return .bytes(random.bytes(Int(length))) }
            return .list((0..<length).map { _ in value(of: element, named: name, in: state) })
        case .tuple(let members): return .list(members.map { value(of: $0, named: name, in: state) })
        case .composite(let fields):
            guard fields.count > 1 || fields.first?.name != nil else {
                return value(of: fields[0].type, named: name, in: state)
            }
            return .fields(
                fields.map { DynamicValue.Field($0.name ?? "", value(of: $0.type, named: $0.name ?? name, in: state)) })
        case .variant(let variants):
            guard let variant = variants.randomElement(using: &random) else { return .list([]) }
            return .variant(
                variant.name,
                variant.fields.map {
                    DynamicValue.Field($0.name ?? "", value(of: $0.type, named: $0.name ?? name, in: state))
                })
        case .bitSequence: return .list([])
        }
    }

    private mutating func sequence(of element: TypeID, named name: String, in state: borrowing State) -> DynamicValue {
        if types[element]?.definition == .primitive(.u8) {
            return .bytes(random.bytes([0, 1, 8, 40].randomElement(using: &random) ?? 0))
        }
        let isRow = ["dests", "weights", "uids", "values", "netuids"].contains(name)
        let count =
            isRow && Int.random(in: 0..<10, using: &random) > 0 ? rowLength : Int.random(in: 0...3, using: &random)
        if name == "dests" || name == "uids" {
            return .list((0..<UInt128(count)).shuffled(using: &random).map(DynamicValue.unsigned))
        }
        var values: [DynamicValue] = []
        for _ in 0..<count { values.append(value(of: element, named: name, in: state)) }
        return .list(values)
    }

    private mutating func value(of primitive: PrimitiveType, named name: String) -> DynamicValue {
        switch primitive {
        case .bool: return .bool(Bool.random(using: &random))
        case .str: return .text("text")
        case .u256, .i256: return .bytes(random.bytes(32))
        case .i8, .i16, .i32, .i64, .i128:
            let numbers: [Int128] = [0, 1, -1, 10, 100, -100]
            return .signed(numbers.randomElement(using: &random) ?? 0)
        case .char: return .unsigned(65)
        case .u8, .u16, .u32, .u64, .u128:
            let bits = UInt128((primitive.width ?? 1) * 8)
            let largest = bits == 128 ? UInt128.max : (1 << bits) - 1
            let numbers: [UInt128] = [
                0, 1, 2, 3, 5, 10, 50, 100, 360, 1_000, 11_796, 65_535, 500_000, 1_000_000_000, 1 << 63, 1 << 64,
                largest / 2, largest,
            ].filter { $0 <= largest }
            return .unsigned(numbers.randomElement(using: &random) ?? 0)
        }
    }

    // MARK: Values that mean something

    /// A number that a field of this name may have, most of the time; `nil` for most names.
    private mutating func fitting(_ name: String) -> DynamicValue? {
        let numbers: [UInt128]? =
            switch name {
            case "ip_type": [4, 4, 4, 6]
            case "ip": [0x0808_0808, 0x7F00_0001, 1 << 64]
            case "take", "default_take": [0, 1, 1_000, 5_898, 11_796]
            case "mecid", "mechanism_count", "max_mechanism_count": [0, 1, 1, 2, 3]
            case "tempo": [2, 5, 360, 720]
            case "max_n", "max_allowed_uids", "min_allowed_uids": [2, 3, 5, 7, 8, 9, 12]
            case "target": [2, 3, 5, 8]
            case "in_blocks": [0, 0, 1]
            case "alpha_low", "alpha_high": [1_638, 11_796, 45_875, 58_982]
            case "limit_price": [0, 1, 500_000, 1_000_000, 1_000_000_000, 1 << 40]
            default: nil
            }
        guard let numbers, Int.random(in: 0..<5, using: &random) > 0 else { return nil }
        return numbers.randomElement(using: &random).map(DynamicValue.unsigned)
    }

    private mutating func account(named name: String, in state: borrowing State) -> AccountID {
        let dice = Int.random(in: 0..<100, using: &random)
        guard name.contains("hotkey") || name == "children" else {
            // Root may take from any account, a subnet's too; it is not expected to.
            let mayBeSubnet = name != "who" && name != "source"
            switch dice {
            case ..<70: return Action.Actor.coldkeys.randomElement(using: &random) ?? .zero
            case ..<80: return Action.Actor.heirs.randomElement(using: &random) ?? .zero
            case ..<90: return Action.Actor.hotkeys.randomElement(using: &random) ?? .zero
            case ..<94 where mayBeSubnet: return Subtensor.subnetAccount(2)
            default: return dice < 97 ? .zero : Action.Actor.uniform(0xB0)
            }
        }
        hasHotkey = true
        let own = Action.Actor.hotkeys.filter { hotkey in
            guard !state.contains(Subtensor.owner, hotkey) else {
                return state.get(Subtensor.owner, hotkey) == coldkey
            }
            guard case .hotkey(_, let owner) = Action.Actor(hotkey) else { return false }
            return Action.Actor.coldkey(owner).account == coldkey
        }
        let drawn: AccountID? =
            switch dice {
            case ..<60: own.randomElement(using: &random)
            case ..<92: Action.Actor.hotkeys.randomElement(using: &random)
            case ..<95: coldkey
            case ..<97: AccountID.zero
            default: dice < 98 ? Subtensor.subnetAccount(1) : Action.Actor.uniform(0xB1)
            }
        if hotkey == nil { hotkey = drawn }
        return drawn ?? .zero
    }

    private mutating func subnet(in state: borrowing State) -> NetUID {
        let existing = Subtensor.netuids(in: state)
        let drawn: NetUID? =
            switch Int.random(in: 0..<20, using: &random) {
            case 0: NetUID(UInt16.max)
            case 1: NetUID(UInt16(existing.count))
            case 2: .root
            default: existing.randomElement(using: &random)
            }
        if netuid == nil { netuid = drawn }
        return drawn ?? .root
    }

    private mutating func tao(in state: borrowing State) -> UInt64 {
        let all = Balances.free(coldkey, in: state).units
        return amount(all: all, all > 500 ? all - 500 : 0)
    }

    private mutating func alpha(in state: borrowing State) -> UInt64 {
        let all = Subtensor.stake(of: coldkey, at: hotkey ?? .zero, on: netuid ?? .root, in: state).units
        return amount(all: all, all > 0 ? all - 1 : 0)
    }

    /// All there is, nearly all, a little more, nothing, the least that counts, the largest number, and amounts of many
    /// magnitudes.
    private mutating func amount(all: UInt64, _ nearlyAll: UInt64) -> UInt64 {
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return 0
        case 1: return 1
        case 2: return 500
        case 3: return 2_000_000
        case 4: return .max
        case 5: return all
        case 6: return nearlyAll
        case 7: return all == .max ? all : all + 1
        case 8: return all / 2
        default: return UInt64.random(in: 0...(1 << UInt64.random(in: 18...44, using: &random)), using: &random)
        }
    }
}
