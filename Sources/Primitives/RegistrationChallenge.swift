public import FixedPoint
import Hashing
import SCALE

/// What a proof of work for a registration is about: nobody else can use it, on no other subnet and at no other time.
///
/// A seal is keccak-256 of SHA-256 of the challenge and a nonce. Source: SDK 11.3.0, `pow_registration.py`.
public struct RegistrationChallenge: Hashable, Sendable {
    /// Begins every challenge, so that the work for anything else passes for none.
    private static let mark = Array("subtensor-pow-register-v1".utf8)

    /// The bytes that are hashed before the nonce.
    public let bytes: [UInt8]

    /// The challenge to register `hotkey` on a subnet, signed by `coldkey`, with a recent block's hash.
    public init(netuid: NetUID, blockHash: Hash, hotkey: AccountID, coldkey: AccountID) {
        bytes = Self.mark + netuid.encoded() + blockHash.bytes + hotkey.bytes + coldkey.bytes
    }

    /// The seal of a nonce.
    public func seal(nonce: UInt64) -> Hash {
        // A digest of 32 bytes always makes a hash.
        Hash(Keccak.hash256(SHA256.hash(bytes + nonce.encoded()))) ?? .zero
    }
}

/// How small a seal must be, read as a number with its lowest byte first.
public struct RegistrationTarget: Hashable, Sendable {
    /// The largest seal that passes.
    public let maximum: UInt256

    /// The difficulty that counts where `difficulty` is stored: no less than the minimum, nor than 1, and no more than
    /// the maximum unless that is below the minimum.
    public static func effectiveDifficulty(_ difficulty: UInt64, minimum: UInt64, maximum: UInt64) -> UInt64 {
        let least = max(minimum, 1)
        return min(max(difficulty, least), max(maximum, least))
    }

    /// The target of a difficulty: the seal times it must stay below 2²⁵⁶. A difficulty of 0 counts as 1.
    public init(difficulty: UInt64) {
        maximum = UInt256(high: .max, low: .max) / UInt128(max(difficulty, 1))
    }

    /// Whether a seal passes.
    public func isMet(by seal: Hash) -> Bool { isMet(by: UInt256(littleEndian: seal.bytes)) }

    /// Whether a seal passes, as a number.
    public func isMet(by seal: UInt256) -> Bool { seal <= maximum }
}

extension UInt256 {
    /// The number of 32 bytes, the lowest first; what is missing counts as 0.
    fileprivate init(littleEndian bytes: [UInt8]) {
        func half(_ bytes: some Collection<UInt8>) -> UInt128 { bytes.reversed().reduce(0) { $0 << 8 | UInt128($1) } }
        self.init(high: half(bytes.dropFirst(16).prefix(16)), low: half(bytes.prefix(16)))
    }
}
