import Foundation
import Primitives
import SCALE
import Testbed
import Testing

/// Seals and difficulties as the official SDK computes them.
@Suite struct PowVectorTests {
    private struct File: Decodable {
        struct Seal: Decodable {
            var netuid: UInt16
            var blockHash: String
            var hotkey: String
            var coldkey: String
            var nonce: String
            var seal: String
            var meets: UInt64
        }
        struct Difficulty: Decodable {
            var stored: String
            var minimum: String
            var maximum: String
            var effective: String
        }
        var seals: [Seal]
        var effective: [Difficulty]
    }

    private static func file() throws -> File {
        try JSONDecoder().decode(File.self, from: try Vectors.data("sdk/pow_registration.json"))
    }

    @Test("seals are those of SDK 11.3.0, and meet the difficulties that it says")
    func seals() throws {
        let cases = try Self.file().seals
        for item in cases {
            func bytes(_ text: String) throws -> [UInt8] { try #require([UInt8](hex: text)) }
            func account(_ text: String) throws -> AccountID { try #require(AccountID(try bytes(text))) }
            let challenge = RegistrationChallenge(
                netuid: NetUID(item.netuid), blockHash: try #require(Hash(try bytes(item.blockHash))),
                hotkey: try account(item.hotkey), coldkey: try account(item.coldkey))
            #expect(challenge.bytes.count == 123)
            let nonce = try #require(UInt64(item.nonce))
            let seal = challenge.seal(nonce: nonce)
            #expect(seal.bytes == (try bytes(item.seal)))
            #expect(RegistrationTarget(difficulty: item.meets).isMet(by: seal))
            #expect(!RegistrationTarget(difficulty: item.meets + 1).isMet(by: seal))
            // The search, which hashes in its own way, comes to the same.
            var search = RegistrationSearch(challenge, difficulty: item.meets)
            #expect(search.firstSolution(from: nonce, count: 1)?.seal == seal)
            var harder = RegistrationSearch(challenge, difficulty: item.meets + 1)
            #expect(harder.firstSolution(from: nonce, count: 1) == nil)
        }
        print("proof of work: \(cases.count) seals of the SDK")
        #expect(cases.count == 40)
    }

    @Test("the difficulty that counts is the SDK's")
    func effective() throws {
        let cases = try Self.file().effective
        for item in cases {
            let found = RegistrationTarget.effectiveDifficulty(
                try #require(UInt64(item.stored)), minimum: try #require(UInt64(item.minimum)),
                maximum: try #require(UInt64(item.maximum)))
            // The SDK takes a stored 0 for 1 before it compares, which the bounds do anyway.
            #expect(String(found) == item.effective, "\(item)")
        }
        #expect(cases.count == 343)
    }

    @Test("a search finds the first nonce that passes, over the largest number too, and none where there is none")
    func search() throws {
        let challenge = RegistrationChallenge(netuid: 3, blockHash: .zero, hotkey: .zero, coldkey: .zero)
        let target = RegistrationTarget(difficulty: 50)
        for start in [0, 1_000, UInt64.max - 20] {
            var search = RegistrationSearch(challenge, difficulty: 50)
            let expected = (0..<2_000).lazy.map { start &+ UInt64($0) }
                .first { target.isMet(by: challenge.seal(nonce: $0)) }
            let nonce = try #require(expected)
            #expect(search.firstSolution(from: start, count: 2_000)?.nonce == nonce)
            #expect(search.firstSolution(from: start, count: Int(nonce &- start)) == nil)
        }
        var impossible = RegistrationSearch(challenge, difficulty: .max)
        #expect(impossible.firstSolution(from: 0, count: 200) == nil)
        #expect(RegistrationTarget(difficulty: 0) == RegistrationTarget(difficulty: 1))
    }
}
