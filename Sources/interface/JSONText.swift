#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// JSON that is written the same way every time, with one item on a line, so that a new import shows as a small diff.
enum JSONText {
    /// The value on one line, keys sorted.
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// An array with one element a line.
    static func list(_ values: [some Encodable], indent: String = "") throws -> String {
        guard !values.isEmpty else { return "[]" }
        let lines = try values.map { indent + "  " + (try line($0)) }
        return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
    }

    /// An object whose members are given as texts.
    static func object(_ members: [(String, String)]) -> String {
        "{\n" + members.map { "  \"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    static func read<Value: Decodable>(_ type: Value.Type, from file: URL) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: try Data(contentsOf: file))
        } catch {
            throw InterfaceError("\(file.lastPathComponent): \(error)")
        }
    }
}

extension TypeRecord {
    /// One line, or one line a variant for enumerations.
    func text() throws -> String {
        guard let variants, !variants.isEmpty else { return try JSONText.line(self) }
        var rest = self
        rest.variants = []
        return try JSONText.line(rest).replacingFirst(
            "\"variants\":[]", with: "\"variants\":" + (try JSONText.list(variants)))
    }
}

extension PalletRecord {
    func text() throws -> String {
        var members = [("name", try JSONText.line(name)), ("index", String(index))]
        if let prefix { members.append(("prefix", try JSONText.line(prefix))) }
        for (key, value) in [("calls", calls), ("events", events), ("errors", errors)] {
            if let value { members.append((key, String(value))) }
        }
        members.append(("storage", try JSONText.list(storage, indent: "  ")))
        members.append(("constants", try JSONText.list(constants, indent: "  ")))
        return JSONText.object(members)
    }
}

extension String {
    /// The text with the first occurrence of `part` replaced.
    func replacingFirst(_ part: String, with replacement: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return String(self[..<range.lowerBound]) + replacement + String(self[range.upperBound...])
    }
}
