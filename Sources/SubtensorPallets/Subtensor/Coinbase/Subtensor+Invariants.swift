import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Yuma

/// What must hold between blocks, whatever was called.
extension Subtensor {
    /// Issued TAO: this pallet's counter differs from that of the balances by what was counted outside of it.
    static func checkIssuance(in state: borrowing State) throws(InvariantViolation) {
        guard let expected = expectedIssuanceDifference(in: state) else { return }
        let found = issuanceDifference(in: state)
        guard found == expected else {
            throw InvariantViolation(
                "SubtensorModule.TotalIssuance less Balances.TotalIssuance: expected \(expected) rao, found \(found)")
        }
    }

    /// Alpha: what is staked, waits for an epoch, was bought by the protocol or burned, is out of the pool.
    static func checkAlphaSupply(in state: borrowing State) throws(InvariantViolation) {
        var claimed: [NetUID: UInt128] = [:]
        for (key, alpha) in state.allEntries(of: totalHotkeyAlpha) {
            claimed[key.1, default: 0] += UInt128(alpha.units)
        }
        for netuid in netuids(in: state) {
            let waiting = pending(of: netuid, in: state)
            let other = [
                waiting.epochEmission, waiting.owner, state.get(subnetProtocolAlpha, netuid),
                state.get(AlphaAssets.alphaBurned, netuid),
            ]
            let sum = other.reduce(claimed[netuid] ?? 0) { $0 + UInt128($1.units) }
            let out = state.get(subnetAlphaOut, netuid)
            guard sum <= UInt128(out.units) else {
                throw InvariantViolation(
                    "netuid \(netuid): expected at most SubnetAlphaOut of \(out) staked, pending, bought by protocol "
                        + "and burned, found \(sum)")
            }
        }
    }
}
