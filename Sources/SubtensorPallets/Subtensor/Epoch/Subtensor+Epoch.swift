public import Frame
public import Primitives
public import RuntimeInterface
import SCALE
public import Yuma

/// The epoch of a subnet: Yuma Consensus, or none, for each mechanism. Source:
/// pallets/subtensor/src/epoch/run_epoch.rs.
extension Subtensor {
    /// Runs the epochs of all mechanisms, stores what they leave behind, and tells what each neuron earned. Emits
    /// `IncentiveAlphaEmittedToMiners` for each mechanism.
    static func runEpochs(
        on netuid: NetUID, pending: AlphaPending, in state: inout State
    ) -> [DividendInput.Neuron] {
        let inputs = EpochInput.load(netuid, pending: pending, in: state)
        var outputs: [EpochOutput] = []
        for (number, input) in inputs.enumerated() {
            let output = runEpoch(input)
            output.store(at: storageIndex(netuid, MechanismID(UInt8(clamping: number))), replacing: input, in: &state)
            outputs.append(output)
        }
        var aggregate = MechanismAggregate(outputs, emissions: inputs.map { Alpha($0.raoEmission) })
        if inputs.contains(where: { $0.nullBudget != nil }) { aggregate.addEmissionExactly() }
        aggregate.store(of: netuid, in: &state)
        updateVotingPower(on: netuid, permits: aggregate.validatorPermits, stakes: aggregate.stake, in: &state)
        return state.entries(of: keys, under: netuid).compactMap { uid, hotkey in
            guard Int(uid) < aggregate.serverEmission.count else { return nil }
            return DividendInput.Neuron(
                hotkey: hotkey, incentive: Alpha(aggregate.serverEmission[Int(uid)]),
                dividend: Alpha(aggregate.validatorEmission[Int(uid)]))
        }
    }

    /// The alpha of each mechanism of a subnet.
    static func mechanismEmissions(
        of emission: Alpha, on netuid: NetUID, in state: borrowing State
    ) -> [Alpha] {
        MechanismSplit.amounts(
            of: emission, among: state.get(mechanismCountCurrent, netuid).number,
            parts: state.get(mechanismEmissionSplit, netuid))
    }
}

/// What one epoch of a subnet ran on.
public struct EpochReplay: Equatable, Sendable {
    /// The alpha that waited for the epoch.
    public let pending: AlphaPending
    /// The hotkey of each UID.
    public let hotkeys: [AccountID]
    /// The input of each mechanism, the main one first.
    public let inputs: [EpochInput]
}

extension Subtensor {
    /// What the epoch of a subnet in the present block runs on, or `nil` where none runs.
    ///
    /// `state` is the state after block N - 1 in which block N has begun (`Runtime.beginBlock`) and nothing else has
    /// run. Everything that block N does before the epoch is rehearsed and undone: registration prices, emission, and
    /// the epochs of lower netuids. The result of the epoch stands in the state after block N, except where an
    /// extrinsic of block N wrote over it.
    public static func replayToEpoch(of netuid: NetUID, in state: inout State) -> EpochReplay? {
        var replay: EpochReplay?
        // Nothing is thrown in here, so nothing can be lost.
        try? state.rehearsal { (state: inout State) throws(DispatchError) in
            for epoch in prepareEpochs(in: &state).epochs {
                guard epoch.netuid == netuid else {
                    distribute(epoch, in: &state)
                    continue
                }
                replay = EpochReplay(
                    pending: epoch.pending,
                    hotkeys: state.entries(of: keys, under: netuid).sorted { $0.key < $1.key }.map(\.value),
                    inputs: EpochInput.load(netuid, pending: epoch.pending, in: state))
                return
            }
        }
        return replay
    }
}
