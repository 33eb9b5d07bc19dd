public import Frame
import Hashing
import Primitives
public import RuntimeInterface
import SCALE

extension MevShield: Pallet {}

extension MevShield.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .announceNextKey(let key): try MevShield.announceNextKey(key, origin: origin, in: &state)
        case .submitEncrypted(let ciphertext): try MevShield.submitEncrypted(ciphertext, origin: origin, in: &state)
        }
    }
}

extension MevShield {
    /// Bytes of an ML-KEM-768 encapsulation key.
    public static let keyLength = 1184

    /// Bytes that an encrypted extrinsic may have. Source: the bound of `submit_encrypted` in the reference.
    static let ciphertextLengthMaximum = 8192

    /// Bytes of the parts of a ciphertext whose length is fixed: hash of the key, length of the encapsulated secret,
    /// nonce.
    private static let keyHashLength = 16
    private static let nonceLength = 24

    /// Whether bytes have the form of an encrypted extrinsic: hash of the key, encapsulated secret with its length in
    /// two bytes, nonce, and the sealed rest. Whether they can be opened, their author finds out. Source:
    /// pallets/shield/src/lib.rs of the reference, `ShieldedTransaction::parse`.
    public static func isWellFormed(_ ciphertext: [UInt8]) -> Bool {
        let secretStart = keyHashLength + 2
        guard ciphertext.count <= ciphertextLengthMaximum, ciphertext.count >= secretStart else { return false }
        let secretLength = Int(ciphertext[keyHashLength]) | Int(ciphertext[keyHashLength + 1]) << 8
        return ciphertext.count >= secretStart + secretLength + nonceLength
    }

    /// The author of this block announces the key under which users may encrypt for its coming blocks, and all keys
    /// move up by one: next to pending, pending to current. Runs as an inherent, once a block. Source:
    /// pallets/shield/src/lib.rs of the reference, `announce_next_key`.
    static func announceNextKey(_ key: [UInt8]?, origin: Origin, in state: inout State) throws(DispatchError) {
        try origin.requireNone()
        guard let author = Aura.authority(turnsAhead: 0, in: state),
            let afterNext = Aura.authority(turnsAhead: 2, in: state)
        else { throw .mevShield(.unreachable) }
        if let key, key.count != keyLength { throw .mevShield(.badEncKeyLen) }
        let now = System.blockNumber(in: state)
        state.set(currentKey, to: state.get(pendingKey))
        let pending = state.get(nextKey)
        state.set(pendingKey, to: pending)
        let next = state.get(authorKeys, afterNext)
        state.set(nextKey, to: next)
        // After the rotation, so that a key is first offered one block after its announcement.
        state.set(authorKeys, author, to: key)
        state.set(pendingKeyExpiresAt, to: pending == nil ? nil : now + 2)
        state.set(nextKeyExpiresAt, to: next == nil ? nil : now + 3)
    }

    /// Carries an encrypted extrinsic to the block's author, who opens it and puts it into the block behind this one.
    /// Emits `EncryptedSubmitted`. Fails with `.exhausted` for more bytes than a ciphertext may have.
    static func submitEncrypted(_ ciphertext: [UInt8], origin: Origin, in state: inout State) throws(DispatchError) {
        let sender = try origin.signer()
        guard ciphertext.count <= ciphertextLengthMaximum else { throw .exhausted }
        var preimage = sender.bytes
        ciphertext.encode(toEnd: &preimage)
        // A digest of 32 bytes always makes a hash.
        guard let id = Hash(Blake2b.hash256(preimage)) else { throw .corruption }
        state.deposit(.mevShield(.encryptedSubmitted(id: id, who: sender)))
    }
}

extension [UInt8] {
    /// Appends the SCALE form of these bytes, length first.
    fileprivate func encode(toEnd bytes: inout [UInt8]) { bytes.append(contentsOf: encoded()) }
}
