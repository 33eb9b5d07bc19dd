public import Cryptography
public import Frame
import Primitives
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
        // Neither are calls that an author has to make: signed ones would be free, and find room in every block.
        guard extrinsic.call.dispatchInfo.class != .mandatory else { throw .call }
        let era = try checkEra(signature.extra.era, in: state)
        if checkingSignature {
            guard try signatureClaim(of: extrinsic, in: state).isValid else { throw .badProof }
        }
        guard signature.signer != .zero else { throw .badSigner }
        try checkShieldedEra(of: extrinsic.call, signature.extra.era)
        let expected = try checkNonce(of: extrinsic, signature, in: state)
        try checkSize(of: extrinsic)
        try checkCall(of: extrinsic, signature, in: state)
        let previous = TransactionTag(account: signature.signer, nonce: signature.extra.nonce &- 1)
        return ValidTransaction(
            sender: TransactionTag(account: signature.signer, nonce: signature.extra.nonce),
            requires: signature.extra.nonce == expected ? nil : previous,
            priority: extrinsic.call.dispatchInfo.class == .operational ? 10_000_000_000 : 1,
            longevityBlocks: era.blocksLeft)
    }

    /// Finds the block at which the era was born; its hash is signed with the extrinsic. An extrinsic whose era is over
    /// is read as one of the era that runs now, so that its signature does not fit.
    private static func checkEra(
        _ era: Era, in state: borrowing State
    ) throws(InvalidTransaction) -> (birthHash: Hash, blocksLeft: UInt32) {
        let current = UInt64(System.blockNumber(in: state))
        guard let death = era.death(current) else { return (state.get(System.blockHash, 0), .max) }
        let birth = BlockNumber(truncatingIfNeeded: era.birth(current))
        guard state.contains(System.blockHash, birth) else { throw .ancientBirthBlock }
        return (state.get(System.blockHash, birth), UInt32(truncatingIfNeeded: death - current))
    }

    /// What must be true of an extrinsic's signature in a block that has just begun, for a caller that verifies many of
    /// them together and then validates without checking the signature.
    /// - Throws: ``InvalidTransaction`` where it cannot be true.
    public static func signatureClaim(
        of extrinsic: Extrinsic, in state: borrowing State
    ) throws(InvalidTransaction) -> SignatureClaim {
        guard let signature = extrinsic.signature else { throw .call }
        let era = try checkEra(signature.extra.era, in: state)
        guard !signature.extra.coversMetadataHash, signature.signer != .zero else { throw .badProof }
        let message = signature.extra.signingPayload(
            callBytes: extrinsic.callBytes,
            specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion,
            genesisHash: state.get(System.blockHash, 0),
            birthHash: era.birthHash)
        return SignatureClaim(signature: signature.signature, message: message, account: signature.signer)
    }

    /// Refuses an encrypted extrinsic that would outlive the key it is encrypted for.
    private static func checkShieldedEra(of call: RuntimeCall, _ era: Era) throws(InvalidTransaction) {
        guard case .mevShield(.submitEncrypted) = call else { return }
        guard case .mortal(let period, _) = era, period <= RuntimeParameters.shieldedEraBlocksMaximum else {
            throw .stale
        }
    }

    /// - Returns: the signer's next nonce.
    private static func checkNonce(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, in state: borrowing State
    ) throws(InvalidTransaction) -> UInt32 {
        let account = state.get(System.account, signature.signer)
        // A hotkey without any balance may send the calls that are free of fees.
        if extrinsic.call.dispatchInfo.paysFee == .yes, account.providers == 0, account.sufficients == 0 {
            throw .payment
        }
        guard signature.extra.nonce >= account.nonce else { throw .stale }
        return account.nonce
    }

    /// Refuses what no block has room for.
    private static func checkSize(of extrinsic: Extrinsic) throws(InvalidTransaction) {
        guard BlockRoom.canHold(extrinsic.call.dispatchInfo, length: extrinsic.bytes.count) else {
            throw .exhaustsResources
        }
    }

    /// Fee, signer and the pallets' own rules.
    private static func checkCall(
        of extrinsic: Extrinsic, _ signature: Extrinsic.Signature, in state: borrowing State
    ) throws(InvalidTransaction) {
        let call = extrinsic.call
        let fee = TransactionPayment.fee(of: call.dispatchInfo, length: extrinsic.length, tip: signature.extra.tip)
        guard canPay(fee, for: call, by: signature.signer, in: state) else { throw .payment }
        if case .sudo = call, state.get(Sudo.key) != signature.signer { throw .badSigner }
        if case .mevShield(.submitEncrypted(let ciphertext)) = call, !MevShield.isWellFormed(ciphertext) {
            throw .custom(TransactionErrorCode.failedShieldedTxParsing.rawValue)
        }
        do throws(DispatchError) {
            try CallGuard.check(call, by: signature.signer, in: state)
            try CallGuard.checkTip(signature.extra.tip, of: signature.signer, in: state)
            for inner in freeCalls(in: call) { try CallGuard.check(inner, by: signature.signer, in: state) }
        } catch {
            throw .custom(TransactionErrorCode(error).rawValue)
        }
    }

    /// The calls of a batch that is free of fees. What would be refused alone is refused in one as well, or anybody
    /// could fill blocks with calls that fail.
    private static func freeCalls(in call: RuntimeCall) -> [RuntimeCall] {
        guard call.dispatchInfo.paysFee == .no else { return [] }
        switch call {
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)):
            return calls.flatMap { [$0] + freeCalls(in: $0) }
        default: return []
        }
    }
}
