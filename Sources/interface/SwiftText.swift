/// Collects the lines of a generated file with their indentation.
struct SwiftText {
    private(set) var lines: [String] = []
    private var depth = 0

    mutating func line(_ text: String = "") {
        lines.append(text.isEmpty ? "" : String(repeating: "    ", count: depth) + text)
    }

    /// `head {`, what `body` writes, `}`.
    mutating func block(_ head: String, _ body: (inout SwiftText) -> Void) {
        line(head + " {")
        depth += 1
        body(&self)
        depth -= 1
        line("}")
    }

    /// Lines one step deeper.
    mutating func indented(_ body: (inout SwiftText) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// A documentation comment, wrapped.
    mutating func docs(_ text: String) {
        let width = 116 - depth * 4
        var current = "///"
        for word in text.split(separator: " ") {
            if current.count + 1 + word.count > width {
                line(current)
                current = "///"
            }
            current += " " + word
        }
        line(current)
    }

    /// `head(a, b)tail` on one line where it fits, else the arguments on the next, else one argument a line.
    mutating func call(_ head: String, _ arguments: [String], _ tail: String = "") {
        // A head that leaves no room is divided behind its equals sign.
        if head.count + depth * 4 > 118, let equals = head.firstRange(of: " = ") {
            line(String(head[..<equals.lowerBound]) + " =")
            return indented { $0.call(String(head[equals.upperBound...]), arguments, tail) }
        }
        let single = "\(head)(\(arguments.joined(separator: ", ")))\(tail)"
        guard single.count + depth * 4 > 118, !arguments.isEmpty else { return line(single) }
        line(head + "(")
        let rest = arguments.joined(separator: ", ") + ")" + tail
        indented { text in
            guard rest.count + text.depth * 4 > 118 else { return text.line(rest) }
            for (index, argument) in arguments.enumerated() {
                text.line(argument + (index == arguments.count - 1 ? ")" + tail : ","))
            }
        }
    }
}

/// Names in Swift's manner from those of the interface.
enum SwiftName {
    private static let reserved: Set<String> = [
        "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
        "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
        "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do",
        "else", "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw", "switch", "where", "while",
        "Any", "as", "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try",
    ]
    private static let capitals: Set<String> = ["id", "uid", "uids", "url", "evm", "tls", "ema", "ip"]

    /// `lowerCamelCase` of a name in snake or upper camel case, without backticks.
    static func plain(_ name: String) -> String {
        let parts = name.split(separator: "_").map(String.init)
        guard let first = parts.first else { return name }
        let rest = parts.dropFirst().map { part in
            capitals.contains(part) ? capitalised(part) : part.prefix(1).uppercased() + part.dropFirst()
        }
        return lowered(first) + rest.joined()
    }

    /// ``plain(_:)`` with backticks where Swift needs them.
    static func member(_ name: String) -> String {
        let result = plain(name)
        return reserved.contains(result) ? "`\(result)`" : result
    }

    private static func capitalised(_ part: String) -> String {
        part == "uids" ? "UIDs" : part.uppercased()
    }

    /// The leading capitals in lower case, all but the one that begins the next word.
    private static func lowered(_ name: String) -> String {
        let letters = Array(name)
        var run = 0
        while run < letters.count, letters[run].isUppercase { run += 1 }
        if run > 1, run < letters.count, letters[run].isLowercase { run -= 1 }
        return String(letters[..<run]).lowercased() + String(letters[run...])
    }
}
