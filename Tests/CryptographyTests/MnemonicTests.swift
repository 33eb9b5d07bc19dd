import Cryptography
import Testbed
import Testing

@Suite struct MnemonicTests {
    private struct Case: Decodable {
        let phrase, password, entropy, seed, public_key, address: String
    }

    @Test("phrases give the entropy, the seed and the address of the official SDK")
    func official() throws {
        var count = 0
        for vector in try vectors("mnemonics.json", as: [Case].self).joined() {
            #expect(try BIP39.entropy(phrase: vector.phrase).hex == vector.entropy)
            #expect(BIP39.phrase(entropy: try #require([UInt8](hex: vector.entropy))) == vector.phrase)
            #expect(try BIP39.seed(phrase: vector.phrase, password: vector.password).hex == vector.seed)
            let keypair = try Keypair(mnemonic: vector.phrase, password: vector.password)
            #expect(keypair.publicKey.hex == vector.public_key)
            #expect(keypair.ss58 == vector.address)
            count += 1
        }
        #expect(count > 0)
        print("mnemonics: \(count) cases")
    }

    @Test("a wrong word, order or number of words is found")
    func errors() {
        let words = SecretURI.developmentPhrase.split(separator: " ").map(String.init)
        func fails(_ words: [String], _ error: BIP39Error) {
            #expect(throws: error) { try BIP39.entropy(phrase: words.joined(separator: " ")) }
        }
        fails([], .wrongWordCount(0))
        fails(Array(words.dropLast()), .wrongWordCount(11))
        fails(words + ["walk"], .wrongWordCount(13))
        fails(words.reversed(), .wrongChecksum)
        fails(Array(words.dropLast()) + ["Walk"], .unknownWord(index: 11))
        #expect(BIP39.phrase(entropy: [UInt8](repeating: 0, count: 17)) == nil)
        #expect(BIP39.phrase(entropy: []) == nil)
    }

    @Test("new phrases have a good checksum and differ")
    func generated() throws {
        for (length, bytes) in [(BIP39.Length.words12, 16), (.words24, 32)] {
            let phrases = (0..<50).map { _ in BIP39.generate(length) }
            #expect(Set(phrases).count == 50)
            for phrase in phrases { #expect(try BIP39.entropy(phrase: phrase).count == bytes) }
        }
    }
}
