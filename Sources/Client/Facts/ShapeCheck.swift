import Primitives
import RuntimeInterface
import SCALE
import Synchronization

/// Compares typed items with the chain's metadata at their first use, by name, and remembers the verdict.
///
/// The generated code describes items as ``ServedMetadata`` has them; both sides are resolved to their types and
/// compared by ``TypeComparison``.
final class ShapeCheck: Sendable {
    /// What the generated code was made from.
    static let generated = ServedMetadata.metadata(slotDuration: 12_000)

    private enum Verdict {
        case storage(fallback: [UInt8]?)
        case call(pallet: UInt8, call: UInt8)
        case fine
        case different(ClientError)
    }

    /// The chain's metadata.
    let metadata: RuntimeMetadata
    private let ours = ShapeCheck.generated
    // Most chains of this software serve the very registry: comparing every type is then of no use.
    private let isSameRegistry: Bool
    private let verdicts = Mutex<[String: Verdict]>([:])

    init(_ metadata: RuntimeMetadata) {
        self.metadata = metadata
        isSameRegistry = metadata.types == ours.types
    }

    /// Checks a storage item. Returns what stands for an absent value on this chain; `nil` where absence is meant.
    func storage(_ item: StoragePrefix) throws(ClientError) -> [UInt8]? {
        let verdict = verdict(of: "storage \(item.pallet).\(item.name)") { () throws(ClientError) in
            .storage(fallback: try checkedStorage(item))
        }
        if case .different(let error) = verdict { throw error }
        guard case .storage(let fallback) = verdict else { return nil }
        return fallback
    }

    /// Checks a method of a runtime API. Version 14 of metadata tells nothing of them: then every method passes.
    func method(_ name: String) throws(ClientError) {
        guard !metadata.apis.isEmpty else { return }
        let verdict = verdict(of: "runtime API \(name)") { () throws(ClientError) in
            try checkMethod(name)
            return .fine
        }
        if case .different(let error) = verdict { throw error }
    }

    /// Checks an event.
    func event(_ pallet: String, _ name: String) throws(ClientError) {
        let item = "event \(pallet).\(name)"
        let verdict = verdict(of: item) { () throws(ClientError) in
            _ = try checkVariant(item, pallet, name, .event)
            return .fine
        }
        if case .different(let error) = verdict { throw error }
    }

    /// Whether every event of the chain is one of ours with the same bytes: then a whole block's can be read at once.
    var hasOnlyKnownEvents: Bool {
        let verdict = verdict(of: "all events") { () throws(ClientError) in
            for pallet in metadata.pallets {
                for variant in metadata.variants(of: pallet.events) { try event(pallet.name, variant.name) }
            }
            return .fine
        }
        if case .different = verdict { return false }
        return true
    }

    /// The bytes of `call` with the indices of this chain.
    /// - Throws: ``ClientError/shapeMismatch(item:expected:found:)`` where arguments differ, or where a call inside of
    ///   the call has other indices here.
    func encoded(_ call: RuntimeCall) throws(ClientError) -> [UInt8] {
        for inner in call.innerCalls {
            let bytes = try encoded(inner)
            let expected = [inner.info.pallet, inner.info.call]
            guard Array(bytes.prefix(2)) == expected else {
                throw .shapeMismatch(
                    item: "the call \(inner.info.palletName).\(inner.info.callName) inside of another",
                    expected: "indices \(expected)", found: "indices \(Array(bytes.prefix(2)))")
            }
        }
        let item = "call \(call.info.palletName).\(call.info.callName)"
        let verdict = verdict(of: item) { () throws(ClientError) in
            let indices = try checkVariant(item, call.info.palletName, call.info.callName, .call)
            return .call(pallet: indices.pallet, call: indices.variant)
        }
        if case .different(let error) = verdict { throw error }
        var bytes = call.encoded()
        if case .call(let pallet, let index) = verdict, bytes.count >= 2 {
            bytes[0] = pallet
            bytes[1] = index
        }
        return bytes
    }

    /// Checks that extrinsics are put together here as this library does it.
    func extrinsicFormat() throws(ClientError) {
        let verdict = verdict(of: "the extrinsic format") { () throws(ClientError) in
            try checkExtrinsicFormat()
            return .fine
        }
        if case .different(let error) = verdict { throw error }
    }

    private func verdict(of item: String, _ check: () throws(ClientError) -> Verdict) -> Verdict {
        if let known = verdicts.withLock({ $0[item] }) { return known }
        let verdict: Verdict
        do throws(ClientError) { verdict = try check() } catch { verdict = .different(error) }
        verdicts.withLock { $0[item] = verdict }
        return verdict
    }
}

extension ShapeCheck {
    private func compare(_ item: String, _ ours: TypeID, _ theirs: TypeID, _ part: String) throws(ClientError) {
        if isSameRegistry, ours == theirs { return }
        var comparison = TypeComparison(self.ours.types, metadata.types)
        guard let difference = comparison.difference(ours, theirs) else { return }
        throw Self.mismatch(item, part, difference)
    }

    private static func mismatch(
        _ item: String, _ part: String, _ difference: TypeComparison.Difference
    ) -> ClientError {
        .shapeMismatch(
            item: item, expected: "\(part)\(difference.place): \(difference.expected)",
            found: "\(part)\(difference.place): \(difference.found)")
    }

    private static let undescribed = "nothing of this name"

    private func checkedStorage(_ item: StoragePrefix) throws(ClientError) -> [UInt8]? {
        let name = "storage \(item.pallet).\(item.name)"
        // Items name their pallet by its storage prefix.
        func find(_ metadata: RuntimeMetadata) -> StorageItemMetadata? {
            metadata.pallets.first { $0.storage?.prefix == item.pallet }?.storage?.items.first { $0.name == item.name }
        }
        guard let expected = find(ours) else {
            throw .shapeMismatch(item: name, expected: Self.undescribed, found: "not compared")
        }
        guard let found = find(metadata) else {
            throw .shapeMismatch(item: name, expected: "a storage item", found: Self.undescribed)
        }
        guard expected.modifier == found.modifier else {
            throw .shapeMismatch(
                item: name, expected: "modifier \(expected.modifier)", found: "modifier \(found.modifier)")
        }
        switch (expected.kind, found.kind) {
        case (.plain(let value), .plain(let otherValue)): try compare(name, value, otherValue, "value")
        case (.map(let hashers, let key, let value), .map(let otherHashers, let otherKey, let otherValue)):
            guard hashers == otherHashers else {
                throw .shapeMismatch(item: name, expected: "hashers \(hashers)", found: "hashers \(otherHashers)")
            }
            try compare(name, key, otherKey, "key")
            try compare(name, value, otherValue, "value")
        case (.plain, .map): throw .shapeMismatch(item: name, expected: "a single value", found: "a map")
        case (.map, .plain): throw .shapeMismatch(item: name, expected: "a map", found: "a single value")
        }
        return found.modifier == .default ? found.fallback : nil
    }

    private func checkMethod(_ name: String) throws(ClientError) {
        func find(_ metadata: RuntimeMetadata) -> RuntimeAPIMethodMetadata? {
            for api in metadata.apis where name.hasPrefix(api.name + "_") {
                let method = name.dropFirst(api.name.count + 1)
                if let found = api.methods.first(where: { $0.name == method }) { return found }
            }
            return nil
        }
        let item = "runtime API \(name)"
        guard let expected = find(ours) else {
            throw .shapeMismatch(item: item, expected: Self.undescribed, found: "not compared")
        }
        guard let found = find(metadata) else {
            throw .shapeMismatch(item: item, expected: "a method", found: Self.undescribed)
        }
        guard expected.inputs.count == found.inputs.count else {
            throw .shapeMismatch(
                item: item, expected: "\(expected.inputs.count) arguments", found: "\(found.inputs.count) arguments")
        }
        for (input, other) in zip(expected.inputs, found.inputs) {
            try compare(item, input.type, other.type, input.name)
        }
        try compare(item, expected.output, found.output, "output")
    }

    private func checkVariant(
        _ item: String, _ pallet: String, _ name: String, _ kind: VariantKind
    ) throws(ClientError) -> (pallet: UInt8, variant: UInt8) {
        func find(_ metadata: RuntimeMetadata) -> (pallet: PalletMetadata, variant: TypeVariant)? {
            guard let pallet = metadata.pallet(pallet) else { return nil }
            return metadata.variants(of: pallet[kind]).first { $0.name == name }.map { (pallet, $0) }
        }
        guard let expected = find(ours) else {
            throw .shapeMismatch(item: item, expected: Self.undescribed, found: "not compared")
        }
        guard let found = find(metadata) else {
            throw .shapeMismatch(item: item, expected: "an entry", found: Self.undescribed)
        }
        // Calls are sent with the chain's indices; events carry them and must have ours to be read.
        if kind == .event {
            let indices = (expected.pallet.index, expected.variant.index)
            let others = (found.pallet.index, found.variant.index)
            guard indices == others else {
                throw .shapeMismatch(item: item, expected: "indices \(indices)", found: "indices \(others)")
            }
        }
        var comparison = TypeComparison(ours.types, metadata.types)
        if let difference = comparison.difference(expected.variant.fields, found.variant.fields, at: "") {
            throw Self.mismatch(item, "arguments", difference)
        }
        return (found.pallet.index, found.variant.index)
    }

    private func checkExtrinsicFormat() throws(ClientError) {
        let item = "the extrinsic format"
        guard metadata.extrinsic.version == ours.extrinsic.version else {
            throw .shapeMismatch(
                item: item, expected: "version \(ours.extrinsic.version)",
                found: "version \(metadata.extrinsic.version)")
        }
        // Extensions without data leave no trace, so only the others have to agree.
        func described(_ metadata: RuntimeMetadata) -> [String] {
            metadata.extrinsic.extensions.compactMap { entry in
                let extra = metadata.types.shape(of: entry.extra)
                let additional = metadata.types.shape(of: entry.additional)
                let isEmpty = (extra + additional).allSatisfy { "()".contains($0) }
                return isEmpty ? nil : "\(entry.identifier) \(extra) \(additional)"
            }
        }
        let expected = described(ours)
        let found = described(metadata)
        guard expected == found else {
            throw .shapeMismatch(
                item: item, expected: expected.joined(separator: "; "), found: found.joined(separator: "; "))
        }
        try compare(item, ours.extrinsic.address, metadata.extrinsic.address, "address")
        try compare(item, ours.extrinsic.signature, metadata.extrinsic.signature, "signature")
    }
}

/// The enumerations of a pallet whose cases are compared.
private enum VariantKind {
    case call
    case event
}

extension PalletMetadata {
    fileprivate subscript(kind: VariantKind) -> TypeID? {
        switch kind {
        case .call: calls
        case .event: events
        }
    }
}
