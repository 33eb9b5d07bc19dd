import CSodium
import Hashing

/// Why words are no mnemonic phrase.
public enum BIP39Error: Error, Equatable, Sendable {
    /// A phrase has 12, 15, 18, 21 or 24 words; there were this many.
    case wrongWordCount(Int)
    /// The word at this place, counted from 0, is not in the English list. The word itself may be a secret.
    case unknownWord(index: Int)
    /// All words are known, but the last one does not fit the others: a word is wrong or two are swapped.
    case wrongChecksum
}

/// Secret seeds as English words (BIP-39) with Substrate's rule for the seed, which hashes the entropy, not the words.
public enum BIP39 {
    /// How long a new phrase is.
    public enum Length: Int, Sendable {
        /// 12 words for 128 bits.
        case words12 = 12
        /// 24 words for 256 bits.
        case words24 = 24
    }

    private static let placeOfWord: [Substring: Int] = Dictionary(
        uniqueKeysWithValues: zip(BIP39Words.english, BIP39Words.english.indices))

    /// A new phrase from the system's entropy.
    public static func generate(_ length: Length = .words12) -> String {
        var entropy = Entropy.bytes(length.rawValue * 4 / 3)
        defer { entropy.erase() }
        return words(of: entropy)
    }

    /// The phrase of 16, 20, 24, 28 or 32 bytes, `nil` for any other number.
    public static func phrase(entropy: [UInt8]) -> String? {
        guard entropy.count.isMultiple(of: 4), (16...32).contains(entropy.count) else { return nil }
        return words(of: entropy)
    }

    // The words spell the entropy and one bit of its SHA-256 for every 32 bits, 11 bits a word.
    private static func words(of entropy: [UInt8]) -> String {
        let bits = entropy + [SHA256.hash(entropy)[0]]
        return (0..<entropy.count * 3 / 4).map { index -> Substring in
            var value = 0
            for bit in index * 11..<index * 11 + 11 {
                let isSet = bits[bit >> 3] & (0x80 >> UInt8(bit & 7)) != 0
                value = value << 1 | (isSet ? 1 : 0)
            }
            return BIP39Words.english[value]
        }.joined(separator: " ")
    }

    /// The entropy that a phrase spells, 16 to 32 bytes.
    public static func entropy(phrase: String) throws(BIP39Error) -> [UInt8] {
        let words = phrase.split(whereSeparator: \.isWhitespace)
        guard words.count.isMultiple(of: 3), (12...24).contains(words.count) else {
            throw .wrongWordCount(words.count)
        }
        var bits = [UInt8](repeating: 0, count: (words.count * 11 + 7) / 8)
        defer { bits.erase() }
        for (index, word) in words.enumerated() {
            guard let value = placeOfWord[word] else { throw .unknownWord(index: index) }
            for offset in 0..<11 where value >> (10 - offset) & 1 == 1 {
                let bit = index * 11 + offset
                bits[bit >> 3] |= 0x80 >> UInt8(bit & 7)
            }
        }
        let entropy = Array(bits[..<(words.count * 4 / 3)])
        let checksumBits = words.count / 3
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> checksumBits)
        guard SHA256.hash(entropy)[0] & mask == bits[entropy.count] & mask else { throw .wrongChecksum }
        return entropy
    }

    /// Substrate's mini-secret of 32 bytes: the first half of PBKDF2-HMAC-SHA-512 over the entropy, salted with
    /// `mnemonic` and the password, in 2048 rounds.
    public static func seed(phrase: String, password: String = "") throws(BIP39Error) -> [UInt8] {
        var entropy = try entropy(phrase: phrase)
        defer { entropy.erase() }
        var derived = PBKDF2.sha512(secret: entropy, salt: Array(("mnemonic" + password).utf8), rounds: 2048)
        defer { derived.erase() }
        return Array(derived[..<32])
    }
}
