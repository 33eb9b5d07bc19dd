import Cryptography
import Foundation
import Primitives
import SCALE
import Testbed
import Testing

/// Messages of the vector files: only their length is written down.
func pattern(_ length: Int) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) } }

/// The decoded contents of every vector file of this name.
func vectors<Content: Decodable>(_ name: String, in folder: String = "crypto", as: Content.Type) throws -> [Content] {
    try Vectors.files(in: folder).filter { $0.lastPathComponent == name }
        .map { try JSONDecoder().decode(Content.self, from: Data(contentsOf: $0)) }
}

@Suite struct SignatureVectorTests {
    struct Case: Decodable {
        let scheme, seed, public_key, signature: String
        let length: Int
    }

    @Test("signatures of the official SDK verify, and altered ones do not")
    func official() throws {
        var claims: [Sr25519.Claim] = []
        var random = SeededRandom(seed: 5)
        var count = 0
        for vector in try vectors("signatures.json", as: [Case].self).joined() {
            count += 1
            let message = pattern(vector.length)
            let seed = try #require([UInt8](hex: vector.seed))
            let key = try #require([UInt8](hex: vector.public_key))
            let account = try #require(AccountID(key))
            let bytes = try #require(FixedBytes<64>([UInt8](hex: vector.signature) ?? []))
            let isSr25519 = vector.scheme == "sr25519"
            func isGood(_ bytes: FixedBytes<64>, _ message: [UInt8], _ account: AccountID = account) -> Bool {
                verify(isSr25519 ? .sr25519(bytes) : .ed25519(bytes), message: message, account: account)
            }
            #expect(isGood(bytes, message), "\(vector.scheme) \(vector.length)")
            #expect(!verify(isSr25519 ? .ed25519(bytes) : .sr25519(bytes), message: message, account: account))
            #expect(!isGood(bytes, message + [0]))
            var altered = bytes
            altered[Int.random(in: 0..<64, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(!isGood(altered, message))
            #expect(!isGood(bytes, message, AccountID(random.bytes(32)) ?? .zero))
            if isSr25519 {
                let keypair = try Keypair(seed: seed)
                #expect(keypair.publicKey == key)
                #expect(isGood(keypair.sign(message), message))
                claims.append(Sr25519.Claim(message: message, signature: bytes.bytes, publicKey: key))
            } else {
                #expect(try Ed25519.publicKey(seed: seed) == key)
                #expect(try Ed25519.sign(message, seed: seed) == bytes.bytes)
            }
        }
        #expect(count > 0)
        #expect(Sr25519.verifyBatch(claims))
        #expect(Sr25519.indicesOfInvalid(in: claims) == [])
        print("signatures: \(count) cases")
    }
}
