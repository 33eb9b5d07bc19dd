public import Frame
import Primitives
public import RuntimeInterface
import SystemPallets

extension Commitments: Pallet {}

extension Commitments.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .setCommitment(let netuid, let info): try Commitments.setCommitment(origin, netuid, info, in: &state)
        case .setMaxSpace(let limit): try Commitments.setMaxSpace(origin, limit, in: &state)
        }
    }
}

/// Short data that neurons publish about themselves. Source: pallets/commitments/src/lib.rs of the reference.
extension Commitments {
    /// Least bytes that a commitment counts for.
    private static let spaceMinimum: UInt64 = 100
    /// Most bytes of a single long field.
    private static let fieldLengthMaximum = 512

    /// Replaces what a hotkey publishes on a subnet. Emits `Commitment`.
    ///
    /// Fails with `accountNotAllowedCommit`, `tooManyFieldsInCommitmentInfo`, `spaceLimitExceeded`, or `.unavailable`
    /// for fields that only a drand beacon could open. For registered hotkeys.
    static func setCommitment(
        _ origin: Origin, _ netuid: NetUID, _ info: CommitmentInfo, in state: inout State
    ) throws(DispatchError) {
        let who = try origin.signer()
        guard state.contains(Subtensor.uids, netuid, who) else { throw .commitments(.accountNotAllowedCommit) }
        guard info.fields.count <= Int(maxFields) else { throw .commitments(.tooManyFieldsInCommitmentInfo) }
        try useSpace(info.fields, of: who, on: netuid, in: &state)
        let now = System.blockNumber(in: state)
        if info.fields.contains(.resetBondsFlag) {
            state.set(lastBondsReset, netuid, who, to: now)
            Subtensor.resetBonds(towards: who, on: netuid, in: &state)
        }
        state.set(commitmentOf, netuid, who, to: CommitmentRegistration(deposit: .zero, block: now, info: info))
        state.set(lastCommitment, netuid, who, to: now)
        state.deposit(.commitments(.commitment(netuid: netuid, who: who)))
    }

    /// Counts the bytes of a commitment against what a hotkey may publish in an epoch.
    private static func useSpace(
        _ fields: [CommitmentData], of who: AccountID, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        var space: UInt64 = 0
        for field in fields {
            guard let length = field.length else { throw .unavailable }
            guard length <= fieldLengthMaximum else { throw .commitments(.spaceLimitExceeded) }
            space += UInt64(length)
        }
        let epoch = state.get(Subtensor.subnetEpochIndex, netuid)
        var usage = state.get(usedSpaceOf, netuid, who) ?? UsageTracker(lastEpoch: epoch, usedSpace: 0)
        if usage.lastEpoch != epoch { usage = UsageTracker(lastEpoch: epoch, usedSpace: 0) }
        let (used, overflow) = usage.usedSpace.addingReportingOverflow(max(space, spaceMinimum))
        guard !overflow, used <= UInt64(state.get(maxSpace)) else { throw .commitments(.spaceLimitExceeded) }
        usage.usedSpace = used
        state.set(usedSpaceOf, netuid, who, to: usage)
    }

    /// Sets how many bytes a hotkey may publish in an epoch. For root.
    static func setMaxSpace(_ origin: Origin, _ limit: UInt32, in state: inout State) throws(DispatchError) {
        try origin.requireRoot()
        state.set(maxSpace, to: limit)
    }
}

extension CommitmentData {
    /// Bytes that the field counts for; `nil` for a field that nothing here can open.
    fileprivate var length: Int? {
        switch self {
        case .none, .resetBondsFlag: 0
        case .raw(let bytes), .bigRaw(let bytes): bytes.count
        case .blakeTwo256, .sha256, .keccak256, .shaThree256: 32
        case .timelockEncrypted, .timelockRevealFailed: nil
        }
    }
}
