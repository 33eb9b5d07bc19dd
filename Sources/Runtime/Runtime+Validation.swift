import Cryptography
public import Frame
public import Primitives
public import RuntimeInterface
import SubtensorPallets
import SystemPallets

/// The transaction extensions: what must hold before a signed extrinsic may enter a block.
/// Source: runtime/src/lib.rs of the reference, `TxExtension`.
extension Runtime {
    /// Judges an extrinsic in a block that has just begun (``beginBlock(number:parentHash:digest:in:)``).
    /// - Returns: where it stands in its signer's row. It may have to wait for extrinsics of lower nonce.
    /// - Throws: ``InvalidTransaction`` where it could not run in this block nor after others of its signer.
    public static func validate(
        _ extrinsic: Extrinsic, checkingSignature: Bool = true, in state: borrowing State
    ) throws(InvalidTransaction) -> ValidTransaction {
        // Inherents are made by the block's author, never taken from outside.
        guard let signature = extrinsic.signature else { throw .call }
        let era = try checkEra(of: extrinsic, signature, in: state)
        if checkingSignature {
            guard verifySignature(of: extrinsic, signature, birthHash: era.birthHash, in: state) else { throw .badProof }
        }
        let expected = System.nonce(of: signature.signer, in: state)
        guard signature.extra.nonce >= expected else { throw .stale }
        try checkCall(of: extrinsic, signature, in: state)
        let previous = TransactionTag(account: signature.signer, nonce: signature.extra.nonce &- 1)
        return ValidTransaction(
            sender: TransactionTag(account: signature.signer, nonce: signature.extra.nonce),
            requires: signature.extra.nonce == expected ? nil : previous,
            priority: extrinsic.call.dispatchInfo.class == .operational ? 10_000_000_000 : 1,
            longevityBlocks: era.blocksLeft)
    }

    /// Finds the block at which the era was born; its hash is signed with the extrinsic. An extrinsic whose era is over is
    /// read as one of the era that runs now, so that its signature does not fit.
    static func checkEra(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, in state: borrowing State
    ) throws(InvalidTransaction) -> (birthHash: Hash, blocksLeft: UInt32) {
        let era = signature.extra.era
        if case .mevShield(.submitEncrypted) = extrinsic.call {
            guard case .mortal(let period, _) = era, period <= RuntimeParameters.shieldedEraBlocksMaximum else {
                throw .stale
            }
        }
        guard case .mortal = era else {
            return (state.get(System.blockHash, 0), .max)
        }
        let current = UInt64(System.blockNumber(in: state))
        let birth = BlockNumber(truncatingIfNeeded: era.birth(current: current))
        guard state.contains(System.blockHash, birth) else { throw .ancientBirthBlock }
        return (state.get(System.blockHash, birth), UInt32(truncatingIfNeeded: era.death(current: current) - current))
    }

    static func verifySignature(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, birthHash: Hash, in state: borrowing State
    ) -> Bool {
        guard !signature.extra.coversMetadataHash, signature.signer != .zero else { return false }
        let message = payload(of: extrinsic, signature, birthHash: birthHash, in: state)
        return verify(signature.signature, message: message, account: signature.signer)
    }

    private static func payload(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, birthHash: Hash, in state: borrowing State
    ) -> [UInt8] {
        signature.extra.signingPayload(
            callBytes: extrinsic.callBytes,
            specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion,
            genesisHash: state.get(System.blockHash, 0),
            birthHash: birthHash)
    }

    /// Fee, signer and the pallets' own rules.
    static func checkCall(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, in state: borrowing State
    ) throws(InvalidTransaction) {
        let info = extrinsic.call.dispatchInfo
        let account = state.get(System.account, signature.signer)
        // A hotkey without any balance may send the calls that are free of fees.
        if info.paysFee == .yes, account.providers == 0, account.sufficients == 0 { throw .payment }
        let fee = TransactionPayment.fee(
            of: info, length: UInt32(extrinsic.bytes.count), tip: signature.extra.tip)
        guard TransactionPayment.canPay(fee, by: signature.signer, in: state) else { throw .payment }
        if case .sudo = extrinsic.call, state.get(Sudo.key) != signature.signer { throw .badSigner }
        do throws(DispatchError) {
            try CallGuard.check(extrinsic.call, by: signature.signer, in: state)
        } catch {
            throw .custom(TransactionErrorCode(error).rawValue)
        }
    }
}
