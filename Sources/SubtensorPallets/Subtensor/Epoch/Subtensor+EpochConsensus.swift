import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Whether a subnet's epochs find a consensus (Yuma), or one validator decides (Null).
///
/// Sources: RaoFoundation/subtensor at spec 475 (d1718c99), pallets/subtensor/src/subnets/mechanism.rs, as
/// pallets/subtensor/src/tests/null_consensus.rs tells of it.
extension Subtensor {
    /// Whether a subnet has no consensus.
    static func isNull(_ netuid: NetUID, in state: borrowing State) -> Bool {
        state.get(subnetEpochConsensus, netuid) == .null
    }

    /// Chooses how the epochs of a subnet judge.
    ///
    /// Null saves the limit of validators and lets there be one: the neuron of most stake takes over at once. Yuma
    /// takes the limit back; who validates is for its next epoch to say. The limit of neurons is lowered to what the
    /// choice has room for. Bonds, and the block of the last epoch that made them, stay as they are. Emits
    /// `MaxAllowedUidsSet` and `MaxAllowedValidatorsSet` for limits that change, and `EpochConsensusSet`.
    ///
    /// - Throws: `invalidValue` on root and where weights under a timelock wait, `tooManyUIDsPerMechanism` where there
    ///   are more neurons than the choice has room for.
    static func setEpochConsensus(
        _ consensus: EpochConsensus, of netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        guard !netuid.isRoot else { throw .subtensor(.invalidValue) }
        for number in 0..<mechanismsMaximum {
            let index = storageIndex(netuid, MechanismID(number))
            let waiting = state.rawKeys(under: timelockedWeightCommits.prefix(index), after: nil, limit: 1)
            guard waiting.isEmpty else { throw .subtensor(.invalidValue) }
        }
        let mechanisms = UInt16(max(state.get(mechanismCountCurrent, netuid).number, 1))
        let limit = uidsOfAllMechanismsMaximum(consensus) / mechanisms
        guard state.get(subnetworkN, netuid) <= limit else { throw .subtensor(.tooManyUIDsPerMechanism) }
        if state.get(maxAllowedUids, netuid) > limit {
            state.set(maxAllowedUids, netuid, to: limit)
            state.deposit(.subtensor(.maxAllowedUidsSet(netuid, limit)))
        }
        let old = state.get(subnetEpochConsensus, netuid)
        state.set(subnetEpochConsensus, netuid, to: consensus)
        switch (old, consensus) {
        case (.yuma, .null): beginNull(on: netuid, in: &state)
        case (.null, .yuma): endNull(on: netuid, in: &state)
        default: break
        }
        state.deposit(.subtensor(.epochConsensusSet(netuid, consensus)))
    }

    private static func beginNull(on netuid: NetUID, in state: inout State) {
        state.set(savedYumaMaxAllowedValidators, netuid, to: state.get(maxAllowedValidators, netuid))
        setValidatorsMaximum(1, of: netuid, in: &state)
        // Epochs of Null count as steps of the mechanism too, and must not make old bonds to newcomers valid.
        if state.get(lastYumaStepBlock, netuid) == nil {
            state.set(lastYumaStepBlock, netuid, to: state.get(lastMechansimStepBlock, netuid))
        }
        electNullValidator(on: netuid, in: &state)
    }

    private static func endNull(on netuid: NetUID, in state: inout State) {
        if let saved = state.get(savedYumaMaxAllowedValidators, netuid) {
            setValidatorsMaximum(min(saved, state.get(maxAllowedUids, netuid)), of: netuid, in: &state)
        }
        state.remove(savedYumaMaxAllowedValidators, netuid)
        // A trimming that was not finished would else go on at will when Null comes back.
        state.remove(nullPruningTarget, netuid)
    }

    private static func setValidatorsMaximum(_ count: UInt16, of netuid: NetUID, in state: inout State) {
        guard state.get(maxAllowedValidators, netuid) != count else { return }
        state.set(maxAllowedValidators, netuid, to: count)
        state.deposit(.subtensor(.maxAllowedValidatorsSet(netuid, count)))
    }

    /// Gives the only permit to the neuron of most stake, of equal ones to the first.
    static func electNullValidator(on netuid: NetUID, in state: inout State) {
        var input = EpochInput()
        let stakes = stakeWeights(on: netuid, in: state)
        input.neuronCount = UInt16(clamping: stakes.count)
        input.alphaStake = stakes.map(\.alpha.units)
        input.taoStake = stakes.map(\.tao.units)
        input.taoWeight = state.get(taoWeight)
        let validator = input.nullValidator.map(Int.init)
        state.set(validatorPermit, netuid, to: stakes.indices.map { $0 == validator })
    }

    /// What an epoch of Null divides on each mechanism, each part split for itself: so no rounding moves alpha from one
    /// part to another. `nil` under Yuma.
    static func nullBudgets(
        of pending: AlphaPending, on netuid: NetUID, in state: borrowing State
    ) -> [NullBudget]? {
        guard isNull(netuid, in: state) else { return nil }
        let servers = mechanismEmissions(of: pending.server, on: netuid, in: state)
        let validators = mechanismEmissions(of: pending.validator, on: netuid, in: state)
        let roots = mechanismEmissions(of: pending.root, on: netuid, in: state)
        return servers.indices.map {
            NullBudget(server: servers[$0].units, validator: validators[$0].units, root: roots[$0].units)
        }
    }

    /// The last epoch that wrote bonds: those to neurons that registered later are void.
    static func lastYumaBlock(of netuid: NetUID, in state: borrowing State) -> UInt64 {
        // Before the first epoch that writes it, every epoch is one of Yuma.
        state.get(lastYumaStepBlock, netuid) ?? state.get(lastMechansimStepBlock, netuid)
    }
}
