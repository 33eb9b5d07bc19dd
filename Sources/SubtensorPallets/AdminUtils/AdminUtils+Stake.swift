import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// Values that stake, its owners and its families depend on.
extension AdminUtils {
    /// Sets whether stake may change hands on a subnet. Emits `TransferToggle`.
    static func setTransfers(
        _ netuid: NetUID, _ allowed: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.transferEnabled), origin, in: &state) { state in
            state.set(Subtensor.transferToggle, netuid, to: allowed)
            state.deposit(.subtensor(.transferToggle(netuid, allowed)))
        }
    }

    /// Sets whether metadata commitments may reset a subnet's bonds. Emits `BondsResetToggled`.
    static func setBondsReset(
        _ netuid: NetUID, _ enabled: Bool, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.bondsResetEnabled), origin, in: &state) { state in
            state.set(Subtensor.bondsResetOn, netuid, to: enabled)
            state.deposit(.adminUtils(.bondsResetToggled(netuid: netuid, enabled: enabled)))
        }
    }

    /// Sets the least childkey take of a subnet, within the chain's bounds.
    ///
    /// Fails with `invalidValue`.
    static func setChildkeyTakeMinimum(
        _ netuid: NetUID, _ take: PerU16, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.minChildkeyTake), origin, in: &state) { state throws(DispatchError) in
            guard take.rawValue >= state.get(Subtensor.minChildkeyTake).rawValue,
                take.rawValue <= state.get(Subtensor.maxChildkeyTake).rawValue
            else { throw .adminUtils(.invalidValue) }
            state.set(Subtensor.minChildkeyTakePerSubnet, netuid, to: take)
        }
    }

    /// Sets the share of childkey dividends that is burned, in parts of 2⁶⁴ − 1.
    static func setChildkeyBurn(_ share: UInt64, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in state.set(Subtensor.ckBurn, to: share) }
    }

    /// Sets how fast the moving price follows the price.
    static func setMovingAlpha(_ alpha: I96F32, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try changeGlobally(origin, in: &state) { state in state.set(Subtensor.subnetMovingAlpha, to: alpha) }
    }

    /// Sets the hotkey that stands for a subnet's owner, at most once a week. Emits `SubnetOwnerHotkeySet`.
    ///
    /// Fails with `subnetNotExists`, `txRateLimitExceeded` or `cannotUseSystemAccount`. For the subnet's owner and
    /// root. Source: pallets/subtensor/src/subnets/subnet.rs, `do_set_sn_owner_hotkey`.
    static func setOwnerHotkey(
        _ netuid: NetUID, _ hotkey: AccountID, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try Subtensor.requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard Subtensor.subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        let last = state.get(Subtensor.lastRateLimitedBlock, .setSNOwnerHotkey(netuid))
        guard Subtensor.passesRateLimit(ownerHotkeyRateLimit, last: last, in: state) else {
            throw .subtensor(.txRateLimitExceeded)
        }
        try Subtensor.requireNoSubnetAccount(hotkey)
        let now = Subtensor.currentBlock(in: state)
        state.set(Subtensor.lastRateLimitedBlock, .setSNOwnerHotkey(netuid), to: now)
        state.set(Subtensor.subnetOwnerHotkey, netuid, to: hotkey)
        state.deposit(.subtensor(.subnetOwnerHotkeySet(netuid, hotkey)))
    }

    /// A week of blocks of 12 seconds.
    private static let ownerHotkeyRateLimit: UInt64 = 50_400
}
