import Cryptography
import Primitives
import Testbed
import Testing

@Suite struct DerivationTests {
    private struct File: Decodable {
        struct Case: Decodable {
            let uri, public_key, address: String
        }

        let cases: [Case]
        let refused: [String]
    }

    @Test("secret URIs give the keys of the official SDK")
    func official() throws {
        var count = 0
        for file in try vectors("derivations.json", as: File.self) {
            for vector in file.cases {
                let keypair = try Keypair(uri: vector.uri)
                #expect(keypair.publicKey.hex == vector.public_key, "\(vector.uri)")
                #expect(keypair.ss58 == vector.address)
                count += 1
            }
            for uri in file.refused {
                #expect(throws: SecretURIError.self, "\(uri)") { try Keypair(uri: uri) }
                count += 1
            }
        }
        #expect(count > 0)
        print("derivations: \(count) cases")
    }

    @Test("a soft child's public key needs no secret")
    func softChildren() throws {
        let parent = try Keypair(uri: "//Alice")
        for name in ["0", "1", "soft", "18446744073709551615", "a name that is much longer than 32 bytes are"] {
            let junction = Junction(isHard: false, name: name)
            let child = parent.deriving([junction])
            #expect(Sr25519.derivingSoft(publicKey: parent.publicKey, junction.chainCode) == child.publicKey)
            #expect(verify(child.multiSignature([1]), message: [1], account: child.accountID))
        }
        let junction = Junction(isHard: false, name: "0")
        #expect(Sr25519.derivingSoft(publicKey: [1, 2, 3], junction.chainCode) == nil)
        #expect(Sr25519.derivingSoft(publicKey: [UInt8](repeating: 0xFF, count: 32), junction.chainCode) == nil)
    }

    @Test("what is wrong with a URI is said")
    func errors() {
        #expect(throws: SecretURIError.malformedPath) { try Keypair(uri: "//Alice/") }
        #expect(throws: SecretURIError.malformedSeed) { try Keypair(uri: "0x12//a") }
        #expect(throws: SecretURIError.malformedPhrase(.wrongWordCount(1))) { try Keypair(uri: "bottom//a") }
    }

    @Test("the stored form of Alice's key is that of keyfiles")
    func storedForm() throws {
        let alice = try Keypair(uri: "//Alice")
        let bytes = alice.secretKey.withBytes { $0.map { $0 } }
        #expect(bytes.count == 64)
        #expect(bytes.hex.hasPrefix("33a6f309"))
        #expect(try Keypair(secretBytes: bytes).accountID == alice.accountID)
    }
}
