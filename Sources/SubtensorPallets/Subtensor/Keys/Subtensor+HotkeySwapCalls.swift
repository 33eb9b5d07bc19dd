import Frame
import Primitives
import RuntimeInterface

/// How a coldkey replaces one of its hotkeys. Source: pallets/subtensor/src/swap/swap_hotkey.rs.
extension Subtensor {
    /// Puts a hotkey in the place of another one, on one subnet or on all of them, for a price that is recycled. Emits
    /// `HotkeySwappedOnSubnet` or `HotkeySwapped`.
    ///
    /// Fails with `nonAssociatedColdKey`, `newHotKeyIsSameWithOld`, `hotKeySetTxRateLimitExceeded`, `subnetNotExists`,
    /// `hotKeyAlreadyRegisteredInSubNet`, `newHotKeyNotCleanForRootSwap`, `hotKeySwapOnSubnetIntervalNotPassed`,
    /// `cannotUseSystemAccount`, `notEnoughBalanceToPaySwapHotKey`, and `invalidChild` or what else
    /// ``moveRelations(_:on:in:)`` throws. For the coldkey that owns the old hotkey, and the new one where that has an
    /// owner.
    /// - Parameters:
    ///   - netuid: the subnet; `nil` for all of them.
    ///   - keepsStake: whether the stake stays behind the old hotkey.
    static func swapHotkey(
        _ origin: Origin, from old: AccountID, to new: AccountID, on netuid: NetUID?, keepsStake: Bool,
        in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard owns(coldkey, old, in: state) else { throw .subtensor(.nonAssociatedColdKey) }
        guard !isOwned(new, in: state) || owns(coldkey, new, in: state) else {
            throw .subtensor(.nonAssociatedColdKey)
        }
        guard old != new else { throw .subtensor(.newHotKeyIsSameWithOld) }
        guard maySwapHotkey(coldkey, in: state) else { throw .subtensor(.hotKeySetTxRateLimitExceeded) }
        try requireUnregistered(new, on: netuid, in: state)
        if netuid?.isRoot ?? true { try requireCleanOnRoot(new, in: state) }
        let swap = HotkeySwap(keys: KeySwap(old: old, new: new), coldkey: coldkey, keepsStake: keepsStake)
        if let netuid {
            try swapHotkey(swap, on: netuid, in: &state)
        } else {
            try swapHotkeyEverywhere(swap, in: &state)
        }
        state.set(lastRateLimitedBlock, .lastTxBlock(coldkey), to: currentBlock(in: state))
    }

    private static func swapHotkey(
        _ swap: HotkeySwap, on netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        let now = currentBlock(in: state)
        let last = state.get(lastHotkeySwapOnNetuid, netuid, swap.coldkey)
        guard isHotkeySwapIntervalOver(since: last, at: now) else {
            throw .subtensor(.hotKeySwapOnSubnetIntervalNotPassed)
        }
        try requireNoSubnetAccount(swap.keys.new)
        try payForHotkeySwap(keySwapOnSubnetCost, from: swap.coldkey, in: &state)
        try moveHotkey(swap, on: netuid, in: &state)
        state.set(lastHotkeySwapOnNetuid, netuid, swap.coldkey, to: now)
        recordHotkeyLineage(swap.keys, on: netuid, in: &state)
        state.deposit(
            .subtensor(
                .hotkeySwappedOnSubnet(
                    coldkey: swap.coldkey, oldHotkey: swap.keys.old, newHotkey: swap.keys.new, netuid: netuid)))
    }

    private static func swapHotkeyEverywhere(_ swap: HotkeySwap, in state: inout State) throws(DispatchError) {
        let now = currentBlock(in: state)
        var affected: [NetUID] = []
        for netuid in netuids(in: state) where takesPart(swap.keys.old, on: netuid, in: state) {
            let last = state.get(lastHotkeySwapOnNetuid, netuid, swap.coldkey)
            guard last == 0 || isHotkeySwapIntervalOver(since: last, at: now) else {
                throw .subtensor(.hotKeySwapOnSubnetIntervalNotPassed)
            }
            affected.append(netuid)
        }
        try requireNoSubnetAccount(swap.keys.new)
        try payForHotkeySwap(keySwapCost, from: swap.coldkey, in: &state)
        try moveHotkeyEverywhere(swap, in: &state)
        for netuid in affected {
            state.set(lastHotkeySwapOnNetuid, netuid, swap.coldkey, to: now)
            recordHotkeyLineage(swap.keys, on: netuid, in: &state)
        }
        state.deposit(
            .subtensor(
                .hotkeySwapped(coldkey: swap.coldkey, oldHotkey: swap.keys.old, newHotkey: swap.keys.new)))
    }

    /// Forgets swaps that no longer hold anybody up. Each subnet has its turn once in an interval.
    /// Source: pallets/subtensor/src/macros/hooks.rs, `clean_up_hotkey_swap_records`.
    static func forgetOldHotkeySwaps(in state: inout State) {
        let now = currentBlock(in: state)
        let turns = max(hotkeySwapOnSubnetInterval, 1)
        for (key, block) in state.allEntries(of: lastHotkeySwapOnNetuid)
        where UInt64(key.0.number) % turns == now % turns && isHotkeySwapIntervalOver(since: block, at: now) {
            state.remove(lastHotkeySwapOnNetuid, key.0, key.1)
        }
    }

    private static func isHotkeySwapIntervalOver(since last: UInt64, at now: UInt64) -> Bool {
        now > last && now - last > hotkeySwapOnSubnetInterval
    }

    /// Whether enough blocks have passed since a coldkey's last swap; the limit itself is still too early.
    private static func maySwapHotkey(_ coldkey: AccountID, in state: borrowing State) -> Bool {
        let last = state.get(lastRateLimitedBlock, .lastTxBlock(coldkey))
        let limit = state.get(txRateLimit)
        let now = currentBlock(in: state)
        return limit == 0 || last == 0 || (now > last ? now - last : 0) > limit
    }

    private static func requireUnregistered(
        _ hotkey: AccountID, on netuid: NetUID?, in state: borrowing State
    ) throws(DispatchError) {
        if let netuid {
            guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
            guard !state.get(isNetworkMember, hotkey, netuid) else {
                throw .subtensor(.hotKeyAlreadyRegisteredInSubNet)
            }
        } else {
            guard !state.entries(of: isNetworkMember, under: hotkey).contains(where: { $0.value }) else {
                throw .subtensor(.hotKeyAlreadyRegisteredInSubNet)
            }
        }
    }

    /// Root dividends of two hotkeys cannot be mixed: their rates belong to different stakers.
    private static func requireCleanOnRoot(_ hotkey: AccountID, in state: borrowing State) throws(DispatchError) {
        var isClean = state.get(rootClaimable, hotkey).isEmpty && stake(at: hotkey, on: .root, in: state).isZero
        for netuid in netuids(in: state) where isClean {
            isClean = state.entries(of: rootClaimed, under: netuid, hotkey).isEmpty
        }
        guard isClean else { throw .subtensor(.newHotKeyNotCleanForRootSwap) }
    }

    /// Whether a hotkey is a neuron of a subnet, or a parent there, which nobody else can make it.
    private static func takesPart(_ hotkey: AccountID, on netuid: NetUID, in state: borrowing State) -> Bool {
        state.get(isNetworkMember, hotkey, netuid) || !state.get(childKeys, hotkey, netuid).isEmpty
    }

    private static func payForHotkeySwap(
        _ cost: Rao, from coldkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        guard cost <= spendableTaoKeepingAlive(coldkey, in: state) else {
            throw .subtensor(.notEnoughBalanceToPaySwapHotKey)
        }
        try recycleTao(cost, from: coldkey, in: &state)
    }
}
