import FixedPoint
import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Yuma

/// Root stakers' dividends: alpha of many subnets, which most of them want as TAO.
/// Source: pallets/subtensor/src/staking/claim_root.rs.
extension Subtensor {
    /// Dividends of a hotkey on a subnet that one block looks at without being asked. A coldkey with more of them than
    /// are left of these is not paid in that block, and one with more than these has to ask.
    static let rootClaimsInTurnMaximum = 4_096

    /// Pays some root stakers in every block, chosen by the hash of the block before, so that in the long run everybody
    /// gets their dividends without asking.
    static func claimRootDividendsInTurn(
        atMost maximum: Int = rootClaimsInTurnMaximum, in state: inout State
    ) {
        let count = state.get(numStakingColdkeys)
        guard count > 0 else { return }
        let seed = state.get(System.parentHash).bytes
        var left = maximum
        for index in rootClaimIndices(seed: seed, picks: state.get(numRootClaim), among: count) {
            guard let coldkey = state.get(stakingColdkeysByIndex, index) else { continue }
            let hotkeys = state.elementCount(of: stakingHotkeys, coldkey)
            guard hotkeys <= left else { continue }
            left -= hotkeys
            let dividends = rootDividendCount(of: coldkey, limit: left, in: state)
            guard dividends <= left else { continue }
            left -= dividends
            // Where one claim fails, this coldkey has to wait for its next turn.
            try? claimRootDividends(of: coldkey, in: &state)
        }
    }

    /// How many dividends a claim of a coldkey looks at; more than `limit` where there are more.
    private static func rootDividendCount(of coldkey: AccountID, limit: Int, in state: borrowing State) -> Int {
        var count = 0
        for hotkey in state.get(stakingHotkeys, coldkey) where count <= limit {
            guard state.contains(alphaV2, hotkey, coldkey, .root) else { continue }
            count += state.elementCount(of: rootClaimable, hotkey)
        }
        return count
    }

    /// Claims what a coldkey may claim, on these subnets or on all. When one claim fails, none of them stays. Emits
    /// `RootClaimed` with the TAO that was staked on root.
    /// - Throws: what a sale and its transfer throw.
    static func claimRootDividends(
        of coldkey: AccountID, on subnets: Set<NetUID>? = nil, in state: inout State
    ) throws(DispatchError) {
        try state.transaction { (state: inout State) throws(DispatchError) in
            let type = state.get(rootClaimType, coldkey)
            var staked = Rao.zero
            for hotkey in state.get(stakingHotkeys, coldkey)
            where state.contains(alphaV2, hotkey, coldkey, .root) {
                for entry in state.get(rootClaimable, hotkey) where subnets?.contains(entry.first) ?? true {
                    let tao = try claimRootDividends(
                        of: coldkey, at: hotkey, on: entry.first, swaps: type.swaps(entry.first), in: &state)
                    staked = staked.addingClamped(tao)
                }
            }
            state.deposit(.subtensor(.rootClaimed(coldkey: coldkey, tao: staked)))
        }
    }

    /// The alpha that a coldkey may claim on a subnet for its root stake at a hotkey; negative where it claimed too
    /// much.
    static func rootDividendsOwed(
        to coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> I96F32 {
        let rate = state.get(rootClaimable, hotkey).first { $0.first == netuid }?.second ?? .zero
        let rootStake = stake(of: coldkey, at: hotkey, on: .root, in: state)
        let claimed = state.get(rootClaimed, netuid, hotkey, coldkey)
        return rate.multipliedSaturated(by: I96F32(rootStake.units)).subtractingSaturated(I96F32(saturating: claimed))
    }

    /// Pays what is owed: sold for TAO, which is staked on root, or as it is. Amounts below the threshold wait.
    /// - Returns: the TAO staked on root.
    private static func claimRootDividends(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, swaps: Bool, in state: inout State
    ) throws(DispatchError) -> Rao {
        // Those of a dissolved subnet are lost, from its end on and not only when the cleanup comes to them.
        guard subnetExists(netuid, in: state) else { return .zero }
        let owed = rootDividendsOwed(to: coldkey, at: hotkey, on: netuid, in: state)
        guard owed >= state.get(rootClaimableThreshold, netuid) else { return .zero }
        let amount = Alpha(owed.flooredUInt64)
        guard !amount.isZero else { return .zero }
        var tao = Rao.zero
        if swaps {
            let outcome = try swapAlphaForTao(amount, on: netuid, chargesFee: false, in: &state)
            tao = Rao(outcome.paidOut)
            try transferTao(tao, fromSubnet: netuid, to: subnetAccount(.root), in: &state)
            state.update(subnetRootSellTao, netuid) { $0 = $0.addingClamped(tao) }
            recordProtocolOutflow(tao, on: netuid, in: &state)
            increaseStake(Alpha(tao.units), of: coldkey, at: hotkey, on: .root, in: &state)
            state.update(subnetTAO, .root) { $0 = $0.addingClamped(tao) }
            state.update(subnetAlphaOut, .root) { $0 = $0.addingClamped(Alpha(tao.units)) }
            state.update(totalStake) { $0 = $0.addingClamped(tao) }
            raiseRootClaimed(by: Alpha(tao.units), of: coldkey, at: hotkey, in: &state)
        } else {
            increaseStake(amount, of: coldkey, at: hotkey, on: netuid, in: &state)
        }
        state.update(rootClaimed, netuid, hotkey, coldkey) { claimed in
            let (sum, overflow) = claimed.addingReportingOverflow(UInt128(amount.units))
            claimed = overflow ? .max : sum
        }
        return tao
    }

    /// Which coldkeys a block pays, ascending: the words of the hash, added up.
    static func rootClaimIndices(seed: [UInt8], picks: UInt64, among count: UInt64) -> [UInt64] {
        guard count > 0, seed.count == 32 else { return [] }
        func word(_ index: UInt64) -> UInt64 {
            let start = Int(index % 4) * 8
            return seed[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        var indices: Set<UInt64> = []
        var last = word(0)
        for pick in 0..<min(picks, rootClaimPicksMaximum) {
            let (sum, overflow) = last.addingReportingOverflow(word(pick))
            last = (overflow ? .max : sum) % count
            indices.insert(last)
        }
        return indices.sorted()
    }
}

extension RootClaimType {
    /// Whether dividends of this subnet are sold for TAO.
    fileprivate func swaps(_ netuid: NetUID) -> Bool {
        switch self {
        case .swap: true
        case .keep: false
        case .keepSubnets(let subnets): !subnets.contains(netuid)
        }
    }
}
