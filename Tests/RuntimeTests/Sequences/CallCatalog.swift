import Primitives
import RuntimeInterface
import SCALE
import Testbed

/// The served calls as the metadata tells them: names, fields and types. A call that is served takes part in random
/// sequences without anything being said of it here.
struct CallCatalog: Sendable {
    /// A call.
    struct Entry: Sendable {
        let pallet: String
        let palletIndex: UInt8
        let variant: TypeVariant

        var name: String { "\(pallet).\(variant.name)" }

        /// Whether the call can succeed at all.
        var canSucceed: Bool { CallCatalog.alwaysFailing[name] == nil }
    }

    let types: PortableRegistry
    /// The type `RuntimeCall`.
    let callType: TypeID
    let entries: [Entry]

    /// The calls that users, owners and root send to the pallets of the economy.
    static let served = CallCatalog(pallets: ["SubtensorModule", "Swap", "AdminUtils", "Commitments", "Balances"])

    /// Calls that fail whatever a sequence sends, and why.
    static let alwaysFailing: [String: String] = {
        let noLiquidity = "pools hold the liquidity of the protocol alone"
        return [
            "Swap.add_liquidity": noLiquidity, "Swap.remove_liquidity": noLiquidity,
            "Swap.modify_position": noLiquidity, "Swap.toggle_user_liquidity": noLiquidity,
            "Swap.disable_lp": noLiquidity,
            "AdminUtils.sudo_set_total_issuance": "the issuance follows emission and recycling alone",
            "SubtensorModule.schedule_swap_coldkey": "announce_coldkey_swap has taken its place",
            "SubtensorModule.faucet": "a proof takes a million tries, for which sequences have no time",
        ]
    }()

    init(pallets names: [String]) {
        let metadata = ServedMetadata.metadata(slotDuration: 12_000)
        types = metadata.types
        callType = metadata.outer?.call ?? TypeID(0)
        entries = metadata.pallets.filter { names.contains($0.name) }.flatMap { pallet in
            metadata.variants(of: pallet.calls).map {
                Entry(pallet: pallet.name, palletIndex: pallet.index, variant: $0)
            }
        }
    }

    /// The call with these fields; `nil` where one of them is no value of its type.
    func call(_ entry: Entry, _ fields: [DynamicValue]) -> RuntimeCall? {
        var encoder = ScaleEncoder()
        encoder.append(entry.palletIndex)
        encoder.append(entry.variant.index)
        for (field, value) in zip(entry.variant.fields, fields) {
            guard (try? types.encode(value, as: field.type, to: &encoder)) != nil else { return nil }
        }
        return try? RuntimeCall(scale: encoder.bytes)
    }

    /// The call as a value that can be taken apart.
    func value(of call: RuntimeCall) -> DynamicValue? { try? types.decode(callType, call.encoded()) }

    /// The call of such a value, where it is one.
    func call(of value: DynamicValue) -> RuntimeCall? {
        guard let bytes = try? types.encoded(value, as: callType) else { return nil }
        return try? RuntimeCall(scale: bytes)
    }

    /// Pallet, name and arguments, for people.
    func text(of call: RuntimeCall) -> String {
        guard case .variant(let pallet, let inner)? = value(of: call), let value = inner.first?.value,
            case .variant(let name, let fields) = value
        else { return "a call that is not served" }
        return "\(pallet).\(name)(\(fields.map { "\($0.name): \($0.value.text)" }.joined(separator: ", ")))"
    }

    /// Pallet and name.
    func name(of call: RuntimeCall) -> String {
        let text = text(of: call)
        return text.firstIndex(of: "(").map { String(text[..<$0]) } ?? text
    }
}

extension DynamicValue {
    /// The value in a few characters.
    fileprivate var text: String {
        switch self {
        case .bool(let flag): "\(flag)"
        case .unsigned(let number): "\(number)"
        case .signed(let number): "\(number)"
        case .text(let text): "\"\(text)\""
        case .bytes(let bytes):
            if bytes.count == 32, let account = AccountID(bytes) {
                Action.Actor(account) == .other(account) ? "0x\(bytes.hex.prefix(8))…" : "\(Action.Actor(account))"
            } else {
                "\(bytes.count) bytes"
            }
        case .list(let values): "[\(values.map(\.text).joined(separator: ", "))]"
        case .fields(let fields): "(\(fields.map { "\($0.name): \($0.value.text)" }.joined(separator: ", ")))"
        case .variant(let name, let fields):
            fields.isEmpty ? name : "\(name)(\(fields.map(\.value.text).joined(separator: ", ")))"
        }
    }
}
