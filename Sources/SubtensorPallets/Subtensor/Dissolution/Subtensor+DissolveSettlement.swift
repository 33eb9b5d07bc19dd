import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// What the stakers of a dissolved subnet get: its pool's TAO, in proportion to their alpha.
/// Source: pallets/subtensor/src/staking/remove_stake.rs, `destroy_alpha_in_out_stakes`; in steps as in spec 461.
extension Subtensor {
    /// A position on the dissolved subnet and its part of the pool.
    private struct Portion {
        var key: [UInt8]
        var coldkey: AccountID
        var share: UInt64
        /// What rounding the share down left, in parts of all alpha.
        var remainder: UInt128
    }

    /// Adds up all alpha that the pool's TAO is for.
    static func addUpStake(
        _ status: inout DissolveCleanupStatus, _ allowance: inout CleanupAllowance, in state: inout State
    ) -> Bool {
        let netuid = status.netuid
        var total = status.subnetTotalAlphaValue ?? UInt128(protocolAlphaOnDissolution(of: netuid, in: state).units)
        defer { status.subnetTotalAlphaValue = total }
        while !allowance.isSpent {
            let page = CleanupPage(of: [alphaV2.item], after: status.lastKey, in: state)
            for position in positions(on: netuid, among: page.keys) {
                total += UInt128(stake(of: position.coldkey, at: position.hotkey, on: netuid, in: state).units)
            }
            allowance.count(seen: page.keys.count, changed: 0)
            guard let next = page.next else { return true }
            status.lastKey = next
        }
        return false
    }

    /// Pays the stakers and removes their shares. Shares of the TAO are rounded down; what the positions of one page
    /// leave together goes to those with the largest remainders, 1 rao each.
    static func payStakers(
        _ status: inout DissolveCleanupStatus, _ allowance: inout CleanupAllowance, in state: inout State
    ) -> Bool {
        let netuid = status.netuid
        while !allowance.isSpent {
            let page = CleanupPage(of: [alphaV2.item], after: status.lastKey, in: state)
            let paid = pay(page.keys, of: status, in: &state)
            status.subnetDistributedTao = (status.subnetDistributedTao ?? 0) + UInt128(paid.units)
            let count = positions(on: netuid, among: page.keys).count
            allowance.count(seen: page.keys.count, changed: count)
            guard let next = page.next else { return true }
            status.lastKey = next
        }
        return false
    }

    /// Pays the positions of these keys and removes them.
    /// - Returns: what was paid.
    private static func pay(
        _ keys: [[UInt8]], of status: DissolveCleanupStatus, in state: inout State
    ) -> Rao {
        let netuid = status.netuid
        let total = status.subnetTotalAlphaValue ?? 0
        let pot = UInt128(state.get(subnetTAO, netuid).units)
        var portions: [Portion] = []
        for position in positions(on: netuid, among: keys) {
            let alpha = UInt128(stake(of: position.coldkey, at: position.hotkey, on: netuid, in: state).units)
            let (share, remainder) = total == 0 ? (0, 0) : (pot * alpha).quotientAndRemainder(dividingBy: total)
            portions.append(
                Portion(
                    key: position.key, coldkey: position.coldkey, share: UInt64(clamping: share), remainder: remainder))
        }
        let leftover = total == 0 ? 0 : portions.reduce(UInt128(0)) { $0 + $1.remainder } / total
        // A stable order: of equal remainders the one that stands first in the state.
        let order = portions.indices.sorted {
            (portions[$1].remainder, $0) < (portions[$0].remainder, $1)
        }
        for index in order.prefix(Int(clamping: leftover)) {
            if portions[index].share < .max { portions[index].share += 1 }
        }
        return pay(portions, from: subnetAccount(netuid), in: &state)
    }

    private static func pay(_ portions: [Portion], from account: AccountID, in state: inout State) -> Rao {
        var sums: [AccountID: Rao] = [:]
        for portion in portions {
            state.setRaw(portion.key, to: nil)
            sums[portion.coldkey, default: .zero] = (sums[portion.coldkey] ?? .zero).addingClamped(Rao(portion.share))
        }
        var paid = Rao.zero
        for (coldkey, amount) in sums.sorted(by: { $0.key < $1.key }) where !amount.isZero {
            paid = paid.addingClamped(amount)
            // Too little to bring an account to life stays where it is and is recycled with the rest.
            try? transferTao(amount, from: account, to: coldkey, in: &state)
        }
        return paid
    }

    /// Closes the pool when the stakers are paid: a subnet from before `NetworkRegistrationStartBlock` gives its owner
    /// back what it cost less what the owner earned, and what is left on the subnet's account is recycled.
    static func closePool(_ status: DissolveCleanupStatus, in state: inout State) {
        let netuid = status.netuid
        let account = subnetAccount(netuid)
        let refund = ownerRefund(of: netuid, in: state)
        if !refund.isZero {
            let kept = protocolShare(of: status, in: state)
            let available = spendableTao(account, in: state).subtractingClamped(kept)
            try? transferTao(min(refund, available), from: account, to: state.get(subnetOwner, netuid), in: &state)
        }
        let rest = spendableTaoKeepingAlive(account, in: state)
        if !rest.isZero { try? recycleTao(rest, from: account, in: &state) }
        for map in [subnetAlphaIn, subnetAlphaOut, subnetProtocolAlpha] { state.remove(map, netuid) }
        state.remove(subnetTAO, netuid)
        state.remove(subnetLocked, netuid)
    }

    /// What the owner of an old subnet gets back; nothing for all others.
    private static func ownerRefund(of netuid: NetUID, in state: borrowing State) -> Rao {
        guard state.get(networkRegisteredAt, netuid) < state.get(networkRegistrationStartBlock) else { return .zero }
        let cut = U96F32(partOf65535: state.get(subnetOwnerCut))
        let alpha = U96F32(alphaIssuance(netuid, in: state).units).multipliedSaturated(by: cut).flooredUInt64
        let price = U96F32(Swap.price(netuid, in: state))
        let earned = U96F32(alpha).multipliedSaturated(by: price).flooredUInt64
        return state.get(subnetLocked, netuid).subtractingClamped(Rao(earned))
    }

    /// The pool's part of its own TAO, rounded down.
    private static func protocolShare(of status: DissolveCleanupStatus, in state: borrowing State) -> Rao {
        let total = status.subnetTotalAlphaValue ?? 0
        guard total != 0 else { return .zero }
        let alpha = UInt128(protocolAlphaOnDissolution(of: status.netuid, in: state).units)
        return Rao(UInt64(clamping: UInt128(state.get(subnetTAO, status.netuid).units) * alpha / total))
    }

    /// The alpha for which nobody is paid: what the protocol bought, and the pool's own alpha unless the subnet is from
    /// before `TaoInRefundDeploymentBlock`.
    private static func protocolAlphaOnDissolution(of netuid: NetUID, in state: borrowing State) -> Alpha {
        let bought = state.get(subnetProtocolAlpha, netuid)
        guard state.get(networkRegisteredAt, netuid) > state.get(taoInRefundDeploymentBlock) else { return bought }
        return bought.addingClamped(state.get(subnetAlphaIn, netuid))
    }

    /// Which of these keys of `AlphaV2` are of the subnet, and whose they are.
    private static func positions(
        on netuid: NetUID, among keys: [[UInt8]]
    ) -> [(key: [UInt8], hotkey: AccountID, coldkey: AccountID)] {
        keys.compactMap { key in
            guard let parts = try? alphaV2.keys(of: key), parts.2 == netuid else { return nil }
            return (key, parts.0, parts.1)
        }
    }
}
