import SCALE

/// A pallet as `Interface/pallets/<Name>.json` holds it.
struct PalletRecord: Codable, Equatable {
    struct Item: Codable, Equatable {
        var name: String
        var modifier: String
        var hashers: [String]?
        var key: UInt32?
        var value: UInt32
        var fallback: String
    }

    struct Constant: Codable, Equatable {
        var name: String
        var type: UInt32
        var value: String
    }

    var name: String
    var index: UInt8
    var prefix: String?
    var calls: UInt32?
    var events: UInt32?
    var errors: UInt32?
    var storage: [Item]
    var constants: [Constant]

    init(_ pallet: PalletMetadata) {
        name = pallet.name
        index = pallet.index
        prefix = pallet.storage?.prefix
        calls = pallet.calls?.number
        events = pallet.events?.number
        errors = pallet.errors?.number
        storage = (pallet.storage?.items ?? []).map(Item.init)
        constants = pallet.constants.map { Constant(name: $0.name, type: $0.type.number, value: hex($0.value)) }
    }

    func metadata() throws(InterfaceError) -> PalletMetadata {
        var items: [StorageItemMetadata] = []
        for item in storage { items.append(try item.metadata(pallet: name)) }
        var values: [ConstantMetadata] = []
        for constant in constants {
            let bytes = try bytes(constant.value, in: "\(name).\(constant.name)")
            values.append(ConstantMetadata(name: constant.name, type: TypeID(constant.type), value: bytes))
        }
        return PalletMetadata(
            name: name, index: index, storage: prefix.map { StorageMetadata(prefix: $0, items: items) },
            calls: calls.map { TypeID($0) }, events: events.map { TypeID($0) }, errors: errors.map { TypeID($0) },
            constants: values)
    }
}

extension PalletRecord.Item {
    init(_ item: StorageItemMetadata) {
        name = item.name
        modifier = "\(item.modifier)"
        fallback = hex(item.fallback)
        switch item.kind {
        case .plain(let value): self.value = value.number
        case .map(let hashers, let key, let value):
            self.hashers = hashers.map { "\($0)" }
            self.key = key.number
            self.value = value.number
        }
    }

    func metadata(pallet: String) throws(InterfaceError) -> StorageItemMetadata {
        let place = "\(pallet).\(name)"
        guard let modifier = StorageItemMetadata.Modifier.allCases.first(where: { "\($0)" == modifier }) else {
            throw InterfaceError("\(place): unknown modifier \(modifier)")
        }
        var kind = StorageItemMetadata.Kind.plain(TypeID(value))
        if let hashers, let key {
            var known: [StorageItemMetadata.Hasher] = []
            for hasher in hashers {
                guard let match = StorageItemMetadata.Hasher.allCases.first(where: { "\($0)" == hasher }) else {
                    throw InterfaceError("\(place): unknown hasher \(hasher)")
                }
                known.append(match)
            }
            kind = .map(hashers: known, key: TypeID(key), value: TypeID(value))
        }
        return StorageItemMetadata(
            name: name, modifier: modifier, kind: kind, fallback: try bytes(fallback, in: place))
    }
}

/// Lower-case hexadecimal with `0x`.
func hex(_ bytes: [UInt8]) -> String {
    "0x" + bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The bytes of a hexadecimal text with `0x`; `place` names it in the error.
func bytes(_ text: String, in place: String) throws(InterfaceError) -> [UInt8] {
    let digits = Array(text.utf8)
    guard digits.count >= 2, digits.count.isMultiple(of: 2), text.hasPrefix("0x") else {
        throw InterfaceError("\(place): \(text) is no hexadecimal value with 0x")
    }
    var result: [UInt8] = []
    for position in stride(from: 2, to: digits.count, by: 2) {
        guard let byte = UInt8(String(decoding: digits[position...position + 1], as: UTF8.self), radix: 16) else {
            throw InterfaceError("\(place): \(text) is no hexadecimal value")
        }
        result.append(byte)
    }
    return result
}
