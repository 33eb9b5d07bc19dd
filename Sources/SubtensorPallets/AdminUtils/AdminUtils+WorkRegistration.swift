import Frame
import Primitives
import RuntimeInterface

/// Which ways of registering a subnet has, how hard that by proof of work is, and how many neurons may stay.
extension AdminUtils {
    /// Allows or forbids registration for the burn price. The owner must leave one of the two ways open; root may
    /// close both, and shortly before an epoch too.
    ///
    /// Fails with `invalidValue`. For the subnet's owner, as since spec 475, and root.
    static func setRegistrationAllowed(
        _ netuid: NetUID, _ allowed: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.owner(.burnRegistrationAllowed)
        try change(netuid, by: setter, origin, respectsWindow: origin != .root, in: &state) {
            state throws(DispatchError) in
            let isOtherOpen = state.get(Subtensor.networkPowRegistrationAllowed, netuid)
            try requireOpen(allowed || isOtherOpen, origin)
            state.set(Subtensor.networkRegistrationAllowed, netuid, to: allowed)
            state.deposit(.subtensor(.registrationAllowed(netuid, allowed)))
        }
    }

    /// Allows or forbids registration by proof of work. The owner must leave one of the two ways open; root may close
    /// both, and shortly before an epoch too.
    ///
    /// Fails with `notPermittedOnRootSubnet` or `invalidValue`. For the subnet's owner and root.
    static func setWorkRegistrationAllowed(
        _ netuid: NetUID, _ allowed: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.owner(.powRegistrationAllowed)
        try change(netuid, by: setter, origin, respectsWindow: origin != .root, in: &state) {
            state throws(DispatchError) in
            guard !netuid.isRoot else { throw .adminUtils(.notPermittedOnRootSubnet) }
            let isOtherOpen = state.get(Subtensor.networkRegistrationAllowed, netuid)
            try requireOpen(allowed || isOtherOpen, origin)
            state.set(Subtensor.networkPowRegistrationAllowed, netuid, to: allowed)
            state.deposit(.subtensor(.powRegistrationAllowed(netuid, allowed)))
        }
    }

    private static func requireOpen(_ isOpen: Bool, _ origin: Origin) throws(DispatchError) {
        guard isOpen || origin == .root else { throw .adminUtils(.invalidValue) }
    }

    static let difficulty = SubnetSetting(
        Subtensor.difficulty, by: .root, emits: { .subtensor(.difficultySet($0, $1)) })
    static let difficultyMinimum = SubnetSetting(
        Subtensor.minDifficulty, by: .root, emits: { .subtensor(.minDifficultySet($0, $1)) })
    static let difficultyMaximum = SubnetSetting(
        Subtensor.maxDifficulty, by: .owner(.maxDifficulty), emits: { .subtensor(.maxDifficultySet($0, $1)) })

    // Nothing depends on the next two: the difficulty decays in every block, as the price does.
    static let adjustmentInterval = SubnetSetting(
        Subtensor.adjustmentInterval, by: .root, respectsWindow: false,
        emits: { .subtensor(.adjustmentIntervalSet($0, $1)) })
    static let adjustmentAlpha = SubnetSetting(
        Subtensor.adjustmentAlpha, by: .owner(.adjustmentAlpha), emits: { .subtensor(.adjustmentAlphaSet($0, $1)) })

    /// Makes a subnet smaller.
    ///
    /// Fails as ``Subtensor/trimNeurons(of:to:in:)``. For the subnet's owner, once in 30 days, and root.
    static func trimNeurons(
        _ netuid: NetUID, _ maximum: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let setter = Setter.ownerOnce(.maxUidsTrimming, blocks: Subtensor.trimmingRateLimit(in: state))
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.trimNeurons(of: netuid, to: maximum, in: &state)
        }
    }

    /// Makes a subnet of Null smaller by one batch. Only the first batch towards a target counts as a trimming.
    ///
    /// Fails as ``Subtensor/trimNullNeurons(of:to:in:)``. For the subnet's owner, who begins to trim once in 30 days,
    /// and root. Source: RaoFoundation/subtensor at spec 475, pallets/admin-utils/src/lib.rs, call 112.
    static func trimNullNeurons(
        _ netuid: NetUID, _ target: UInt16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        let goesOn = state.get(Subtensor.nullPruningTarget, netuid) == target
        let setter =
            goesOn
            ? Setter.ownerAtWill
            : .ownerOnce(.maxUidsTrimming, blocks: Subtensor.trimmingRateLimit(in: state))
        try change(netuid, by: setter, origin, in: &state) { state throws(DispatchError) in
            try Subtensor.trimNullNeurons(of: netuid, to: target, in: &state)
        }
    }
}
