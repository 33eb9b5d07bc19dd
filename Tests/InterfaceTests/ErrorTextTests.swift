import Foundation
import Testing

@testable import interface

/// The sentences that users see where a call fails.
@Suite struct ErrorTextTests {
    /// Why a call fails, and what its sender can do.
    private struct ErrorText {
        var cause: String
        var remedy: String

        /// - Returns: `nil` for a text of another form than "Cause; remedy."
        init?(_ text: String) {
            let parts = text.components(separatedBy: "; ")
            guard parts.count == 2, text.hasSuffix("."), parts[0].first?.isUppercase == true,
                parts.allSatisfy({ $0.split(separator: " ").count >= 2 })
            else { return nil }
            (cause, remedy) = (parts[0], parts[1])
        }
    }

    private func texts() throws -> [(name: String, text: String)] {
        try Repository(root: GeneratorTests.root).folder.servedPallets().sorted { $0.key < $1.key }.flatMap { pallet in
            (pallet.value.errors ?? []).map { ("\(pallet.key).\($0.name)", $0.docs ?? "") }
        }
    }

    @Test("every error tells its cause, and then what to do")
    func form() throws {
        let texts = try texts()
        for (name, text) in texts where ErrorText(text) == nil {
            Issue.record("\(name) is not of the form \"Cause; remedy.\": \(text)")
        }
        print("interface: \(texts.count) texts of errors")
        #expect(texts.count > 100)
    }

    @Test("no two errors share their text, nor its cause")
    func distinctness() throws {
        var names: [String: String] = [:]
        for (name, text) in try texts() {
            let cause = ErrorText(text)?.cause ?? text
            if let other = names.updateValue(name, forKey: cause) {
                Issue.record("\(name) and \(other) give the same cause: \(cause)")
            }
        }
    }

    @Test("a text without a remedy, a cause or an end is told", arguments: ["Wrong.", "No end; say so", "; do it."])
    func malformed(text: String) { #expect(ErrorText(text) == nil) }
}
