import FixedPoint
import Hashing

/// Tries nonces for a challenge, one after the other. It keeps its buffer, so that a nonce costs two hashes and nothing
/// else.
public struct RegistrationSearch: Sendable {
    /// A nonce whose seal passes.
    public struct Solution: Hashable, Sendable {
        public let nonce: UInt64
        public let seal: Hash

        public init(nonce: UInt64, seal: Hash) {
            self.nonce = nonce
            self.seal = seal
        }
    }

    private static let nonceLength = 8
    private let challenge: RegistrationChallenge
    private let target: RegistrationTarget
    /// The challenge with room for a nonce behind it.
    private var input: [UInt8]

    public init(_ challenge: RegistrationChallenge, difficulty: UInt64) {
        self.challenge = challenge
        target = RegistrationTarget(difficulty: difficulty)
        input = challenge.bytes + Array(repeating: 0, count: Self.nonceLength)
    }

    /// The first of `count` nonces from `start` on whose seal passes; after the largest nonce comes 0.
    public mutating func firstSolution(from start: UInt64, count: Int) -> Solution? {
        let (target, place) = (target, challenge.bytes.count)
        var nonce = start
        let found = input.withUnsafeMutableBytes { input in
            withUnsafeTemporaryAllocation(byteCount: SHA256.length, alignment: 8) { digest in
                for _ in 0..<count {
                    input.storeBytes(of: nonce.littleEndian, toByteOffset: place, as: UInt64.self)
                    SHA256.hash(UnsafeRawBufferPointer(input), into: digest)
                    if target.isMet(by: Keccak.number256(of: UnsafeRawBufferPointer(digest))) { return true }
                    nonce &+= 1
                }
                return false
            }
        }
        return found ? Solution(nonce: nonce, seal: challenge.seal(nonce: nonce)) : nil
    }
}

extension Keccak {
    /// The digest of 32 bytes, as the number whose lowest byte comes first.
    fileprivate static func number256(of bytes: UnsafeRawBufferPointer) -> UInt256 {
        let lanes = lanes256(of: bytes)
        return UInt256(
            high: UInt128(lanes[3]) << 64 | UInt128(lanes[2]), low: UInt128(lanes[1]) << 64 | UInt128(lanes[0]))
    }
}
