import Foundation
import Subnets
import Testing

/// The corpus that Debian ships, where this machine has it.
enum DefaultCorpus {
    static let isThere = FileManager.default.fileExists(atPath: LanguageCorpus.defaultPath)
    static let shared = Result { () throws(LanguageCorpusError) in try LanguageCorpus() }
}

/// A folder that exists during a test.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// English-like text of `words` words that differs with the seed; frequent words are frequent.
func inventedText(words: Int, seed: UInt64) -> String {
    var state = seed
    var text = ""
    for number in 0..<words {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let draw = Int(state >> 40) % 400
        text += "w\(draw * draw / 400)x "
        if number % 60 == 59 { text += ".\n\n" }
    }
    return text
}
