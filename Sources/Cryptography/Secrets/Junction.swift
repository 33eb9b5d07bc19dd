import Hashing
import SCALE

/// 32 bytes that tell the children of one key apart.
public struct ChainCode: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The given bytes, or `nil` when there are not exactly 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The SCALE encoding of a name or number, filled up with zeros; its BLAKE2b-256 where it is longer than 32 bytes.
    init(encoded: [UInt8]) {
        bytes =
            encoded.count > 32
            ? Blake2b.hash256(encoded) : encoded + [UInt8](repeating: 0, count: 32 - encoded.count)
    }
}

/// One step of a derivation path: `//hard` or `/soft`.
public struct Junction: Hashable, Sendable {
    /// Whether only the holder of the secret can take this step.
    public let isHard: Bool
    /// What is mixed into the key.
    public let chainCode: ChainCode

    /// A step for a chain code.
    public init(isHard: Bool, chainCode: ChainCode) {
        self.isHard = isHard
        self.chainCode = chainCode
    }

    /// The step of a name: digits that fit 64 bits count as a number, anything else as text.
    public init(isHard: Bool, name: String) {
        self.isHard = isHard
        // "-0" is a number for Swift and a text for the chain.
        if let number = UInt64(name), !name.hasPrefix("-") {
            chainCode = ChainCode(encoded: withUnsafeBytes(of: number.littleEndian, Array.init))
        } else {
            chainCode = ChainCode(encoded: name.encoded())
        }
    }
}
