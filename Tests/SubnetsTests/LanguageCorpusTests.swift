import Foundation
import Subnets
import Testbed
import Testing

@testable import Subnets

@Suite struct LanguageCorpusTests {
    @Test("words, numbers and punctuation are tokens in lower case")
    func tokens() {
        #expect(
            LanguageTokenizer.tokens(in: "Don't PANIC: it's 42.5%, licensors' \"Œuvre\"!\t")
                == [
                    "don't", "panic", ":", "it's", "42", ".", "5", "%", ",", "licensors", "'", "\"", "œuvre", "\"", "!",
                ])
        #expect(LanguageTokenizer.tokens(in: " \n\u{0}").isEmpty)
    }

    @Test("a missing path is a typed error that names cause and remedy")
    func missing() {
        let error = #expect(throws: LanguageCorpusError.self) { try LanguageCorpus(readingFrom: "/nowhere/at/all") }
        #expect(error == .nothingThere(path: "/nowhere/at/all"))
        #expect(error?.description.contains("/nowhere/at/all") == true)
        #expect(error?.description.contains("--corpus PATH") == true)
    }

    @Test("too little text is a typed error that names what is needed")
    func tooLittle() throws {
        let folder = try TemporaryFolder()
        try folder.write("A few words do not make a language.", to: "note.txt")
        let error = #expect(throws: LanguageCorpusError.self) { try LanguageCorpus(readingFrom: folder.path) }
        guard case .tooLittleText(_, _, let tokensMin, _, _) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(tokensMin == LanguageCorpus.tokensMin)
        #expect(error?.description.contains("--corpus PATH") == true)
    }

    @Test("a file alone, a folder and a folder in a folder are read; binary files and hidden files are not")
    func kinds() throws {
        let folder = try TemporaryFolder()
        try folder.write(inventedText(words: 8_000, seed: 1), to: "one.txt")
        let single = try LanguageCorpus(readingFrom: folder.path + "/one.txt")
        #expect(single.documents.count >= LanguageCorpus.documentsMin)

        try FileManager.default.createDirectory(atPath: folder.path + "/inner", withIntermediateDirectories: true)
        try folder.write(inventedText(words: 8_000, seed: 2), to: "inner/two.txt")
        try folder.write("\u{0}" + inventedText(words: 8_000, seed: 3), to: "binary")
        try folder.write(inventedText(words: 8_000, seed: 4), to: ".hidden")
        let both = try LanguageCorpus(readingFrom: folder.path)
        #expect(both.documents.contains { $0.name.hasPrefix("two.txt") })
        #expect(!both.documents.contains { $0.name.hasPrefix("binary") || $0.name.hasPrefix(".hidden") })
    }

    @Test("links are followed once, in circles too, and equal files are read once")
    func links() throws {
        let folder = try TemporaryFolder()
        let text = inventedText(words: 8_000, seed: 5)
        try folder.write(text, to: "text")
        try folder.write(text, to: "the same")
        let alone = try LanguageCorpus(readingFrom: folder.path + "/text")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/alias", withDestinationPath: folder.path + "/text")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/circle", withDestinationPath: folder.path)
        let all = try LanguageCorpus(readingFrom: folder.path)
        #expect(all.tokenCount == alone.tokenCount)
        #expect(all.nearDuplicateCount == alone.nearDuplicateCount)
    }

    @Test("a planted copy is removed, reformatted and slightly changed too; a different text stays")
    func nearDuplicates() {
        let words = LanguageTokenizer.tokens(in: inventedText(words: 200, seed: 6))
        var changed = words
        for index in stride(from: 20, to: changed.count, by: 40) { changed[index] = "changed" }
        let reformatted = words.flatMap { $0.hasSuffix("7x") ? [$0, ";"] : [$0] }
        let other = LanguageTokenizer.tokens(in: inventedText(words: 200, seed: 7))
        let corpus = LanguageCorpus(documents: [
            LanguageDocument(name: "original", tokens: words),
            LanguageDocument(name: "copy", tokens: words),
            LanguageDocument(name: "reformatted", tokens: reformatted),
            LanguageDocument(name: "changed", tokens: changed),
            LanguageDocument(name: "other", tokens: other),
        ])
        #expect(corpus.documents.map(\.name) == ["original", "other"])
        #expect(corpus.nearDuplicateCount == 3)
    }

    @Test(
        "no held-out document of the default corpus shares half of its windows with the training part",
        .enabled(if: DefaultCorpus.isThere), arguments: [1, 2, 3] as [UInt64])
    func heldOutIsNew(seed: UInt64) throws {
        let split = LanguageSplit(try DefaultCorpus.shared.get(), seed: seed)
        #expect(split.training.count > split.heldOut.count && !split.heldOut.isEmpty)
        let known = split.training.reduce(into: Set<UInt64>()) { $0.formUnion(LanguageCorpus.windows(of: $1)) }
        for document in split.heldOut {
            let windows = LanguageCorpus.windows(of: document)
            #expect(2 * windows.count { known.contains($0) } < windows.count, "\(document.name)")
        }
    }

    @Test("sections are bounded and lose no token")
    func sections() {
        let text = inventedText(words: 3_000, seed: 8) + "\n\n" + String(repeating: "word ", count: 700)
        let sections = LanguageDocument.sections(of: text, named: "text")
        #expect(sections.flatMap(\.tokens) == LanguageTokenizer.tokens(in: text))
        #expect(sections.allSatisfy { $0.tokens.count <= 256 + 31 })
        #expect(sections.count > 10)
    }

    @Test("a document's side of the split does not depend on the other documents")
    func splitIsLocal() {
        let documents = (0..<200).map { LanguageDocument(name: "\($0)", tokens: ["t\($0)", "x"]) }
        let all = LanguageSplit(LanguageCorpus(documents: documents), seed: 9)
        let half = LanguageSplit(LanguageCorpus(documents: Array(documents.suffix(100))), seed: 9)
        let heldOut = Set(all.heldOut.map(\.name))
        #expect(half.heldOut.allSatisfy { heldOut.contains($0.name) })
        #expect(half.training.allSatisfy { !heldOut.contains($0.name) })
        #expect((20...60).contains(all.heldOut.count))
        #expect(LanguageSplit(LanguageCorpus(documents: documents), seed: 10).heldOut != all.heldOut)
    }
}
