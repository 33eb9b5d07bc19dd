public import SCALE
public import Testbed

/// Makes random values of a registry's types.
public struct RandomValue {
    let types: PortableRegistry
    /// Where the values come from.
    public var random: SeededRandom
    /// Only addresses that are accounts: the clients' libraries misread the form that is an index of no bytes.
    public var onlyAccountAddresses = false

    /// Values of the types of a registry.
    public init(_ types: PortableRegistry, seed: UInt64) {
        self.types = types
        random = SeededRandom(seed: seed)
    }

    /// Random bytes that are a value of the type; calls inside of calls stop at `depth`.
    public mutating func bytes(_ id: TypeID, depth: Int = 4) -> [UInt8] {
        guard let type = types[id] else { return [] }
        if type.path.joined(separator: "::") == "sp_runtime::generic::era::Era" { return [0] }
        switch type.definition {
        case .primitive(let primitive): return bytes(primitive)
        case .compact(let inner): return compact(inner)
        case .sequence(let element):
            let count = depth > 0 ? Int.random(in: 0...3, using: &random) : 0
            var encoder = ScaleEncoder()
            encoder.append(count: count)
            return encoder.bytes + (0..<count).flatMap { _ in bytes(element, depth: depth - 1) }
        case .array(let length, let element): return (0..<length).flatMap { _ in bytes(element, depth: depth) }
        case .tuple(let members): return members.flatMap { bytes($0, depth: depth) }
        case .composite(let fields): return fields.flatMap { bytes($0.type, depth: depth) }
        case .variant(let variants):
            // Near the end of the depth the variants that lead further are left out.
            let simple = variants.filter { $0.fields.isEmpty || !nests($0) }
            var pool = depth > 0 || simple.isEmpty ? variants : simple
            if onlyAccountAddresses, type.path.last == "MultiAddress" { pool = variants.filter { $0.name == "Id" } }
            guard let variant = pool.randomElement(using: &random) else { return [] }
            return [variant.index] + variant.fields.flatMap { bytes($0.type, depth: depth - 1) }
        case .bitSequence: return []
        }
    }

    private func nests(_ variant: TypeVariant) -> Bool {
        Set(["Utility", "Sudo"]).contains(variant.name)
    }

    private mutating func bytes(_ primitive: PrimitiveType) -> [UInt8] {
        switch primitive {
        case .bool: [UInt8.random(in: 0...1, using: &random)]
        case .str: "text \(Int.random(in: 0...99, using: &random))".encoded()
        default: random.bytes(primitive.width ?? 0)
        }
    }

    private mutating func compact(_ inner: TypeID) -> [UInt8] {
        var id = inner
        while case .composite(let fields) = types[id]?.definition, let first = fields.first { id = first.type }
        guard case .primitive(let primitive) = types[id]?.definition, let width = primitive.width else { return [] }
        // All lengths of the compact form are as likely.
        let bits = Int.random(in: 0...width * 8, using: &random)
        let value = bits == 0 ? 0 : UInt128.random(in: 0...UInt128.max, using: &random) >> UInt128(128 - bits)
        var encoder = ScaleEncoder()
        encoder.appendCompact(value)
        return encoder.bytes
    }
}
