public import Cryptography
import Primitives
import RuntimeInterface

extension SubmittableCall {
    /// Blocks of the eras of a shielded extrinsic and its carrier: the chain refuses carriers with longer ones.
    static let shieldedEraBlocks: UInt64 = 8

    /// Submits the call encrypted, so that nobody sees it before it is in a block.
    ///
    /// The signed extrinsic, with the nonce after the carrier's, travels inside of `MevShield.submit_encrypted`; the
    /// block's author opens it and puts it into the carrier's block or one of the eight after it.
    /// - Throws: also ``ClientError/invalidArgument(_:)`` where the chain announces no key.
    public func submitShielded(
        by keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        guard let key = try await client.storage(MevShield.nextKey) else {
            throw .invalidArgument("the chain has announced no key to encrypt with")
        }
        let mortality = try await client.mortality(blocks: Self.shieldedEraBlocks)
        let (watch, inner) = try await client.withNonce(of: keypair.accountID, count: 2) {
            (nonce) async throws(ClientError) in
            let inner = try await client.sign(bytes, nonce: nonce + 1, tip: options.tip, mortality, keypair)
            let envelope: ShieldedEnvelope
            do throws(ShieldError) {
                envelope = try ShieldedEnvelope(sealing: inner.bytes, to: key)
            } catch {
                throw .invalidArgument("the chain's key cannot encrypt: \(error)")
            }
            let carrier = try await client.compose(.mevShield(.submitEncrypted(ciphertext: envelope.bytes)))
            let signed = try await client.sign(carrier.bytes, nonce: nonce, tip: .zero, mortality, keypair)
            return (try await client.send(signed), inner.hash)
        }
        let carried = try await client.follow(watch, options).successful()
        var number = carried.blockNumber
        let last = number + BlockNumber(Self.shieldedEraBlocks)
        while number <= last {
            if let found = try await client.inclusion(of: inner, from: number, through: number) { return found }
            number += 1
            if number <= last { try await client.waitForBlock(number) }
        }
        throw .outcomeUnknown(extrinsic: inner)
    }
}
