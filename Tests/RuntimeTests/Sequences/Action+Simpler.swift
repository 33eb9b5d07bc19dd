import SCALE

extension Action {
    /// Simpler forms, the simplest first: fewer blocks; numbers nearer to zero, shorter lists, nothing in the place of
    /// something, `false` in the place of `true`.
    var simpler: [Action] {
        switch self {
        case .blocks(let count): count.nearerToZero.filter { $0 > 0 }.map(Action.blocks)
        case .call(let actor, let call):
            (CallCatalog.served.value(of: call)?.simpler ?? []).compactMap { value in
                CallCatalog.served.call(of: value).map { .call(actor, $0) }
            }
        }
    }
}

extension BinaryInteger {
    /// Zero first, then half the way, and ever nearer to this number.
    fileprivate var nearerToZero: [Self] {
        var numbers: [Self] = []
        var distance = self
        while distance != 0 {
            numbers.append(self - distance)
            distance /= 2
        }
        return numbers
    }
}

extension DynamicValue {
    /// Values of the same type that are simpler. Accounts and hashes are as simple as they are.
    fileprivate var simpler: [DynamicValue] {
        switch self {
        case .bool(let flag): flag ? [.bool(false)] : []
        case .unsigned(let number): number.nearerToZero.map(DynamicValue.unsigned)
        case .signed(let number): number.nearerToZero.map(DynamicValue.signed)
        case .text(let text): text.isEmpty ? [] : [.text("")]
        case .bytes(let bytes):
            bytes.isEmpty || bytes.count == 32 ? [] : [.bytes([]), .bytes(Array(bytes.prefix(bytes.count / 2)))]
        case .list(let values):
            Self.shorter(values).map(DynamicValue.list) + Self.simplerMembers(values).map(DynamicValue.list)
        case .fields(let fields): Self.simplerFields(fields).map(DynamicValue.fields)
        case .variant("Some", let fields):
            [.variant("None", [])] + Self.simplerFields(fields).map { .variant("Some", $0) }
        case .variant(let name, let fields): Self.simplerFields(fields).map { .variant(name, $0) }
        }
    }

    private static func shorter(_ values: [DynamicValue]) -> [[DynamicValue]] {
        guard !values.isEmpty else { return [] }
        let halves = [Array(values.prefix(values.count / 2)), Array(values.suffix(values.count / 2))]
        guard values.count <= 8 else { return halves }
        return halves
            + values.indices.map { index in
                var rest = values
                rest.remove(at: index)
                return rest
            }
    }

    private static func simplerMembers(_ values: [DynamicValue]) -> [[DynamicValue]] {
        values.indices.flatMap { index in
            values[index].simpler.map { simpler in
                var changed = values
                changed[index] = simpler
                return changed
            }
        }
    }

    private static func simplerFields(_ fields: [Field]) -> [[Field]] {
        simplerMembers(fields.map(\.value)).map { values in
            zip(fields, values).map { Field($0.name, $1) }
        }
    }
}
