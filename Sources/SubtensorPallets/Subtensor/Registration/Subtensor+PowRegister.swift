import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Yuma

/// Registration by proof of work, which a subnet's owner may allow beside that for the burn price.
///
/// Source: SDK 11.3.0, `pow_registration.py` and the intent `pow_register`; main network since spec 475
/// (RaoFoundation/subtensor d1718c99, pallets/subtensor/src/subnets/registration.rs). Spec 425 had none.
extension Subtensor {
    /// A proof as it comes with a call.
    struct WorkProof: Hashable, Sendable {
        /// The block whose hash the work was done on.
        var block: UInt64
        var nonce: UInt64
        /// The seal of the nonce.
        var seal: Hash
    }

    /// Blocks for which a proof holds, the first of them the one after the block that it names.
    static let workLifetimeBlocks: UInt64 = 5

    /// Registers a hotkey as a neuron of a subnet for a proof of work, without TAO: not even a fee. A full subnet
    /// prunes as for a paid registration. The difficulty rises with every such registration and decays with every
    /// block. Emits `NeuronRegistered`.
    ///
    /// Fails as ``requireWork(_:for:of:on:in:)``, and with `noNeuronIdAvailable`. For any coldkey.
    static func powRegister(
        _ origin: Origin, _ netuid: NetUID, _ proof: WorkProof, _ hotkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        try requireWork(proof, for: hotkey, of: coldkey, on: netuid, in: state)
        let place = try placeForNeuron(on: netuid, in: state)

        try associate(hotkey, with: coldkey, in: &state)
        let uid = setNeuron(hotkey, at: place, on: netuid, in: &state)
        // Where the owner's hotkey was to give way, nothing happened, and the proof stays good.
        guard state.get(uids, netuid, hotkey) == uid else { throw .subtensor(.noNeuronIdAvailable) }
        state.set(lastPowRegistrationBlock, hotkey, to: proof.block)
        state.update(registrationsThisBlock, netuid) { $0 = $0 == .max ? $0 : $0 + 1 }
        let raised = registrationDifficulty(netuid, in: state).increased(state.get(difficulty, netuid))
        state.set(difficulty, netuid, to: raised)
        state.deposit(.subtensor(.neuronRegistered(netuid, uid, hotkey)))
    }

    /// Checks everything about a registration by proof of work but whether a full subnet has room.
    /// - Throws: `registrationNotPermittedOnRootSubnet`, `subnetNotExists`, `subNetRegistrationDisabled`,
    ///   `hotKeyAlreadyRegisteredInSubNet`, `noNeuronIdAvailable`, `tooManyRegistrationsThisBlock`,
    ///   `invalidWorkBlock`, `invalidSeal`, `invalidDifficulty`, `cannotUseSystemAccount` or `nonAssociatedColdKey`, in
    ///   this order.
    static func requireWork(
        _ proof: WorkProof, for hotkey: AccountID, of coldkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        guard !netuid.isRoot else { throw .subtensor(.registrationNotPermittedOnRootSubnet) }
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard state.get(networkPowRegistrationAllowed, netuid) else { throw .subtensor(.subNetRegistrationDisabled) }
        guard !state.contains(uids, netuid, hotkey) else { throw .subtensor(.hotKeyAlreadyRegisteredInSubNet) }
        guard state.get(maxAllowedUids, netuid) != 0 else { throw .subtensor(.noNeuronIdAvailable) }
        // Before a block's hooks have run, where the pool judges, the counter is that of the block before.
        let count = state.phase == .initialization ? 0 : state.get(registrationsThisBlock, netuid)
        guard count < state.get(maxRegistrationsPerBlock, netuid) else {
            throw .subtensor(.tooManyRegistrationsThisBlock)
        }
        let blockHash = try workBlockHash(proof.block, of: hotkey, in: state)
        let challenge = RegistrationChallenge(netuid: netuid, blockHash: blockHash, hotkey: hotkey, coldkey: coldkey)
        guard challenge.seal(nonce: proof.nonce) == proof.seal else { throw .subtensor(.invalidSeal) }
        let least = registrationDifficulty(netuid, in: state).effective(state.get(difficulty, netuid))
        guard RegistrationTarget(difficulty: least).isMet(by: proof.seal) else { throw .subtensor(.invalidDifficulty) }
        try requireNoSubnetAccount(hotkey)
        try requireOwnHotkey(hotkey, of: coldkey, in: state)
    }

    /// The hash of a block on which work may be done: of the last five, and later than that of the hotkey's last
    /// registration, so that no proof serves twice.
    /// - Throws: `invalidWorkBlock`.
    private static func workBlockHash(
        _ block: UInt64, of hotkey: AccountID, in state: borrowing State
    ) throws(DispatchError) -> Hash {
        let now = currentBlock(in: state)
        let last = state.get(lastPowRegistrationBlock, hotkey)
        guard block < now, now - block <= workLifetimeBlocks, let number = BlockNumber(exactly: block),
            state.contains(System.blockHash, number), last.map({ block > $0 }) ?? true
        else { throw .subtensor(.invalidWorkBlock) }
        return state.get(System.blockHash, number)
    }

    /// Lowers a subnet's difficulty for a new block.
    static func decayRegistrationDifficulty(_ netuid: NetUID, in state: inout State) {
        let old = state.get(difficulty, netuid)
        let decayed = registrationDifficulty(netuid, in: state).decayed(old, in: currentBlock(in: state))
        if decayed != old { state.set(difficulty, netuid, to: decayed) }
    }

    private static func registrationDifficulty(_ netuid: NetUID, in state: borrowing State) -> RegistrationDifficulty {
        RegistrationDifficulty(
            minimum: state.get(minDifficulty, netuid), maximum: state.get(maxDifficulty, netuid),
            halfLife: state.get(burnHalfLife, netuid), increase: state.get(burnIncreaseMult, netuid))
    }
}
