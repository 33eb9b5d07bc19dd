import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import Yuma

/// The credits of an epoch, performed. Source: pallets/subtensor/src/coinbase/run_coinbase.rs,
/// `distribute_dividends_and_incentives`.
extension Subtensor {
    /// Performs the credits in their order and records each hotkey's dividends of this epoch in place of the last
    /// one's.
    static func pay(_ distribution: DividendDistribution, on netuid: NetUID, in state: inout State) {
        // Root dividends come last; what a hotkey's stake was before them is recorded.
        let alphaEnd = (distribution.credits.lastIndex { $0.isAlphaReward } ?? -1) + 1
        for credit in distribution.credits[..<alphaEnd] { pay(credit, on: netuid, in: &state) }
        state.removeAll(of: alphaDividendsPerSubnet, under: netuid)
        for record in distribution.alphaRecords {
            state.set(alphaDividendsPerSubnet, netuid, record.hotkey, to: record.amount)
            state.set(
                totalHotkeyAlphaLastEpoch, record.hotkey, netuid, to: stake(at: record.hotkey, on: netuid, in: state))
        }
        for credit in distribution.credits[alphaEnd...] { pay(credit, on: netuid, in: &state) }
        state.removeAll(of: rootAlphaDividendsPerSubnet, under: netuid)
        for record in distribution.rootRecords {
            state.set(rootAlphaDividendsPerSubnet, netuid, record.hotkey, to: record.amount)
        }
    }

    private static func pay(_ credit: DividendCredit, on netuid: NetUID, in state: inout State) {
        switch credit {
        case .stake(let hotkey, let coldkey, let amount):
            increaseStake(amount, of: coldkey, at: hotkey, on: netuid, in: &state)
        case .incentive(let miner, let destination, let coldkey, let amount, let isRedirected):
            if isRedirected {
                state.deposit(
                    .subtensor(
                        .autoStakeAdded(
                            netuid: netuid, destination: destination, hotkey: miner, owner: coldkey,
                            incentive: amount)))
            }
            increaseStake(amount, of: coldkey, at: destination, on: netuid, in: &state)
        case .withheld(_, let amount):
            switch state.get(recycleOrBurn, netuid) {
            case .burn: burnAlpha(amount, on: netuid, in: &state)
            case .recycle: recycleAlpha(amount, on: netuid, in: &state)
            }
        case .recycled(let amount):
            recycleAlpha(amount, on: netuid, in: &state)
        case .reward(let hotkey, let amount):
            increaseStake(amount, at: hotkey, on: netuid, in: &state)
        case .claimable(let hotkey, let rate, _):
            raiseRootClaimable(by: rate, at: hotkey, on: netuid, in: &state)
        }
    }

    /// Lets root stakers behind a hotkey claim `rate` more alpha for each rao of stake. Entries stand by netuid.
    static func raiseRootClaimable(
        by rate: I96F32, at hotkey: AccountID, on netuid: NetUID, in state: inout State
    ) {
        state.update(rootClaimable, hotkey) { entries in
            let index = entries.firstIndex { $0.first >= netuid } ?? entries.count
            if index < entries.count, entries[index].first == netuid {
                entries[index].second = entries[index].second.addingSaturated(rate)
            } else {
                entries.insert(Pair(netuid, rate), at: index)
            }
        }
    }
}

extension DividendCredit {
    /// Whether this raises the stake behind a hotkey for everybody.
    fileprivate var isAlphaReward: Bool {
        if case .reward = self { true } else { false }
    }
}
