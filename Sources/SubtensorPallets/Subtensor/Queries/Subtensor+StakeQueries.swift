public import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
public import SCALE

/// Who holds how much. Source: pallets/subtensor/src/rpc_info/stake_info.rs.
extension Subtensor {
    /// Every position of a coldkey that is worth something, by subnet and then in the order in which it began to stake.
    public static func stakeInfos(of coldkey: AccountID, in state: borrowing State) -> [StakeInfo] {
        let hotkeys = state.get(stakingHotkeys, coldkey)
        var infos: [StakeInfo] = []
        for netuid in netuids(in: state) {
            for hotkey in hotkeys {
                let info = stakeInfo(of: coldkey, at: hotkey, on: netuid, in: state)
                if !info.stake.isZero { infos.append(info) }
            }
        }
        return infos
    }

    /// Whether coldkeys have so many pairs of hotkey and subnet at the most, each coldkey at least one for each subnet:
    /// what the functions of lists of coldkeys look at.
    public static func hasPositions(
        atMost limit: Int, of coldkeys: [AccountID], in state: borrowing State
    ) -> Bool {
        let subnets = max(netuids(in: state).count, 1)
        var left = limit
        for coldkey in coldkeys where left >= 0 {
            left -= max(state.get(stakingHotkeys, coldkey).count, 1) * subnets
        }
        return left >= 0
    }

    /// The positions of many coldkeys.
    public static func stakeInfos(
        of coldkeys: [AccountID], in state: borrowing State
    ) -> [Pair<AccountID, [StakeInfo]>] {
        var infos: [Pair<AccountID, [StakeInfo]>] = []
        for coldkey in coldkeys { infos.append(Pair(coldkey, stakeInfos(of: coldkey, in: state))) }
        return infos
    }

    /// One position, whether it is worth something or not. Nothing is locked on this chain.
    public static func stakeInfo(
        of coldkey: AccountID, at hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> StakeInfo {
        StakeInfo(
            hotkey: hotkey, coldkey: coldkey, netuid: netuid,
            stake: stake(of: coldkey, at: hotkey, on: netuid, in: state), locked: 0,
            emission: state.get(alphaDividendsPerSubnet, netuid, hotkey), taoEmission: .zero, drain: 0,
            isRegistered: state.contains(uids, netuid, hotkey))
    }

    /// What coldkeys could unstake on each subnet, ascending; subnets without stake are left out. A list of subnets
    /// that is empty or longer than there are subnets gives nothing.
    public static func stakeAvailability(
        of coldkeys: [AccountID], on requested: [NetUID]?, in state: borrowing State
    ) -> [Pair<AccountID, [Pair<NetUID, StakeAvailability>]>] {
        let existing = netuids(in: state).sorted()
        var netuids = existing
        if let requested {
            let wanted = Set(requested)
            netuids = wanted.count > existing.count ? [] : existing.filter { wanted.contains($0) }
        }
        var rows: [Pair<AccountID, [Pair<NetUID, StakeAvailability>]>] = []
        for coldkey in Set(coldkeys).sorted() {
            let hotkeys = state.get(stakingHotkeys, coldkey)
            var entries: [Pair<NetUID, StakeAvailability>] = []
            for netuid in netuids {
                var total = Alpha.zero
                for hotkey in hotkeys {
                    total = total.addingClamped(stake(of: coldkey, at: hotkey, on: netuid, in: state))
                }
                guard !total.isZero else { continue }
                entries.append(Pair(netuid, StakeAvailability(total: total, locked: .zero, available: total)))
            }
            rows.append(Pair(coldkey, entries))
        }
        return rows
    }

    /// The hotkey that a coldkey's mining rewards on a subnet are staked to; `nil` for the miner's own.
    public static func autoStakeHotkey(
        of coldkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) -> AccountID? {
        state.get(autoStakeDestination, coldkey, netuid)
    }

    /// What a coldkey locked on a subnet: nothing, since this chain has no locks.
    public static func coldkeyLock(of coldkey: AccountID, on netuid: NetUID, in state: borrowing State) -> LockState? {
        nil
    }

    /// The conviction behind a hotkey: none without locks.
    public static func conviction(of hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> U64F64 {
        .zero
    }

    /// The hotkey with the most conviction behind it: none without locks.
    public static func mostConvictedHotkey(on netuid: NetUID, in state: borrowing State) -> AccountID? { nil }
}
