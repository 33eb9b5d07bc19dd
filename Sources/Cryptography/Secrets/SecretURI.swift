/// Why a text is not a secret URI.
public enum SecretURIError: Error, Equatable, Sendable {
    /// A path must begin with `/` and none of its steps may be empty.
    case malformedPath
    /// `0x` is not followed by 64 hexadecimal digits.
    case malformedSeed
    /// The words before the path are no mnemonic phrase.
    case malformedPhrase(BIP39Error)
    /// The 32 or 64 bytes are no key.
    case invalidKey(SecretKeyError)
}

/// A key written down: `phrase//hard/soft///password` or `0xseed//hard/soft`. Without a phrase, as in `//Alice`, the
/// path starts from the development phrase that everybody knows.
public struct SecretURI: Sendable {
    /// The phrase of the well-known development accounts.
    public static let developmentPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"

    /// The words or `0x` and the seed.
    public let phrase: String
    /// The steps from the phrase's key to the one that is meant.
    public let path: [Junction]
    /// What `///` is followed by; empty when there is none.
    public let password: String

    /// Takes a text apart.
    public init(_ text: String) throws(SecretURIError) {
        let bytes = Array(text.utf8)
        let slash = UInt8(ascii: "/")
        let pathStart = bytes.firstIndex(of: slash) ?? bytes.count
        let phrase = String(decoding: bytes[..<pathStart], as: UTF8.self)
        self.phrase = phrase.isEmpty ? Self.developmentPhrase : phrase

        var path: [Junction] = []
        var password = ""
        var position = pathStart
        while position < bytes.count {
            let slashes = bytes[position...].prefix { $0 == slash }.count
            if slashes >= 3 {
                // A password may hold anything, slashes too.
                password = String(decoding: bytes[(position + 3)...], as: UTF8.self)
                break
            }
            let name = bytes[(position + slashes)...].prefix { $0 != slash }
            guard !name.isEmpty else { throw .malformedPath }
            path.append(Junction(isHard: slashes == 2, name: String(decoding: name, as: UTF8.self)))
            position = name.endIndex
        }
        self.path = path
        self.password = password
    }

    /// The key that is meant.
    public func secretKey() throws(SecretURIError) -> Sr25519.SecretKey {
        var seed = try seed()
        defer { seed.erase() }
        do {
            return try Sr25519.SecretKey(seed: seed).deriving(path)
        } catch {
            throw .invalidKey(error)
        }
    }

    /// The 32 bytes from which the path starts.
    func seed() throws(SecretURIError) -> [UInt8] {
        if phrase.hasPrefix("0x") {
            guard let seed = [UInt8](lowerOrUpperHex: phrase.dropFirst(2)), seed.count == 32 else {
                throw .malformedSeed
            }
            return seed
        }
        do {
            return try BIP39.seed(phrase: phrase, password: password)
        } catch {
            throw .malformedPhrase(error)
        }
    }
}

extension [UInt8] {
    /// The bytes of hexadecimal digits, `nil` when there are others or their number is odd.
    init?(lowerOrUpperHex text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = Self.hexValue(digits[index]), let low = Self.hexValue(digits[index + 1])
            else { return nil }
            append(high << 4 | low)
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
