import Glibc
import JSON

/// Golden vectors as seeds.
enum Vectors {
    private static let root = String(#filePath.split(separator: "/Fuzz/Program")[0]) + "/Tests/Vectors/"

    /// The bytes of a file of `Tests/Vectors`.
    static func bytes(_ path: String) -> [UInt8] {
        guard let file = fopen(root + path, "r") else { fatalError("\(root + path) cannot be read") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// The cases of a file.
    static func cases(_ path: String) -> [JSONValue] {
        guard case .array(let cases) = valid(try JSONReader.read(bytes(path))) else {
            fatalError("\(path) is no list")
        }
        return cases
    }
}

extension JSONValue {
    /// The text of a member.
    func text(_ name: String) -> String {
        guard case .string(let text) = self[name] else { return "" }
        return text
    }

    /// The bytes that the text of a member spells.
    func bytes(_ name: String) -> [UInt8] { Hexadecimal.decode(text(name)) ?? [] }
}
