import Frame
import Primitives
import RuntimeInterface
import SystemPallets

/// What must hold of stake and TAO between any two calls.
extension Subtensor {
    /// Checks that every subnet's account covers its reserve, that `TotalStake` is the sum of all reserves, and that no
    /// hotkey, subnet or coldkey has more alpha than there is.
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
        try checkAlpha(in: state)
        try checkShares(in: state)
    }

    /// All hotkeys' alpha on a subnet and what waits for the next epoch fit into the alpha outside of the pool.
    private static func checkAlpha(in state: borrowing State) throws(InvariantViolation) {
        var sums: [NetUID: UInt128] = [:]
        for (key, alpha) in state.allEntries(of: totalHotkeyAlpha) { sums[key.1, default: 0] += UInt128(alpha.units) }
        for netuid in netuids(in: state) {
            let pending = [
                state.get(pendingServerEmission, netuid), state.get(pendingValidatorEmission, netuid),
                state.get(pendingRootAlphaDivs, netuid), state.get(pendingOwnerCut, netuid),
            ]
            let staked = pending.reduce(sums[netuid] ?? 0) { $0 + UInt128($1.units) }
            let outside = state.get(subnetAlphaOut, netuid)
            guard staked <= UInt128(outside.units) else {
                throw InvariantViolation("subnet \(netuid) owes \(staked) alpha and has \(outside) outside of its pool")
            }
        }
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
        // The order of this walk decides only which of several violations is named.
        for (pool, sum) in sums {
            let total = stake(at: pool.hotkey, on: pool.netuid, in: state)
            guard sum <= UInt128(total.units) else {
                throw InvariantViolation("shares worth \(sum) of a hotkey with \(total) alpha on subnet \(pool.netuid)")
            }
        }
    }
}
