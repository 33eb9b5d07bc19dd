import SCALE

/// Writes encoded values as Swift expressions.
struct Literal {
    let names: TypeNames

    /// The value as a literal where its type has a short one, else an expression that decodes the bytes.
    func expression(_ bytes: [UInt8], _ type: TypeID) throws(InterfaceError) -> String {
        var decoder = ScaleDecoder(bytes)
        if let text = read(type, &decoder), decoder.isAtEnd { return text }
        return "decoded(\"\(hex(bytes))\")"
    }

    private func read(_ id: TypeID, _ decoder: inout ScaleDecoder) -> String? {
        guard let type = names.types[id], let swift = try? names.swift(id) else { return nil }
        switch swift {
        case "AccountID", "Hash":
            guard let raw = try? decoder.read(32), raw.allSatisfy({ $0 == 0 }) else { return nil }
            return ".zero"
        case "Rao", "Alpha": return integer(UInt64.self, &decoder)
        case "NetUID": return integer(UInt16.self, &decoder)
        case "MechanismID": return integer(UInt8.self, &decoder)
        case "U64F64", "U96F32": return integer(UInt128.self, &decoder).map { "\(swift)(bits: \($0))" }
        case "I64F64", "I96F32": return integer(Int128.self, &decoder).map { "\(swift)(bits: \($0))" }
        case "I32F32": return integer(Int64.self, &decoder).map { "\(swift)(bits: \($0))" }
        case "SafeFloat":
            guard integer(UInt128.self, &decoder) == "0", integer(Int64.self, &decoder) == "0" else { return nil }
            return ".zero"
        default: break
        }
        switch type.definition {
        case .primitive(let primitive): return read(primitive, &decoder)
        case .sequence: return (try? decoder.byte()) == 0 ? "[]" : nil
        case .tuple(let members): return read(tuple: members, &decoder)
        case .composite(let fields):
            guard fields.count == 1, fields[0].name == nil, TypeNames.known[type.path.joined(separator: "::")] == nil
            else { return nil }
            let inner = read(fields[0].type, &decoder)
            return names.isGenerated(id) ? inner.map { "\(swift)(\($0))" } : inner
        case .variant(let variants):
            guard let index = try? decoder.byte(), let variant = variants.first(where: { $0.index == index }),
                variant.fields.isEmpty
            else { return nil }
            return type.path == ["Option"] ? "nil" : "." + SwiftName.member(variant.name)
        case .array, .compact, .bitSequence: return nil
        }
    }

    private func read(tuple members: [TypeID], _ decoder: inout ScaleDecoder) -> String? {
        var parts: [String] = []
        for member in members {
            guard let part = read(member, &decoder) else { return nil }
            parts.append(part)
        }
        switch parts.count {
        case 0: return "Unit()"
        case 1: return parts[0]
        case 2...4: return ["Pair", "Triple", "Quadruple"][parts.count - 2] + "(\(parts.joined(separator: ", ")))"
        default: return nil
        }
    }

    private func read(_ primitive: PrimitiveType, _ decoder: inout ScaleDecoder) -> String? {
        switch primitive {
        case .bool: (try? Bool(from: &decoder)).map(String.init)
        case .u8: integer(UInt8.self, &decoder)
        case .u16: integer(UInt16.self, &decoder)
        case .u32: integer(UInt32.self, &decoder)
        case .u64: integer(UInt64.self, &decoder)
        case .u128: integer(UInt128.self, &decoder)
        case .i8: integer(Int8.self, &decoder)
        case .i16: integer(Int16.self, &decoder)
        case .i32: integer(Int32.self, &decoder)
        case .i64: integer(Int64.self, &decoder)
        case .i128: integer(Int128.self, &decoder)
        case .char, .str, .u256, .i256: nil
        }
    }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type, _ decoder: inout ScaleDecoder) -> String? {
        guard let value = try? decoder.integer(type) else { return nil }
        let digits = String(value.magnitude)
        // Groups of three digits read better.
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), digits.count > 4 { grouped.append("_") }
            grouped.append(digit)
        }
        return (value < 0 ? "-" : "") + grouped
    }
}
