import Cryptography
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SystemPallets

/// Keys for encrypted extrinsics move up one place a block.
@Suite struct MevShieldTests {
    private static func key(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: MevShield.keyLength) }

    /// Hash of the key, length of the secret, secret, nonce, and the sealed rest.
    private static func ciphertext(secret: Int = 4, sealed: Int = 16) -> [UInt8] {
        Array(repeating: 1, count: 16) + [UInt8(secret & 255), UInt8(secret >> 8)]
            + Array(repeating: 2, count: secret + 24 + sealed)
    }

    private static func submit(_ ciphertext: [UInt8]) -> RuntimeCall {
        .mevShield(.submitEncrypted(ciphertext: ciphertext))
    }

    @Test("an announced key is offered in the next block, pending in the one after, and current in the third")
    func rotation() {
        let chain = TestChain()
        var announced: [[UInt8]?] = [nil]
        for block in 1...8 {
            let key: [UInt8]? = block == 5 ? nil : Self.key(UInt8(block))
            chain.applyInherent(Runtime.shieldKeyInherent(key))
            announced.append(key)
            func at(_ index: Int) -> [UInt8]? { index > 0 ? announced[index] : nil }
            let number = BlockNumber(block)
            #expect(chain.state.get(MevShield.nextKey) == at(block - 1))
            #expect(chain.state.get(MevShield.pendingKey) == at(block - 2))
            #expect(chain.state.get(MevShield.currentKey) == at(block - 3))
            #expect(chain.state.get(MevShield.nextKeyExpiresAt) == (at(block - 1) == nil ? nil : number + 3))
            #expect(chain.state.get(MevShield.pendingKeyExpiresAt) == (at(block - 2) == nil ? nil : number + 2))
            chain.advance()
        }
    }

    @Test("a key of another length is refused and nothing moves")
    func badKeys() {
        let chain = TestChain()
        chain.applyInherent(Runtime.shieldKeyInherent(Self.key(1)))
        chain.advance()
        for length in [0, 1183, 1185, 5000] {
            let call = RuntimeCall.mevShield(.announceNextKey(encKey: Array(repeating: 0, count: length)))
            #expect(chain.dispatch(call, from: .none) == .mevShield(.badEncKeyLen))
        }
        #expect(chain.state.get(MevShield.nextKey) == nil)
    }

    @Test("only the author announces, and only signers submit")
    func origins() throws {
        let chain = TestChain()
        let announce = RuntimeCall.mevShield(.announceNextKey(encKey: nil))
        #expect(try chain.refusal(of: chain.bytes(announce, by: TestChain.bob)) == .call)
        #expect(chain.dispatch(announce, from: .signed(TestChain.bob.accountID)) == .badOrigin)
        #expect(chain.dispatch(announce, from: .root) == .badOrigin)
        for origin in [Origin.root, .none] {
            #expect(chain.dispatch(Self.submit(Self.ciphertext()), from: origin) == .badOrigin)
        }
        chain.state.set(Aura.authorities, to: [])
        #expect(chain.dispatch(announce, from: .none) == .mevShield(.unreachable))
    }

    @Test("an encrypted extrinsic must die within eight blocks")
    func eras() throws {
        let chain = TestChain()
        chain.advance(to: 20)
        let call = Self.submit(Self.ciphertext())
        let number = UInt64(chain.number)
        for (era, expected) in [
            (Era.immortal, InvalidTransaction.stale), (Era(period: 16, current: number - 1), .stale),
            (Era(period: 64, current: number - 1), .stale), (Era(period: 8, current: number - 1), nil),
            (Era(period: 4, current: number - 1), nil),
        ] as [(Era, InvalidTransaction?)] {
            #expect(try chain.refusal(of: chain.bytes(call, by: TestChain.bob, era: era)) == expected)
        }
    }

    @Test("bytes that are no ciphertext stay out of the pool")
    func malformed() throws {
        let chain = TestChain()
        chain.advance(to: 20)
        let era = Era(period: 8, current: UInt64(chain.number) - 1)
        let good = Self.ciphertext()
        let largest = Self.ciphertext(sealed: MevShield.ciphertextLengthMaximum - 16 - 2 - 4 - 24)
        for (bytes, expected) in [
            (good, nil), (largest, nil), (largest + [0], .custom(23)), ([], .custom(23)),
            (Array(good.prefix(17)), .custom(23)), (Array(good.prefix(16 + 2 + 4 + 23)), .custom(23)),
            (Array(repeating: 255, count: 100), .custom(23)),
        ] as [([UInt8], InvalidTransaction?)] {
            let refusal = try chain.refusal(of: chain.bytes(Self.submit(bytes), by: TestChain.bob, era: era))
            #expect(refusal == expected, "\(bytes.count) bytes")
        }
        #expect(
            chain.dispatch(Self.submit(largest + [0]), from: .signed(TestChain.bob.accountID)) == .exhausted)
        let extrinsic = try Extrinsic(chain.bytes(Self.submit(good), by: TestChain.bob, era: era))
        #expect(try chain.apply(extrinsic) == nil)
        let id = try #require(Hash(Blake2b.hash256(TestChain.bob.accountID.bytes + good.encoded())))
        #expect(chain.has(.mevShield(.encryptedSubmitted(id: id, who: TestChain.bob.accountID))))
        chain.advance()
    }
}
