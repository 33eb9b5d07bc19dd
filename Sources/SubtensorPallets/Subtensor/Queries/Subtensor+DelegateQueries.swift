import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
public import SCALE

/// Hotkeys that others stake to. Source: pallets/subtensor/src/rpc_info/delegate_info.rs.
extension Subtensor {
    /// A coldkey's stake at a delegate on one subnet.
    public typealias Delegation = Pair<DelegateInfo, Pair<Compact<NetUID>, Compact<Alpha>>>

    /// Blocks of a day at the main network's pace, by which returns are quoted.
    private static let blocksPerDay: UInt64 = 7_200

    /// Every delegate with its nominators.
    public static func delegates(in state: borrowing State) -> [DelegateInfo] {
        let nominators = nominators(in: state)
        var infos: [DelegateInfo] = []
        for (hotkey, _) in state.entries(of: delegates) {
            infos.append(delegateInfo(hotkey, nominators: nominators[hotkey] ?? [], in: state))
        }
        return infos
    }

    /// One delegate with its nominators; `nil` for a hotkey that is none.
    public static func delegate(_ hotkey: AccountID, in state: borrowing State) -> DelegateInfo? {
        guard state.contains(delegates, hotkey) else { return nil }
        return delegateInfo(hotkey, nominators: nominators(in: state)[hotkey] ?? [], in: state)
    }

    /// The delegates that a coldkey stakes to, one row for each subnet, without their nominators.
    public static func delegations(of coldkey: AccountID, in state: borrowing State) -> [Delegation] {
        var rows: [Delegation] = []
        for (hotkey, _) in state.entries(of: delegates) {
            let netuids = state.entries(of: alphaV2, under: hotkey, coldkey).map(\.key)
            guard !netuids.isEmpty else { continue }
            let info = delegateInfo(hotkey, nominators: [], in: state)
            for netuid in netuids {
                let alpha = stake(of: coldkey, at: hotkey, on: netuid, in: state)
                rows.append(Pair(info, Pair(Compact(netuid), Compact(alpha))))
            }
        }
        return rows
    }

    private typealias Nominator = Pair<AccountID, [Pair<Compact<NetUID>, Compact<UInt64>>]>

    /// Who stakes to whom, ascending by coldkey, then by netuid.
    private static func nominators(in state: borrowing State) -> [AccountID: [Nominator]] {
        var positions = state.allEntries(of: alphaV2).filter { !$0.value.isZero }.map(\.key)
        positions.sort { $0 < $1 }
        var result: [AccountID: [Nominator]] = [:]
        for (hotkey, coldkey, netuid) in positions {
            let value = stake(of: coldkey, at: hotkey, on: netuid, in: state)
            let entry = Pair(Compact(netuid), Compact(value.units))
            var rows = result[hotkey] ?? []
            if rows.last?.first == coldkey {
                rows[rows.count - 1].second.append(entry)
            } else {
                rows.append(Pair(coldkey, [entry]))
            }
            result[hotkey] = rows
        }
        return result
    }

    private static func delegateInfo(
        _ hotkey: AccountID, nominators: [Nominator], in state: borrowing State
    ) -> DelegateInfo {
        var registrations: [Compact<NetUID>] = []
        var permits: [Compact<NetUID>] = []
        var daily = U64F64.zero
        for (netuid, isMember) in state.entries(of: isNetworkMember, under: hotkey) where isMember {
            registrations.append(Compact(netuid))
            guard let uid = state.get(uids, netuid, hotkey) else { continue }
            let permit = state.get(validatorPermit, netuid)
            if Int(uid) < permit.count, permit[Int(uid)] { permits.append(Compact(netuid)) }
            let emissions = state.get(emission, netuid)
            let tempo = state.get(tempo, netuid)
            guard tempo > 0, Int(uid) < emissions.count else { continue }
            let epochs = U64F64(blocksPerDay).dividedSafely(by: U64F64(UInt64(tempo)))
            daily = daily.addingSaturated(U64F64(emissions[Int(uid)].units).multipliedSaturated(by: epochs))
        }
        let take = state.get(delegates, hotkey)
        let rootStake = stake(at: hotkey, on: .root, in: state)
        return DelegateInfo(
            delegateSs58: hotkey, take: take, nominators: nominators, ownerSs58: ownerColdkey(of: hotkey, in: state),
            registrations: registrations, validatorPermits: permits,
            returnPer1000: returnPer1000(daily, take: take, rootStake: rootStake).flooredUInt64,
            totalDailyReturn: daily.flooredUInt64)
    }

    /// What 1,000 TAO of root stake earn in a day, after the take.
    private static func returnPer1000(_ daily: U64F64, take: PerU16, rootStake: Alpha) -> U64F64 {
        guard !rootStake.isZero else { return .zero }
        let kept = U64F64.one.subtractingSaturated(
            U64F64(UInt64(take.rawValue)).dividedSafely(by: U64F64(UInt64(UInt16.max))))
        let thousands = U64F64(rootStake.units).dividedSafely(by: U64F64(Rao.tao(1_000).units))
        return daily.multipliedSaturated(by: kept).dividedSafely(by: thousands)
    }
}
