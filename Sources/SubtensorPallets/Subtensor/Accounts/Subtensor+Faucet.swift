import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// TAO for work, on chains for developers: what the reference's local network is built with.
/// Source: pallets/subtensor/src/subnets/registration.rs, `do_faucet`.
///
/// The reference takes one proof as often as it is sent while it holds. Here it pays once.
extension Subtensor {
    /// What a proof of work is paid with.
    static let faucetPayment = Rao.tao(1_000)
    /// Tries that a proof takes on average.
    static let faucetDifficulty: UInt64 = 1_000_000
    /// A proof holds in the block that it names, as far as that has a hash, and in the two after it.
    private static let faucetWorkLifetimeBlocks: UInt64 = 3

    /// Issues 1000 TAO to a coldkey for a proof of work. Emits `Faucet`.
    ///
    /// Fails as ``requireFaucetWork(_:of:in:)``. For any coldkey.
    static func faucet(_ origin: Origin, _ proof: WorkProof, in state: inout State) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireFaucetWork(proof, of: coldkey, in: state)
        state.set(usedWork, proof.seal.bytes, to: currentBlock(in: state))
        var credit = mintTao(faucetPayment, in: &state)
        let paid = credit.amount
        _ = credit.spend(paid, on: coldkey, in: &state)
        credit.recycle(in: &state)
        state.deposit(.subtensor(.faucet(coldkey, paid.units)))
    }

    /// Checks whether the faucet pays for a proof.
    /// - Throws: `faucetDisabled` on a chain that is not a developers', `invalidWorkBlock` for a block that is not
    ///   there yet, too old, or of a proof that was paid, `invalidDifficulty` or `invalidSeal`, in this order.
    static func requireFaucetWork(
        _ proof: WorkProof, of coldkey: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        guard NetworkProfile.current(in: state) == .dev else { throw .subtensor(.faucetDisabled) }
        let now = currentBlock(in: state)
        guard proof.block <= now, now - proof.block < faucetWorkLifetimeBlocks,
            let number = BlockNumber(exactly: proof.block), state.contains(System.blockHash, number),
            !state.contains(usedWork, proof.seal.bytes)
        else { throw .subtensor(.invalidWorkBlock) }
        guard RegistrationTarget(difficulty: faucetDifficulty).isMet(by: proof.seal) else {
            throw .subtensor(.invalidDifficulty)
        }
        let blockHash = state.get(System.blockHash, number)
        guard faucetSeal(nonce: proof.nonce, blockHash: blockHash, coldkey: coldkey) == proof.seal else {
            throw .subtensor(.invalidSeal)
        }
    }

    /// The seal of a nonce: bound to a block and a coldkey.
    static func faucetSeal(nonce: UInt64, blockHash: Hash, coldkey: AccountID) -> Hash {
        let challenge = Keccak.hash256(blockHash.bytes + coldkey.bytes)
        // A digest of 32 bytes always makes a hash.
        return Hash(Keccak.hash256(SHA256.hash(nonce.encoded() + challenge))) ?? .zero
    }
}
