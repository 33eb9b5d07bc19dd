public import Primitives
public import SCALE

/// An sr25519 key of a user: what wallets, neurons and tests sign with.
///
/// The secret half lies in locked memory and is wiped when the last copy of the value goes; copies share it.
public struct Keypair: Sendable {
    /// The secret half.
    public let secretKey: Sr25519.SecretKey
    /// The public key as an account.
    public let accountID: AccountID

    /// The key pair of a secret key.
    public init(_ secretKey: Sr25519.SecretKey) {
        guard let accountID = AccountID(secretKey.publicKey) else { preconditionFailure("public keys have 32 bytes") }
        self.secretKey = secretKey
        self.accountID = accountID
    }

    /// The key of a secret URI, such as `//Alice` or `phrase//hard/soft///password`.
    public init(uri: String) throws(SecretURIError) { self.init(try SecretURI(uri).secretKey()) }

    /// The key of a mnemonic phrase.
    public init(mnemonic: String, password: String = "") throws(BIP39Error) {
        var seed = try BIP39.seed(phrase: mnemonic, password: password)
        defer { seed.erase() }
        guard let secretKey = try? Sr25519.SecretKey(seed: seed) else {
            preconditionFailure("an expanded seed is zero, which has a chance of 2⁻²⁵²")
        }
        self.init(secretKey)
    }

    /// The key of a mini-secret of 32 bytes.
    public init(seed: [UInt8]) throws(SecretKeyError) { self.init(try Sr25519.SecretKey(seed: seed)) }

    /// The key of the 64 bytes that keyfiles hold.
    public init(secretBytes: [UInt8]) throws(SecretKeyError) { self.init(try Sr25519.SecretKey(bytes: secretBytes)) }

    /// A new key from the system's entropy.
    public static func random() -> Keypair { Keypair(.random()) }

    /// The public key, 32 bytes.
    public var publicKey: [UInt8] { secretKey.publicKey }

    /// The account's address on Bittensor.
    public var ss58: String { accountID.ss58 }

    /// Signs bytes as they stand.
    public func sign(_ message: [UInt8]) -> FixedBytes<64> {
        guard let signature = FixedBytes<64>(secretKey.sign(message)) else {
            preconditionFailure("signatures have 64 bytes")
        }
        return signature
    }

    /// Signs for an extrinsic.
    public func multiSignature(_ message: [UInt8]) -> MultiSignature { .sr25519(sign(message)) }

    /// The key at the end of a path below this one.
    public func deriving(_ path: [Junction]) -> Keypair { Keypair(secretKey.deriving(path)) }
}
