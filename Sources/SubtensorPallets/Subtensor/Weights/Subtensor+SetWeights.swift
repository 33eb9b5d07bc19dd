import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// Weights in the open. Source: pallets/subtensor/src/subnets/weights.rs.
extension Subtensor {
    /// Sets the row of weights by which the signing hotkey scores the neurons of a mechanism. Emits `WeightsSet`.
    ///
    /// Fails with `commitRevealEnabled` where weights must be committed first, and as
    /// ``storeWeights(_:_:hotkey:mechanism:on:versionKey:in:)``. For registered hotkeys.
    static func setWeights(
        _ origin: Origin, _ netuid: NetUID, mechanism: MechanismID = .main, _ targets: [UInt16], _ values: [UInt16],
        versionKey: UInt64, in state: inout State
    ) throws(DispatchError) {
        guard !state.get(commitRevealWeightsEnabled, netuid) else { throw .subtensor(.commitRevealEnabled) }
        try storeWeights(
            targets, values, hotkey: try origin.signer(), mechanism: mechanism, on: netuid, versionKey: versionKey,
            in: &state)
    }

    /// Sets rows on several subnets; a row that fails is reported in an event and leaves the others alone. Emits
    /// `BatchWeightsCompleted`, and `BatchCompletedWithErrors` and `BatchWeightItemFailed` for failures.
    ///
    /// Fails with `inputLengthsUnequal`. For registered hotkeys.
    static func batchSetWeights(
        _ origin: Origin, _ netuids: [Compact<NetUID>], _ rows: [[Pair<Compact<UInt16>, Compact<UInt16>>]],
        versionKeys: [Compact<UInt64>], in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        guard netuids.count == rows.count, netuids.count == versionKeys.count else {
            throw .subtensor(.inputLengthsUnequal)
        }
        var failures: [(NetUID, DispatchError)] = []
        for ((netuid, row), versionKey) in zip(zip(netuids, rows), versionKeys) {
            do throws(DispatchError) {
                try setWeights(
                    origin, netuid.value, row.map(\.first.value), row.map(\.second.value),
                    versionKey: versionKey.value, in: &state)
            } catch {
                failures.append((netuid.value, error))
            }
        }
        reportBatch(netuids, of: hotkey, failures: failures, in: &state)
    }

    static func reportBatch(
        _ netuids: [Compact<NetUID>], of hotkey: AccountID, failures: [(NetUID, DispatchError)], in state: inout State
    ) {
        if !failures.isEmpty { state.deposit(.subtensor(.batchCompletedWithErrors)) }
        for (netuid, error) in failures { state.deposit(.subtensor(.batchWeightItemFailed(netuid, error))) }
        state.deposit(.subtensor(.batchWeightsCompleted(netuids, hotkey)))
    }

    /// Checks a row and stores it (``storedWeights(_:on:in:)``). Nothing is written before the last check.
    ///
    /// - Throws: `canNotSetRootNetworkWeights`, `weightVecNotEqualSize`, `mechanismDoesNotExist`,
    ///   `uidsLengthExceedUidsInSubNet`, `hotKeyNotRegisteredInSubNet`, `notEnoughStakeToSetWeights`,
    ///   `incorrectWeightVersionKey`, `settingWeightsTooFast`, and as ``requireWeights(_:_:of:hotkey:on:in:)``.
    static func storeWeights(
        _ targets: [UInt16], _ values: [UInt16], hotkey: AccountID, mechanism: MechanismID, on netuid: NetUID,
        versionKey: UInt64, in state: inout State
    ) throws(DispatchError) {
        guard !netuid.isRoot else { throw .subtensor(.canNotSetRootNetworkWeights) }
        guard targets.count == values.count else { throw .subtensor(.weightVecNotEqualSize) }
        try requireMechanism(mechanism, on: netuid, in: state)
        guard targets.count <= Int(state.get(subnetworkN, netuid)) else {
            throw .subtensor(.uidsLengthExceedUidsInSubNet)
        }
        let uid = try requireUID(of: hotkey, on: netuid, in: state)
        guard hasStakeForWeights(hotkey, on: netuid, in: state) else { throw .subtensor(.notEnoughStakeToSetWeights) }
        let requiredVersion = state.get(weightsVersionKey, netuid)
        guard requiredVersion == 0 || versionKey >= requiredVersion else {
            throw .subtensor(.incorrectWeightVersionKey)
        }
        let index = storageIndex(netuid, mechanism)
        let isCommitted = state.get(commitRevealWeightsEnabled, netuid)
        guard isCommitted || mayUpdateWeights(uid, at: index, on: netuid, in: state) else {
            throw .subtensor(.settingWeightsTooFast)
        }
        try requireWeights(targets, values, of: uid, hotkey: hotkey, on: netuid, in: state)
        let row = zip(targets, storedWeights(values, on: netuid, in: state)).map { Pair($0, $1) }
        state.set(weights, index, uid, to: row)
        if !isCommitted { setLastUpdate(currentBlock(in: state), of: uid, at: index, on: netuid, in: &state) }
        state.deposit(.subtensor(.weightsSet(index, uid)))
    }
}
