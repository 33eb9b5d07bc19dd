import CSodium
import Primitives
import SCALE
import Testbed
import Testing

@testable import Cryptography

@Suite struct Ed25519Tests {
    /// The eight canonical encodings of points of small order and the six that are not canonical.
    static let smallOrder: [[UInt8]] = {
        let orderEight = [
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ].compactMap { [UInt8](hex: $0) }
        func number(_ first: UInt8, _ middle: UInt8, _ last: UInt8) -> [UInt8] {
            [first] + [UInt8](repeating: middle, count: 30) + [last]
        }
        // y = 0, 1, −1, then 0 and 1 once more as p and p + 1.
        let others = [
            number(0, 0, 0), number(1, 0, 0), number(0xEC, 0xFF, 0x7F), number(0xED, 0xFF, 0x7F),
            number(0xEE, 0xFF, 0x7F),
        ]
        return (orderEight + others).flatMap { encoding in
            var negative = encoding
            negative[31] |= 0x80
            return [encoding, negative]
        }
    }()

    @Test("ZIP-215 takes every pair of small-order key and commitment with s = 0, and accounts take none")
    func smallOrderMatrix() throws {
        #expect(Set(Self.smallOrder).count == 14)
        var count = 0
        for key in Self.smallOrder {
            #expect(Ed25519.isOfSmallOrder(publicKey: key))
            for commitment in Self.smallOrder {
                let signature = commitment + [UInt8](repeating: 0, count: 32)
                #expect(Ed25519.verify(signature, message: Array("Zcash".utf8), publicKey: key))
                let multi = MultiSignature.ed25519(try #require(FixedBytes<64>(signature)))
                #expect(!verify(multi, message: Array("Zcash".utf8), account: try #require(AccountID(key))))
                count += 1
            }
        }
        #expect(count == 196)
        print("ZIP-215 small order: \(count) cases")
    }

    @Test("a key with a part of small order verifies by the cofactored equation")
    func mixedOrder() throws {
        var random = SeededRandom(seed: 215)
        for torsion in Self.smallOrder.prefix(4) {
            let secret = Scalar(wide: random.bytes(64))
            let nonce = Scalar(wide: random.bytes(64))
            var pure = [UInt8](repeating: 0, count: 32)
            var commitment = pure
            var key = pure
            #expect(crypto_scalarmult_ed25519_base_noclamp(&pure, secret.word.bytes) == 0)
            #expect(crypto_scalarmult_ed25519_base_noclamp(&commitment, nonce.word.bytes) == 0)
            #expect(crypto_core_ed25519_add(&key, pure, torsion) == 0)
            let message = random.bytes(50)
            var digest = [UInt8](repeating: 0, count: 64)
            let input = commitment + key + message
            crypto_hash_sha512(&digest, input, UInt64(input.count))
            let response = Scalar(wide: digest) * secret + nonce
            let signature = commitment + response.word.bytes
            #expect(Ed25519.verify(signature, message: message, publicKey: key))
            #expect(!Ed25519.verify(signature, message: message, publicKey: pure))
            #expect(!Ed25519.isOfSmallOrder(publicKey: key))
        }
    }

    @Test("a scalar of L or more, a y off the curve and wrong lengths are refused")
    func refused() throws {
        let seed = [UInt8](repeating: 3, count: 32)
        let key = try Ed25519.publicKey(seed: seed)
        let message: [UInt8] = [1, 2, 3]
        let good = try Ed25519.sign(message, seed: seed)
        #expect(Ed25519.verify(good, message: message, publicKey: key))
        #expect(!Ed25519.verify(Sr25519Tests.addingOrder(to: good), message: message, publicKey: key))
        #expect(!Ed25519.verify(Array(good.dropLast()), message: message, publicKey: key))
        #expect(!Ed25519.verify(good + [0], message: message, publicKey: key))
        #expect(!Ed25519.verify(good, message: message, publicKey: Array(key.dropLast())))
        #expect(!Ed25519.verify(good, message: message, publicKey: key + [0]))
        #expect(!Ed25519.verify([], message: message, publicKey: []))
        var marked = good
        marked[63] |= 0x80
        #expect(!Ed25519.verify(marked, message: message, publicKey: key))
        // y = 2 belongs to no point.
        let offCurve: [UInt8] = [2] + [UInt8](repeating: 0, count: 31)
        #expect(EdwardsPoint(zip215: Word256(offCurve)) == nil)
        #expect(!Ed25519.verify(offCurve + good[32...], message: message, publicKey: key))
        #expect(!Ed25519.verify(good, message: message, publicKey: offCurve))
        #expect(throws: SecretKeyError.wrongLength(5)) { try Ed25519.sign([], seed: [1, 2, 3, 4, 5]) }
    }
}
