import SCALE

/// Writes the served metadata as text: an array literal of its size would take the compiler minutes.
struct MetadataText {
    let metadata: RuntimeMetadata
    private static let lineLength = 100
    private static let linesPerFile = 460

    func files() -> [(name: String, text: String)] {
        let digits = Array(Self.base64(metadata.encodedV15()))
        let lines = stride(from: 0, to: digits.count, by: Self.lineLength).map { start in
            String(decoding: digits[start..<min(start + Self.lineLength, digits.count)], as: UTF8.self)
        }
        var files: [(name: String, text: String)] = []
        var parts: [String] = []
        for start in stride(from: 0, to: lines.count, by: Self.linesPerFile) {
            let part = lines[start..<min(start + Self.linesPerFile, lines.count)]
            parts.append("part\(parts.count + 1)")
            files.append(("ServedMetadata+Part\(parts.count).swift", Self.file(part, named: parts[parts.count - 1])))
        }
        var text = SwiftText()
        text.docs("The served metadata of version 15 in base64.")
        text.block("enum ServedMetadataText") { text in
            text.line("static let parts = [\(parts.joined(separator: ", "))]")
        }
        files.append(("ServedMetadata+Text.swift", GeneratedFile.text(text, .text)))
        return files
    }

    private static func file(_ lines: ArraySlice<String>, named name: String) -> String {
        var text = SwiftText()
        text.block("extension ServedMetadataText") { text in
            text.line("static let \(name) = \"\"\"")
            text.indented { text in
                for (index, line) in lines.enumerated() { text.line(line + (index == lines.count - 1 ? "" : "\\")) }
                text.line("\"\"\"")
            }
        }
        return GeneratedFile.text(text, .text)
    }

    /// Base64 with padding. Source: RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var digits: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let padded = Array(group) + [UInt8](repeating: 0, count: 3 - group.count)
            let value = Int(padded[0]) << 16 | Int(padded[1]) << 8 | Int(padded[2])
            for shift in [18, 12, 6, 0].prefix(group.count + 1) { digits.append(alphabet[value >> shift & 63]) }
            for _ in group.count..<3 { digits.append(UInt8(ascii: "=")) }
        }
        return digits
    }
}
