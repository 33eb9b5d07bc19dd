import Foundation
import Hashing
import Testbed
import Testing

@Suite struct HashingVectorTests {
    private struct Case: Decodable {
        let length: Int
        let blake2b128, blake2b256, blake2b512: String
        let twox64, twox128, twox256: String
        let sha256, sha512, sha3_256, keccak256: String
    }

    @Test("every hash gives the digests of hashlib and xxhash")
    func digests() throws {
        var count = 0
        for file in Vectors.files(in: "crypto") where file.lastPathComponent == "hashes.json" {
            for vector in try JSONDecoder().decode([Case].self, from: Data(contentsOf: file)) {
                let message = (0..<vector.length).map { UInt8(truncatingIfNeeded: $0 * 7 + vector.length) }
                #expect(Blake2b.hash128(message).hex == vector.blake2b128)
                #expect(Blake2b.hash256(message).hex == vector.blake2b256)
                #expect(Blake2b.hash512(message).hex == vector.blake2b512)
                #expect(Twox.hash64(message).hex == vector.twox64)
                #expect(Twox.hash128(message).hex == vector.twox128)
                #expect(Twox.hash256(message).hex == vector.twox256)
                #expect(SHA256.hash(message).hex == vector.sha256)
                #expect(SHA512.hash(message).hex == vector.sha512)
                #expect(SHA3.hash256(message).hex == vector.sha3_256)
                #expect(Keccak.hash256(message).hex == vector.keccak256)
                let slice = ([1, 2, 3] + message)[3...]
                #expect(Blake2b.hash128(slice).hex == vector.blake2b128)
                #expect(Blake2b.hash256(slice).hex == vector.blake2b256)
                #expect(Blake2b.hash512(slice).hex == vector.blake2b512)
                #expect(Twox.hash64(slice).hex == vector.twox64)
                #expect(Twox.hash128(slice).hex == vector.twox128)
                #expect(Twox.hash256(slice).hex == vector.twox256)
                count += 10
            }
        }
        #expect(count > 0)
        print("hashes: \(count) cases")
    }

    @Test("input in pieces gives the digest of the whole, wherever it is cut")
    func pieces() {
        let message = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
        for length in [16, 32, 64] {
            var whole = Blake2bHasher(length: length)
            whole.update(message)
            for cut in 0...message.count {
                var hasher = Blake2bHasher(length: length)
                hasher.update(message[..<cut])
                // Asking for the digest of the first piece must not disturb what follows.
                _ = hasher.finalize()
                hasher.update(message[cut...])
                #expect(hasher.finalize() == whole.finalize())
            }
        }
        var hasher = Blake2bHasher(length: 32)
        hasher.update(message)
        #expect(hasher.finalize() == Blake2b.hash256(message))
    }
}
