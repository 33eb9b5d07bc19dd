import Testbed
import Testing

@testable import Cryptography

@Suite struct Sr25519Tests {
    static func claims(_ count: Int, seed: UInt64) throws -> [Sr25519.Claim] {
        var random = SeededRandom(seed: seed)
        let keys = try (0..<8).map { _ in try Sr25519.SecretKey(seed: random.bytes(32)) }
        return (0..<count).map { index in
            let message = random.bytes(index % 100)
            let key = keys[index % keys.count]
            return Sr25519.Claim(message: message, signature: key.sign(message), publicKey: key.publicKey)
        }
    }

    /// A second spelling of s: s + L, where it still fits 255 bits.
    static func addingOrder(to signature: [UInt8]) -> [UInt8] {
        let order: [UInt64] = [0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000]
        var s = Word256(signature, at: 32)
        let marker = s.words[3] & 1 << 63
        s.words[3] &= .max >> 1
        var carry: UInt64 = 0
        for index in 0..<4 {
            let (partial, first) = s.words[index].addingReportingOverflow(order[index])
            let (sum, second) = partial.addingReportingOverflow(carry)
            s.words[index] = sum
            carry = first || second ? 1 : 0
        }
        s.words[3] |= marker
        return Array(signature[..<32]) + s.bytes
    }

    @Test("a second spelling of a good signature is refused, alone and in a batch")
    func malleability() throws {
        let good = try Self.claims(1, seed: 1)[0]
        #expect(Sr25519.verify(good.signature, message: good.message, publicKey: good.publicKey))

        var bad: [(String, Sr25519.Claim)] = []
        func add(_ why: String, _ change: (inout Sr25519.Claim) -> Void) {
            var claim = good
            change(&claim)
            bad.append((why, claim))
        }
        add("s + L") { $0.signature = Self.addingOrder(to: $0.signature) }
        add("no marker bit") { $0.signature[63] &= 0x7F }
        add("bit 254 of s") { $0.signature[63] |= 0x40 }
        add("a byte short") { $0.signature.removeLast() }
        add("a byte long") { $0.signature.append(0) }
        add("empty") { $0.signature = [] }
        add("key a byte short") { $0.publicKey.removeLast() }
        add("key a byte long") { $0.publicKey.append(0) }
        add("key with the top bit") { $0.publicKey[31] |= 0x80 }
        add("negative key") { claim in
            claim.publicKey = FieldElement(lowerBits: Word256(claim.publicKey)).negated.canonical.bytes
        }
        add("negative R") { claim in
            let r = FieldElement(lowerBits: Word256(claim.signature)).negated.canonical.bytes
            claim.signature = r + claim.signature[32...]
        }
        add("R with the top bit") { $0.signature[31] |= 0x80 }
        add("R of all ones") { $0.signature.replaceSubrange(0..<32, with: [UInt8](repeating: 0xFF, count: 32)) }
        add("all zero but the marker") { $0.signature = [UInt8](repeating: 0, count: 63) + [0x80] }
        add("another message") { $0.message.append(1) }
        add("R and s swapped") { $0.signature = Array($0.signature[32...] + $0.signature[..<32]) }
        let others = try Self.claims(3, seed: 2)
        for (why, claim) in bad {
            #expect(!Sr25519.verify(claim.signature, message: claim.message, publicKey: claim.publicKey), "\(why)")
            #expect(!Sr25519.verifyBatch([claim]), "\(why)")
            #expect(!Sr25519.verifyBatch(others + [claim]), "\(why)")
            #expect(Sr25519.indicesOfInvalid(in: others + [claim] + others) == [3], "\(why)")
        }
        print("sr25519 refused: \(bad.count) cases")
    }

    @Test("a batch says exactly which of its claims are bad", arguments: [0, 1, 2, 3, 17, 64, 128, 129, 300])
    func blame(size: Int) throws {
        var claims = try Self.claims(size, seed: UInt64(size))
        #expect(Sr25519.verifyBatch(claims))
        #expect(Sr25519.indicesOfInvalid(in: claims) == [])
        var random = SeededRandom(seed: 99)
        var bad: Set<Int> = []
        for round in 0..<min(size, 5) {
            let index = Int.random(in: 0..<size, using: &random)
            guard bad.insert(index).inserted else { continue }
            switch round {
            case 0: claims[index].message.append(0)
            case 1: claims[index].signature[5] ^= 1
            case 2: claims[index].signature[40] ^= 1
            case 3: claims[index].publicKey = claims[(index + 1) % size].publicKey
            default: claims[index].signature = []
            }
            #expect(!Sr25519.verifyBatch(claims))
            #expect(Sr25519.indicesOfInvalid(in: claims) == bad.sorted())
        }
    }

    @Test("two bad signatures cannot cancel each other in a batch")
    func cancellation() throws {
        var claims = try Self.claims(2, seed: 8)
        // Adding d to one s and subtracting it from the other leaves the plain sum of the equations unchanged.
        for (index, delta) in [(0, UInt64(1)), (1, UInt64.max)] {
            var s = Word256(claims[index].signature, at: 32)
            s.words[0] &+= delta
            claims[index].signature = Array(claims[index].signature[..<32]) + s.bytes
        }
        #expect(!Sr25519.verifyBatch(claims))
        #expect(Sr25519.indicesOfInvalid(in: claims) == [0, 1])
    }

    @Test("two signatures of one message differ and both verify")
    func randomised() throws {
        let key = try Sr25519.SecretKey(seed: [UInt8](repeating: 7, count: 32))
        let (first, second) = (key.sign([1]), key.sign([1]))
        #expect(first != second)
        #expect(Sr25519.verify(first, message: [1], publicKey: key.publicKey))
        #expect(Sr25519.verify(second, message: [1], publicKey: key.publicKey))
    }

    @Test("thousands of keys live side by side and sign")
    func manyKeys() throws {
        var random = SeededRandom(seed: 6)
        let keys = try (0..<5000).map { _ in try Sr25519.SecretKey(seed: random.bytes(32)) }
        for key in [keys[0], keys[4095], keys[4096], keys[4999]] {
            #expect(Sr25519.verify(key.sign([1]), message: [1], publicKey: key.publicKey))
            #expect(try Sr25519.SecretKey(bytes: key.withBytes { $0.map { $0 } }).publicKey == key.publicKey)
        }
    }

    @Test("bytes that are no secret key are refused with the reason")
    func secretKeys() throws {
        let key = try Sr25519.SecretKey(seed: [UInt8](repeating: 7, count: 32))
        let bytes = key.withBytes { $0.map { $0 } }
        #expect(try Sr25519.SecretKey(bytes: bytes).publicKey == key.publicKey)
        #expect(throws: SecretKeyError.wrongLength(31)) { try Sr25519.SecretKey(seed: Array(bytes[..<31])) }
        #expect(throws: SecretKeyError.wrongLength(63)) { try Sr25519.SecretKey(bytes: Array(bytes[..<63])) }
        #expect(throws: SecretKeyError.wrongLength(0)) { try Sr25519.SecretKey(bytes: []) }
        let tooLarge = [UInt8](repeating: 0xFF, count: 64)
        #expect(throws: SecretKeyError.invalidScalar) { try Sr25519.SecretKey(bytes: tooLarge) }
        let zero = [UInt8](repeating: 0, count: 64)
        #expect(throws: SecretKeyError.invalidScalar) { try Sr25519.SecretKey(bytes: zero) }
    }
}
