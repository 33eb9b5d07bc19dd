import Primitives
import SCALE
import Testbed
import Testing

@testable import Cryptography

@Suite struct SchnorrBatchTests {
    /// Ways to make a claim bad; those of a kind are the same work wherever they stand.
    private static let harms: [(name: String, change: @Sendable (inout SchnorrClaim) -> Void)] = [
        ("another message", { $0.message.append(1) }),
        ("another s", { $0.signature[40] ^= 1 }),
        ("an R that is no point", { $0.signature.replaceSubrange(0..<32, with: [UInt8](repeating: 0xFF, count: 32)) }),
        ("no signature", { $0.signature = [] }),
    ]

    private func ed25519Claims(_ count: Int) throws -> [SchnorrClaim] {
        var random = SeededRandom(seed: 25_519)
        return try (0..<count).map { index in
            let (seed, message) = (random.bytes(32), random.bytes(index))
            return SchnorrClaim(
                message: message, signature: try Ed25519.sign(message, seed: seed),
                publicKey: try Ed25519.publicKey(seed: seed))
        }
    }

    private func checkCost<Scheme: SchnorrScheme>(_ scheme: Scheme.Type, of good: [SchnorrClaim]) {
        for harm in Self.harms {
            var costs: [VerificationCost] = []
            for position in good.indices {
                var claims = good
                harm.change(&claims[position])
                var batch = SchnorrBatch<Scheme>()
                #expect(batch.indicesOfInvalid(in: claims) == [position], "\(harm.name) at \(position)")
                costs.append(batch.cost)
            }
            #expect(costs.allSatisfy { $0 == costs[0] }, "\(Scheme.self): \(harm.name)")
        }
    }

    @Test("a batch that fails costs the same, whichever of its claims is bad", arguments: [1, 2, 3, 24, 64])
    func cost(size: Int) throws {
        checkCost(Sr25519.self, of: try Sr25519Tests.claims(size, seed: 4))
        checkCost(Ed25519.self, of: try ed25519Claims(size))
    }

    @Test("every claim of a failing part is verified once on its own, and none of the other parts")
    func costOfParts() throws {
        let good = try Sr25519Tests.claims(200, seed: 5)
        for position in [0, 99, 100, 199] {
            var claims = good
            claims[position].message.append(0)
            var batch = SchnorrBatch<Sr25519>()
            #expect(batch.indicesOfInvalid(in: claims) == [position])
            var expected = VerificationCost()
            expected.equations = 200
            expected.summed = 200
            expected.singles = 100
            #expect(batch.cost == expected)
        }
    }

    @Test("ed25519 in a batch gives the answers of single verification, small orders included")
    func ed25519() throws {
        let good = try ed25519Claims(20)
        #expect(Ed25519.indicesOfInvalid(in: good) == [])
        var claims = good
        for (index, harm) in Self.harms.enumerated() { harm.change(&claims[3 + 2 * index]) }
        #expect(Ed25519.indicesOfInvalid(in: claims) == [3, 5, 7, 9])
        // By ZIP-215 each of these is a signature, and stays one in every company.
        for key in Ed25519Tests.smallOrder {
            claims += Ed25519Tests.smallOrder.map {
                SchnorrClaim(message: [], signature: $0 + [UInt8](repeating: 0, count: 32), publicKey: key)
            }
        }
        #expect(Ed25519.indicesOfInvalid(in: claims) == [3, 5, 7, 9])
        let singly = claims.indices.filter {
            !Ed25519.verify(claims[$0].signature, message: claims[$0].message, publicKey: claims[$0].publicKey)
        }
        #expect(singly == [3, 5, 7, 9])
    }

    @Test("claims of all kinds together are judged as each alone")
    func mixed() throws {
        let seed: UInt64 = 77
        var random = SeededRandom(seed: seed)
        var claims: [SignatureClaim] = []
        for index in 0..<60 {
            let (secret, message) = (random.bytes(32), random.bytes(40))
            var signature: MultiSignature
            var account: AccountID
            if index % 3 == 0 {
                signature = .ed25519(try #require(FixedBytes(try Ed25519.sign(message, seed: secret))))
                account = try #require(AccountID(try Ed25519.publicKey(seed: secret)))
            } else {
                let keypair = try Keypair(seed: secret)
                signature = keypair.multiSignature(message)
                account = keypair.accountID
            }
            switch index {
            case 10: account = .zero
            case 20: signature = .ecdsa(try #require(FixedBytes(random.bytes(65))))
            case 30: account = try #require(AccountID(Ed25519Tests.smallOrder[0]))
            case 40: signature = .ed25519(try #require(FixedBytes(random.bytes(64))))
            default: break
            }
            let isForged = Int.random(in: 0..<6, using: &random) == 0
            claims.append(SignatureClaim(signature: signature, message: isForged ? [] : message, account: account))
        }
        let expected = claims.indices.filter { !claims[$0].isValid }
        #expect(SignatureClaim.indicesOfInvalid(in: claims) == expected, "seed \(seed)")
        #expect(Set([10, 20, 30, 40]).isSubset(of: expected) && expected.count < 30)
    }
}
