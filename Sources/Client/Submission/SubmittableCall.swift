public import Cryptography
public import Primitives
public import RuntimeInterface
import SCALE

/// A call whose shape was compared with the chain's, ready to be priced, signed and submitted.
///
///     let call = try await client.compose(.subtensor(.startCall(netuid: netuid)))
///     let inclusion = try await call.submit(by: coldkey).successful()
public struct SubmittableCall: Sendable {
    /// The call.
    public let call: RuntimeCall
    /// The call's bytes with the chain's indices.
    public let bytes: [UInt8]
    let client: ChainClient

    /// What inclusion costs the signer, without tip, as the chain estimates it.
    public func fee(signer: AccountID) async throws(ClientError) -> Rao {
        // The estimate needs the length of a signature, not a signature.
        let signed = Extrinsic.signed(
            callBytes: bytes, signer: signer, signature: .sr25519(FixedBytes()),
            extra: ExtrinsicExtra(era: .immortal, nonce: 0))
        guard let body = try? [UInt8](scale: signed) else { return .zero }
        return try await client.call(
            TransactionPaymentAPI.queryInfo, OpaqueExtrinsic(body: body), UInt32(signed.count)
        ).partialFee
    }

    /// Signs without submitting. The nonce is the account's next one unless the options name another.
    public func signed(
        by keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> SignedExtrinsic {
        let nonce: UInt32
        if let chosen = options.nonce {
            nonce = chosen
        } else {
            nonce = try await client.nextNonce(of: keypair.accountID)
        }
        let mortality = try await client.mortality(blocks: options.eraBlocks)
        return try await client.sign(bytes, nonce: nonce, tip: options.tip, mortality, keypair)
    }

    /// Signs, submits and waits for a block. The result also tells of a call that failed there; use
    /// ``Inclusion/successful()`` to throw then.
    ///
    /// Nothing is ever submitted twice: when the connection is lost on the way, the error says that the outcome is
    /// unknown.
    public func submit(
        by keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        let mortality = try await client.mortality(blocks: options.eraBlocks)
        let watch: SubmissionWatch
        if let nonce = options.nonce {
            watch = try await client.send(
                try await client.sign(bytes, nonce: nonce, tip: options.tip, mortality, keypair))
        } else {
            watch = try await client.withNonce(of: keypair.accountID, count: 1) { (nonce) async throws(ClientError) in
                try await client.send(
                    try await client.sign(bytes, nonce: nonce, tip: options.tip, mortality, keypair))
            }
        }
        return try await client.follow(watch, options)
    }
}
