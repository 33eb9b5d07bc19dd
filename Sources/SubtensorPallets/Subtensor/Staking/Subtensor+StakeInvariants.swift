import Frame
import Primitives
import RuntimeInterface
import SystemPallets

/// What must hold of stake and TAO between any two calls.
extension Subtensor {
    /// Checks that every subnet's account covers its reserve, that `TotalStake` is the sum of all reserves, that the
    /// coldkeys' parts of a hotkey are not more than the whole, and that `TotalAlphaStaked` is the sum of the hotkeys'.
    /// - Throws: ``InvariantViolation`` naming the first rule that is broken.
    static func checkStake(in state: borrowing State) throws(InvariantViolation) {
        var reserves: UInt128 = 0
        for netuid in netuids(in: state) {
            let reserve = state.get(subnetTAO, netuid)
            reserves += UInt128(reserve.units)
            let held = Balances.free(subnetAccount(netuid), in: state)
            guard held >= reserve else {
                throw InvariantViolation("subnet \(netuid) shows \(reserve) rao, its account holds \(held)")
            }
        }
        let total = state.get(totalStake)
        guard reserves == UInt128(total.units) else {
            throw InvariantViolation("TotalStake is \(total), all reserves are \(reserves)")
        }
        try checkShares(in: state)
    }

    /// All coldkeys' parts of a hotkey fit into it.
    private static func checkShares(in state: borrowing State) throws(InvariantViolation) {
        struct Pool: Hashable {
            var hotkey: AccountID
            var netuid: NetUID
        }
        var sums: [Pool: UInt128] = [:]
        for (key, _) in state.allEntries(of: alphaV2) {
            let value = stake(of: key.1, at: key.0, on: key.2, in: state)
            sums[Pool(hotkey: key.0, netuid: key.2), default: 0] += UInt128(value.units)
        }
        var staked: [NetUID: UInt128] = [:]
        // Shares of a hotkey without alpha are worth nothing, so no other pool can be overdrawn.
        for (key, total) in state.allEntries(of: totalHotkeyAlpha) {
            staked[key.1, default: 0] += UInt128(total.units)
            let sum = sums[Pool(hotkey: key.0, netuid: key.1)] ?? 0
            guard sum <= UInt128(total.units) else {
                throw InvariantViolation("shares worth \(sum) of a hotkey with \(total) alpha on subnet \(key.1)")
            }
        }
        for netuid in netuids(in: state) {
            let total = state.get(totalAlphaStaked, netuid)
            guard staked[netuid, default: 0] == UInt128(total.units) else {
                throw InvariantViolation("TotalAlphaStaked of subnet \(netuid) is \(total), not its hotkeys' sum")
            }
        }
    }
}
