import Cryptography
import Primitives
import SCALE
import Testbed
import Testing

@Suite struct MultiSignatureTests {
    @Test("a signature is written as its scheme's index and its bytes")
    func encoding() throws {
        let bytes64 = try #require(FixedBytes<64>(Array(1...64)))
        let bytes65 = try #require(FixedBytes<65>(Array(1...65)))
        let cases: [(MultiSignature, UInt8, Int)] = [
            (.ed25519(bytes64), 0, 64), (.sr25519(bytes64), 1, 64), (.ecdsa(bytes65), 2, 65),
        ]
        for (signature, index, length) in cases {
            let encoded = signature.encoded()
            #expect(encoded == [index] + (1...UInt8(length)))
            #expect(try MultiSignature(scale: encoded) == signature)
            #expect(signature.scheme.rawValue == index)
            #expect(throws: ScaleError.endOfInput) { try MultiSignature(scale: Array(encoded.dropLast())) }
        }
        #expect(throws: ScaleError.unknownVariant(index: 3, type: "MultiSignature")) {
            try MultiSignature(scale: [3] + Array(1...64))
        }
    }

    @Test("bytes are taken from any collection of the right length")
    func collections() {
        let ranged = FixedBytes<64>(1...64)
        #expect(ranged != nil && ranged == FixedBytes<64>(Array(0...64)[1...]))
        #expect(ranged?.bytes == Array(1...64))
        #expect(FixedBytes<64>(1...63) == nil && FixedBytes<64>([]) == nil)
        let account = AccountID(1...32)
        #expect(account != nil && account == AccountID(Array(0...32)[1...]))
        #expect(account?.bytes == Array(1...32) && account?.encoded() == Array(1...32))
        #expect(AccountID(1...31) == nil)
    }

    @Test("comparison in constant time gives the answer of plain comparison")
    func constantTime() {
        let samples: [[UInt8]] = [[], [0], [1], [1, 2], [1, 3], [2, 2], [1, 2, 0]]
        for left in samples {
            for right in samples { #expect(left.isEqualInConstantTime(to: right) == (left == right)) }
        }
    }

    @Test("ECDSA is a bad signature, whatever its bytes")
    func ecdsa() {
        #expect(!verify(.ecdsa(FixedBytes<65>()), message: [], account: .zero))
    }

    @Test("nobody signs for the zero account, though the equations would let anybody")
    func zeroAccount() throws {
        let forged = [UInt8](repeating: 0, count: 63) + [0x80]
        #expect(Sr25519.verify(forged, message: [1], publicKey: AccountID.zero.bytes))
        let signature = try #require(FixedBytes<64>(forged))
        #expect(!verify(.sr25519(signature), message: [1], account: .zero))
    }
}
