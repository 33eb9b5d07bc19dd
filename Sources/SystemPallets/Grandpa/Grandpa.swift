public import Frame
public import Primitives
public import RuntimeInterface
public import SCALE

/// The finality authorities that clients read. They have no say here: a block is final when it is made, so their list
/// is what root last told clients to expect of a network that follows.
extension Grandpa: Pallet {
    /// Puts the authorities that were asked for in this block into the place of the old ones, and tells so in the
    /// block's digest. Emits `NewAuthorities`. Source: pallet_grandpa of the reference's framework, `on_finalize`.
    public static func onFinalize(_ state: inout State) {
        guard let change = state.get(pendingChange) else { return }
        System.deposit(.consensus(engineID, log(of: change)), in: &state)
        state.set(authorities, to: change.nextAuthorities)
        state.deposit(.grandpa(.newAuthorities(authoritySet: change.nextAuthorities)))
        state.remove(pendingChange)
    }
}

extension Grandpa {
    /// Marks GRANDPA's entries in a block's digest.
    public static let engineID = FixedBytes<4>(Array("FRNK".utf8)) ?? FixedBytes<4>()

    /// Replaces the finality authorities at the end of this block.
    /// - Parameters:
    ///   - next: the authorities with their weights.
    ///   - forced: the last final block where the old authorities are given up.
    /// - Throws: `changePending` where they are replaced in this block already, `.exhausted` for more than
    ///   `MaxAuthorities`.
    public static func scheduleChange(
        to next: [Pair<GrandpaAuthority, UInt64>], forced: BlockNumber?, in state: inout State
    ) throws(DispatchError) {
        guard next.count <= Int(maxAuthorities) else { throw .exhausted }
        guard state.get(pendingChange) == nil else { throw .grandpa(.changePending) }
        state.set(
            pendingChange,
            to: StoredPendingChange(
                scheduledAt: System.blockNumber(in: state), delay: 0, nextAuthorities: next, forced: forced))
    }

    /// The digest's entry: a scheduled change is number 1 of its kinds, a forced one, which names a block, number 2.
    private static func log(of change: StoredPendingChange) -> [UInt8] {
        let scheduled = change.nextAuthorities.encoded() + change.delay.encoded()
        return change.forced.map { [2] + $0.encoded() + scheduled } ?? [1] + scheduled
    }
}
