import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets

/// How a coldkey hands everything over to another one: it announces the hash of the other, waits, and names it. In the
/// meantime it can do nothing else (``CallGuard``), so whoever stole a coldkey cannot empty it faster than its owner
/// notices. Source: pallets/subtensor/src/macros/dispatches.rs, calls 71, 73, 125 to 128 and 133.
extension Subtensor {
    /// Announces the BLAKE2b-256 hash of the coldkey that is to take over. The first announcement costs `KeySwapCost`.
    /// Emits `ColdkeySwapAnnounced`.
    ///
    /// Fails with `coldkeySwapReannouncedTooEarly` where an announcement stands that is too young to be changed, or
    /// `notEnoughBalanceToPaySwapColdKey`. For coldkeys.
    static func announceColdkeySwap(
        _ origin: Origin, _ hash: Hash, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let now = System.blockNumber(in: state)
        if let announcement = state.get(coldkeySwapAnnouncements, coldkey) {
            guard now >= changeableBlock(of: announcement, in: state) else {
                throw .subtensor(.coldkeySwapReannouncedTooEarly)
            }
        } else {
            try payForColdkeySwap(keySwapCost, from: coldkey, in: &state)
        }
        let due = blockNumber(now, plus: state.get(coldkeySwapAnnouncementDelay))
        state.set(coldkeySwapAnnouncements, coldkey, to: Pair(due, hash))
        state.deposit(.subtensor(.coldkeySwapAnnounced(who: coldkey, newColdkeyHash: hash)))
    }

    /// Hands everything over to the announced coldkey. Emits `ColdkeySwapped`.
    ///
    /// Fails with `coldkeySwapAnnouncementNotFound`, `announcedColdkeyHashDoesNotMatch`, `coldkeySwapTooEarly`, and as
    /// ``moveColdkey(_:in:)``. For coldkeys.
    static func swapColdkeyAnnounced(
        _ origin: Origin, _ successor: AccountID, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard let announcement = state.get(coldkeySwapAnnouncements, coldkey) else {
            throw .subtensor(.coldkeySwapAnnouncementNotFound)
        }
        guard announcement.second.bytes == Blake2b.hash256(successor.encoded()) else {
            throw .subtensor(.announcedColdkeyHashDoesNotMatch)
        }
        guard System.blockNumber(in: state) >= announcement.first else { throw .subtensor(.coldkeySwapTooEarly) }
        state.remove(coldkeySwapAnnouncements, coldkey)
        try moveColdkey(KeySwap(old: coldkey, new: successor), in: &state)
    }

    /// Freezes the signing coldkey until root decides: for an owner who finds a swap announced that is not theirs.
    /// Emits `ColdkeySwapDisputed`.
    ///
    /// Fails with `coldkeySwapAnnouncementNotFound` or `coldkeySwapAlreadyDisputed`. For coldkeys.
    static func disputeColdkeySwap(_ origin: Origin, in state: inout State) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard state.contains(coldkeySwapAnnouncements, coldkey) else {
            throw .subtensor(.coldkeySwapAnnouncementNotFound)
        }
        guard !state.contains(coldkeySwapDisputes, coldkey) else { throw .subtensor(.coldkeySwapAlreadyDisputed) }
        state.set(coldkeySwapDisputes, coldkey, to: System.blockNumber(in: state))
        state.deposit(.subtensor(.coldkeySwapDisputed(coldkey: coldkey)))
    }

    /// Takes the signing coldkey's announcement back. Emits `ColdkeySwapCleared`.
    ///
    /// Fails with `coldkeySwapAnnouncementNotFound` or `coldkeySwapClearTooEarly`. For coldkeys.
    static func clearColdkeySwapAnnouncement(_ origin: Origin, in state: inout State) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard let announcement = state.get(coldkeySwapAnnouncements, coldkey) else {
            throw .subtensor(.coldkeySwapAnnouncementNotFound)
        }
        guard System.blockNumber(in: state) >= changeableBlock(of: announcement, in: state) else {
            throw .subtensor(.coldkeySwapClearTooEarly)
        }
        state.remove(coldkeySwapAnnouncements, coldkey)
        state.deposit(.subtensor(.coldkeySwapCleared(who: coldkey)))
    }

    /// Forgets announcement and dispute of a coldkey. Emits `ColdkeySwapReset`. For root.
    static func resetColdkeySwap(
        _ origin: Origin, _ coldkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        forgetColdkeySwap(of: coldkey, in: &state)
        state.deposit(.subtensor(.coldkeySwapReset(who: coldkey)))
    }

    /// Hands everything of a coldkey over to another one at once, for `cost` rao that the old one pays. Emits
    /// `ColdkeySwapped`.
    ///
    /// Fails with `cannotUseSystemAccount` for a subnet's account, without which its pool could pay nobody,
    /// `notEnoughBalanceToPaySwapColdKey`, and as ``moveColdkey(_:in:)``. For root.
    static func swapColdkey(
        _ origin: Origin, from old: AccountID, to new: AccountID, cost: Rao, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        try requireNoSubnetAccount(old)
        if !cost.isZero { try payForColdkeySwap(cost, from: old, in: &state) }
        try moveColdkey(KeySwap(old: old, new: new), in: &state)
        forgetColdkeySwap(of: old, in: &state)
    }

    /// Was the way to swap before announcements.
    ///
    /// Fails with `deprecated`, whoever sends it.
    static func scheduleSwapColdkey() throws(DispatchError) { throw .subtensor(.deprecated) }

    private static func forgetColdkeySwap(of coldkey: AccountID, in state: inout State) {
        state.remove(coldkeySwapAnnouncements, coldkey)
        state.remove(coldkeySwapDisputes, coldkey)
    }

    private static func payForColdkeySwap(
        _ cost: Rao, from coldkey: AccountID, in state: inout State
    ) throws(DispatchError) {
        guard cost <= spendableTaoKeepingAlive(coldkey, in: state) else {
            throw .subtensor(.notEnoughBalanceToPaySwapColdKey)
        }
        try recycleTao(cost, from: coldkey, in: &state)
    }

    /// The first block in which an announcement may be changed or taken back.
    private static func changeableBlock(
        of announcement: Pair<UInt32, Hash>, in state: borrowing State
    ) -> BlockNumber {
        blockNumber(announcement.first, plus: state.get(coldkeySwapReannouncementDelay))
    }

    private static func blockNumber(_ number: BlockNumber, plus delay: UInt32) -> BlockNumber {
        let (sum, overflow) = number.addingReportingOverflow(delay)
        return overflow ? .max : sum
    }
}
