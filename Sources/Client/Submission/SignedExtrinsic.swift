public import Cryptography
public import Primitives
public import RuntimeInterface

/// An extrinsic that can be submitted: once, since it carries its nonce.
public struct SignedExtrinsic: Sendable, Equatable {
    /// The bytes with their length in front.
    public let bytes: [UInt8]
    /// The extrinsic's name.
    public let hash: Hash
    /// Who signed.
    public let signer: AccountID
    /// The signer's nonce.
    public let nonce: UInt32

    /// Signs.
    /// - Parameters:
    ///   - callBytes: the call with the chain's indices.
    ///   - birthHash: hash of the block in which the era began; the genesis hash for an immortal one.
    public init(
        callBytes: [UInt8], extra: ExtrinsicExtra, facts: ChainFacts, birthHash: Hash, keypair: Keypair
    ) {
        let payload = extra.signingPayload(
            callBytes: callBytes, specVersion: facts.specVersion, transactionVersion: facts.transactionVersion,
            genesisHash: facts.genesisHash, birthHash: birthHash)
        bytes = Extrinsic.signed(
            callBytes: callBytes, signer: keypair.accountID, signature: keypair.multiSignature(payload), extra: extra)
        hash = Extrinsic.hash(of: bytes)
        signer = keypair.accountID
        nonce = extra.nonce
    }
}
