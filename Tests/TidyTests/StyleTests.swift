import Foundation
import Testing

/// The rules of CONTRIBUTING.md that a machine can check.
@Suite struct StyleTests {
    @Test("no line is longer than 120 columns")
    func lineLength() throws {
        for file in try SourceTree.swiftFiles() where !file.isGenerated {
            for (index, line) in file.lines.enumerated() where line.count > 120 {
                Issue.record("\(file.path):\(index + 1) has \(line.count) columns")
            }
        }
    }

    @Test("no file is longer than 500 lines")
    func fileLength() throws {
        for file in try SourceTree.swiftFiles() where !file.isGenerated && file.lines.count > 501 {
            Issue.record("\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test("no function is longer than 70 lines")
    func functionLength() throws {
        for file in try SourceTree.swiftFiles(in: ["Sources"]) where !file.isGenerated {
            for (start, count) in Self.functions(in: file.lines) where count > 70 {
                // A pallet's dispatch is one switch over all its calls; dividing it would lose the compiler's check.
                guard !file.lines[start].contains("func dispatch(from") else { continue }
                Issue.record("\(file.path):\(start + 1) begins a function of \(count) lines")
            }
        }
    }

    /// Functions and initialisers by their indentation: the first line that closes at the column where the head began.
    static func functions(in lines: [String]) -> [(start: Int, count: Int)] {
        var found: [(start: Int, count: Int)] = []
        for (index, line) in lines.enumerated() {
            let code = line.drop { $0 == " " }
            guard code.contains("func ") || code.contains("init("), !code.hasPrefix("//"), !code.hasPrefix("case")
            else { continue }
            let indent = String(repeating: " ", count: line.count - code.count)
            // One-line bodies and requirements of protocols end where they begin.
            guard !line.hasSuffix("}"), let end = lines[(index + 1)...].firstIndex(where: { $0 == indent + "}" }) else {
                continue
            }
            guard lines[index..<end].contains(where: { $0.hasSuffix("{") }) else { continue }
            found.append((index, end - index + 1))
        }
        return found
    }

    @Test("what is banned does not occur, and each ban names its replacement")
    func bannedWords() throws {
        // Written in pieces, so that this file does not find itself.
        let banned: [(word: String, remedy: String)] = [
            ("TO" + "DO", "do it, or open an issue"),
            ("FIX" + "ME", "mend it"),
            ("try" + "!", "throw, or argue in a comment why it cannot fail and use a guard"),
            ("as" + "! ", "use as? and handle the other case"),
            ("print" + "(", "log through the logger that was handed in; only executables print"),
        ]
        let printing: Set<String> = ["myelin", "interface"]
        for file in try SourceTree.swiftFiles(in: ["Sources"]) where !file.isGenerated {
            for (index, line) in file.lines.enumerated() {
                for (word, remedy) in banned where Self.contains(word, in: line) {
                    if word.hasPrefix("print"), printing.contains(file.target ?? "") { continue }
                    Issue.record("\(file.path):\(index + 1) has \(word): \(remedy)")
                }
            }
        }
    }

    /// Whether a line has this text, and not as the end of a longer name.
    private static func contains(_ word: String, in line: String) -> Bool {
        guard !line.drop(while: { $0 == " " }).hasPrefix("//"), let range = line.range(of: word) else { return false }
        guard range.lowerBound > line.startIndex else { return true }
        let before = line[line.index(before: range.lowerBound)]
        return !before.isLetter && !before.isNumber
    }

    @Test("unsafe sendability is argued where it stands")
    func unsafeSendability() throws {
        let marks = ["@unchecked " + "Sendable", "nonisolated(" + "unsafe)"]
        for file in try SourceTree.swiftFiles(in: ["Sources"]) {
            for (index, line) in file.lines.enumerated() where marks.contains(where: line.contains) {
                let before = file.lines[max(0, index - 6)..<index].contains { $0.contains("//") }
                #expect(before, "\(file.path):\(index + 1) is not preceded by a comment that proves it safe")
            }
        }
    }

    @Test("no file or folder is a drawer")
    func drawers() throws {
        let drawers: Set<String> = [
            "Utils", "Util", "Helpers", "Helper", "Misc", "Manager", "Managers", "Common",
        ]
        for file in try SourceTree.swiftFiles() {
            for part in file.path.split(separator: "/") {
                let name = part.split(separator: ".").first.map(String.init) ?? ""
                #expect(!drawers.contains(name), "\(file.path) is named \(name): name it after what it holds")
            }
        }
    }

    @Test("public symbols are documented")
    func documentation() throws {
        let heads = ["struct ", "enum ", "protocol ", "final class ", "class ", "func ", "mutating func "].map {
            "public " + $0
        }
        for file in try SourceTree.swiftFiles(in: ["Sources"]) where !file.isGenerated {
            for (index, line) in file.lines.enumerated() {
                let code = line.drop { $0 == " " }
                guard heads.contains(where: code.hasPrefix) else { continue }
                // What a protocol asks for is documented there.
                guard !Self.isInConformance(index, of: file.lines) else { continue }
                var above = index - 1
                while above > 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
                let isDocumented = above >= 0 && file.lines[above].drop { $0 == " " }.hasPrefix("///")
                #expect(isDocumented, "\(file.path):\(index + 1) has no doc comment")
            }
        }
    }

    /// Whether a declaration stands inside a type or extension that conforms to something.
    private static func isInConformance(_ index: Int, of lines: [String]) -> Bool {
        func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }
        guard lines[index].contains("func ") else { return false }
        let own = indent(lines[index])
        let outer = lines[..<index].lastIndex { !$0.isEmpty && indent($0) < own && !$0.hasPrefix("#") }
        guard let outer else { return false }
        // A head may span lines; its first one names the type.
        let head = lines[max(0, outer - 3)...outer].joined(separator: " ")
        return head.contains(#/(struct|enum|class|extension|protocol) [^{]*: /#)
    }

    @Test("links between documents lead somewhere")
    func links() throws {
        let pages = try SourceTree.files(in: ["."], where: { $0.hasSuffix(".md") && !$0.contains(".venv") })
        let link = /\]\(([^)#]+)(#[^)]*)?\)/
        for page in pages {
            for line in page.lines {
                for match in line.matches(of: link) {
                    let target = String(match.1)
                    guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
                    let base = SourceTree.root.appending(path: page.path).deletingLastPathComponent()
                    let exists = FileManager.default.fileExists(atPath: base.appending(path: target).path)
                    #expect(exists, "\(page.path) links to \(target), which is not there")
                }
            }
        }
    }
}
