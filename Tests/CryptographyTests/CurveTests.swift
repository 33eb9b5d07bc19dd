import CSodium
import Hashing
import Testbed
import Testing

@testable import Cryptography

/// libsodium as the oracle of the group.
enum Oracle {
    static func point(_ random: inout SeededRandom) -> [UInt8] {
        Sodium.start()
        var point = [UInt8](repeating: 0, count: 32)
        crypto_core_ristretto255_from_hash(&point, random.bytes(64))
        return point
    }

    /// libsodium 1.0.18 overlooks the unused top bit, which RFC 9496 wants to be 0.
    static func isValid(_ encoding: [UInt8]) -> Bool {
        encoding[31] < 0x80 && crypto_core_ristretto255_is_valid_point(encoding) == 1
    }

    static func combine(
        _ left: [UInt8], _ right: [UInt8],
        _ operation: (UnsafeMutablePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Int32
    ) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: 32)
        return operation(&result, left, right) == 0 ? result : nil
    }
}

@Suite struct CurveTests {
    @Test("the group in Swift is libsodium's: decoding, encoding, sums, differences, doubles")
    func groupOperations() throws {
        let seed: UInt64 = 0x6D79_656C_696E
        var random = SeededRandom(seed: seed)
        for _ in 0..<500 {
            let (a, b) = (Oracle.point(&random), Oracle.point(&random))
            let left = try #require(EdwardsPoint(ristretto: Word256(a)), "seed \(seed)")
            let right = try #require(EdwardsPoint(ristretto: Word256(b)), "seed \(seed)")
            #expect(left.ristretto.bytes == a)
            #expect((left + right).ristretto.bytes == Oracle.combine(a, b) { crypto_core_ristretto255_add($0, $1, $2) })
            #expect((left - right).ristretto.bytes == Oracle.combine(a, b) { crypto_core_ristretto255_sub($0, $1, $2) })
            #expect(left.doubled.ristretto.bytes == Oracle.combine(a, a) { crypto_core_ristretto255_add($0, $1, $2) })
            #expect((left - left).isRistrettoIdentity && (left - left).isIdentity)
            #expect((left + left.negated).ristretto == Word256(0, 0, 0, 0))
        }
        print("group: 500 pairs of points")
    }

    @Test("multiples in Swift are libsodium's, for random and extreme scalars")
    func multiples() throws {
        let seed: UInt64 = 77
        var random = SeededRandom(seed: seed)
        var scalars = (0..<200).map { _ in Scalar(wide: random.bytes(64)) }
        scalars += (0..<253).map { bit in
            var word = Word256(0, 0, 0, 0)
            word.words[bit >> 6] = 1 << UInt64(bit & 63)
            return Scalar(reduced: word)
        }
        // L - 1, and long runs of ones that carry through the whole digit form.
        scalars.append(Scalar(reduced: Word256(0x5812_631A_5CF5_D3EC, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000)))
        scalars.append(Scalar(reduced: Word256(.max, .max, .max, .max >> 4)))
        for scalar in scalars {
            let encoded = Oracle.point(&random)
            let point = try #require(EdwardsPoint(ristretto: Word256(encoded)))
            let other = Scalar(wide: random.bytes(64))
            let product = Oracle.combine(scalar.word.bytes, encoded) { crypto_scalarmult_ristretto255($0, $1, $2) }
            var base = [UInt8](repeating: 0, count: 32)
            #expect(crypto_scalarmult_ristretto255_base(&base, other.word.bytes) == 0)
            let expected = Oracle.combine(try #require(product), base) { crypto_core_ristretto255_add($0, $1, $2) }
            let sum = MultiScalar.sum(generatorTimes: other, [MultiScalar.Term(scalar: scalar, point: point)])
            #expect(sum.ristretto.bytes == expected, "seed \(seed), scalar \(scalar.word.bytes.hex)")
        }
        #expect(MultiScalar.sum(generatorTimes: .zero, []).isIdentity)
        print("multiples: \(scalars.count) scalars")
    }

    @Test("an encoding is a point exactly when libsodium takes it and its top bit is clear")
    func validity() {
        var random = SeededRandom(seed: 9)
        var encodings = (0..<2000).map { _ in random.bytes(32) }
        // Close to p, to 2²⁵⁵ and to 0, with both parities and with the unused top bit.
        for offset in 0..<64 {
            let low = UInt64(bitPattern: -Int64(offset))
            encodings.append(Word256(UInt64(offset), 0, 0, 0).bytes)
            encodings.append(Word256(low, .max, .max, .max >> 1).bytes)
            encodings.append(Word256(low, .max, .max, .max).bytes)
            encodings.append(Word256(UInt64(offset), 0, 0, 1 << 63).bytes)
        }
        for _ in 0..<300 {
            // A good point whose s is replaced by p − s, and by s + p where that fits.
            var point = Oracle.point(&random)
            encodings.append(FieldElement(lowerBits: Word256(point)).negated.canonical.bytes)
            point[31] |= 0x80
            encodings.append(point)
        }
        var accepted = 0
        for encoding in encodings {
            let isPoint = EdwardsPoint(ristretto: Word256(encoding)) != nil
            #expect(isPoint == Oracle.isValid(encoding), "\(encoding.hex)")
            if isPoint { accepted += 1 }
        }
        #expect(accepted > 0 && accepted < encodings.count)
        print("encodings: \(encodings.count) cases, \(accepted) of them points")
    }

    @Test("field elements with limbs at their bounds multiply as their reduced forms do")
    func fieldBounds() {
        var random = SeededRandom(seed: 3)
        let widest: UInt64 = 1 << 54 - 1
        func limb() -> UInt64 { Bool.random(using: &random) ? widest : UInt64.random(in: 0...widest, using: &random) }
        func reduced(_ element: FieldElement) -> FieldElement { FieldElement(lowerBits: element.canonical) }
        for _ in 0..<500 {
            let a = FieldElement(limb(), limb(), limb(), limb(), limb())
            let b = FieldElement(limb(), limb(), limb(), limb(), limb())
            #expect(a * b == reduced(a) * reduced(b))
            #expect(a.squared == reduced(a) * reduced(a))
            #expect((a * b) * reduced(a).inverse == b)
            #expect(a - reduced(b) == reduced(a) + reduced(b).negated)
            #expect(a.minusProduct(reduced(b)) == reduced(a) - reduced(b))
            #expect((a * b).canonical == (b * a).canonical)
        }
        let p = Word256(UInt64.max - 18, .max, .max, .max >> 1)
        #expect(FieldElement(lowerBits: p).isZero)
        #expect(FieldElement(lowerBits: Word256(.max, .max, .max, .max)).canonical == Word256(18, 0, 0, 0))
        #expect(FieldElement.zero.inverse.isZero)
        #expect((FieldElement.rootOfMinusOne.squared + .one).isZero)
    }

    @Test("a scalar of the group's order or more has no canonical form")
    func scalarBounds() {
        let order = Word256(0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000)
        #expect(Scalar(canonical: order) == nil)
        #expect(Scalar(canonical: Word256(order.words[0] + 1, order.words[1], 0, order.words[3])) == nil)
        #expect(Scalar(canonical: Word256(order.words[0] - 1, order.words[1], 0, order.words[3])) != nil)
        #expect(Scalar(canonical: Word256(.max, .max, .max, .max)) == nil)
        #expect(Scalar(canonical: Word256(0, 0, 0, 0)) != nil)
    }
}
