import Hashing
public import Primitives

/// Why a text is no address.
public enum SS58Error: Error, Equatable, Sendable {
    /// A character is not in the alphabet of base 58.
    case invalidCharacter
    /// The text does not spell a network, 32 bytes and a checksum of 2.
    case wrongLength
    /// The checksum does not fit: a typing error.
    case wrongChecksum
    /// A valid address of another network.
    case wrongPrefix(found: UInt16, expected: UInt16)
    /// Networks have numbers up to 16383.
    case prefixOutOfRange(UInt16)
}

/// Addresses as people write them: base 58 of the network's number, the account and a checksum.
public enum SS58 {
    /// The number of Bittensor, and of every network without one of its own.
    public static let bittensorPrefix: UInt16 = 42

    private static let checksumLength = 2
    // 2 + 32 + 2 bytes never take more than 50 digits; longer texts are not worth the decoding.
    private static let lengthMaximum = 50

    /// The address of an account.
    /// - Throws: ``SS58Error/prefixOutOfRange(_:)``.
    public static func encode(_ account: AccountID, prefix: UInt16) throws(SS58Error) -> String {
        guard prefix < 1 << 14 else { throw .prefixOutOfRange(prefix) }
        return text(account, prefix: prefix)
    }

    /// The address of an account on Bittensor.
    public static func encode(_ account: AccountID) -> String { text(account, prefix: bittensorPrefix) }

    // One byte for numbers below 64. Above, 14 bits in an order that keeps the first byte between 64 and 127:
    // bits 2 to 7 there, then bits 0, 1 and 8 to 13.
    private static func text(_ account: AccountID, prefix: UInt16) -> String {
        var payload: [UInt8]
        if prefix < 64 {
            payload = [UInt8(prefix)]
        } else {
            payload = [
                UInt8(truncatingIfNeeded: (prefix & 0b1111_1100) >> 2) | 0b0100_0000,
                UInt8(truncatingIfNeeded: prefix >> 8 | (prefix & 0b11) << 6),
            ]
        }
        payload += account.bytes
        return Base58.encode(payload + checksum(payload))
    }

    /// The account and the network's number of an address of any network.
    public static func decode(_ text: String) throws(SS58Error) -> (account: AccountID, prefix: UInt16) {
        guard text.utf8.count <= lengthMaximum else { throw .wrongLength }
        guard let bytes = Base58.decode(text) else { throw .invalidCharacter }
        guard let first = bytes.first, first < 128 else { throw .wrongLength }
        let prefixLength = first < 64 ? 1 : 2
        guard bytes.count == prefixLength + 32 + checksumLength else { throw .wrongLength }
        let payload = Array(bytes.dropLast(checksumLength))
        guard checksum(payload) == Array(bytes.suffix(checksumLength)) else { throw .wrongChecksum }
        guard let account = AccountID(payload[prefixLength...]) else { throw .wrongLength }
        var prefix = UInt16(first)
        if prefixLength == 2 {
            prefix = (UInt16(first) & 0b0011_1111) << 2 | UInt16(bytes[1]) >> 6 | (UInt16(bytes[1]) & 0b0011_1111) << 8
        }
        return (account, prefix)
    }

    private static func checksum(_ payload: [UInt8]) -> [UInt8] {
        Array(Blake2b.hash512(Array("SS58PRE".utf8) + payload)[..<checksumLength])
    }
}

extension AccountID {
    /// The account of an address; another network's address is refused, for it is a mistake more often than not.
    public init(ss58 text: String, prefix: UInt16 = SS58.bittensorPrefix) throws(SS58Error) {
        let (account, found) = try SS58.decode(text)
        guard found == prefix else { throw .wrongPrefix(found: found, expected: prefix) }
        self = account
    }

    /// The address on Bittensor.
    public var ss58: String { SS58.encode(self) }
}
