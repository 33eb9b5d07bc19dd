import Hashing

/// Schnorr signatures on ristretto255 as Substrate chains use them: schnorrkel with the context `substrate`.
public enum Sr25519 {
    // Every signature starts from the same transcript, so it is computed once and copied.
    private static let substrateContext = Transcript(context: "substrate")

    /// The transcript of a message and its signer, up to the point where signer and verifier part.
    static func transcript(message: [UInt8], publicKey: [UInt8]) -> Transcript {
        var transcript = substrateContext
        transcript.append("sign-bytes", message)
        transcript.append("proto-name", Array("Schnorr-sig".utf8))
        transcript.append("sign:pk", publicKey)
        return transcript
    }

    /// Whether `signature` is one of the message by the key. Wrong lengths, a missing marker bit, a scalar of L or more
    /// and encodings that are not canonical are all a plain no.
    public static func verify(_ signature: [UInt8], message: [UInt8], publicKey: [UInt8]) -> Bool {
        let claim = Claim(message: message, signature: signature, publicKey: publicKey)
        return equation(of: claim).map(holds) ?? false
    }
}
