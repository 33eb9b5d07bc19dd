public import Frame
public import Primitives
public import RuntimeInterface
public import SCALE

extension Aura: Pallet {
    /// Records the slot of this block, which its author wrote into the digest.
    public static func onInitialize(_ state: inout State) {
        guard let slot = slot(of: state.get(System.digest)) else { return }
        state.set(currentSlot, to: Slot(slot))
    }
}

extension Aura {
    /// Marks Aura's entries in a block's digest.
    public static let engineID = FixedBytes<4>(Array("aura".utf8)) ?? FixedBytes<4>()

    /// The digest of a block that was made in `slot`.
    public static func digest(slot: UInt64) -> Digest {
        Digest(logs: [.preRuntime(engineID, slot.encoded())])
    }

    /// Gives the slots to other authorities, in rotation, and tells so in the block's digest. It decides who earns the
    /// fees and for whom keys of encrypted extrinsics are announced, from this call on; which machine makes the blocks
    /// is the engine's affair, whose blocks bear no signature of an authority. Without any authority nobody would earn
    /// the fees, so an empty list changes nothing. Source: pallet_aura of the reference's framework,
    /// `change_authorities`.
    /// - Throws: `.exhausted` for more than ``authoritiesMaximum``.
    public static func changeAuthorities(
        to next: [AuraAuthority], in state: inout State
    ) throws(DispatchError) {
        guard next.count <= authoritiesMaximum else { throw .exhausted }
        guard !next.isEmpty else { return }
        state.set(authorities, to: next)
        // A change of authorities is number 1 of Aura's entries.
        System.deposit(.consensus(engineID, [1] + next.encoded()), in: &state)
    }

    /// The most authorities a chain may have. Source: runtime configuration of the reference, `MaxAuthorities`.
    public static let authoritiesMaximum = 32

    /// The account that earns the block's fees: the authority whose turn the slot is.
    public static func author(in state: borrowing State) -> AccountID? {
        authority(turnsAhead: 0, in: state).flatMap { AccountID($0.rawValue.bytes) }
    }

    /// The authority whose turn it is so many slots after this block's.
    static func authority(turnsAhead: UInt64, in state: borrowing State) -> AuraAuthority? {
        let authorities = state.get(Self.authorities)
        guard !authorities.isEmpty else { return nil }
        return authorities[Int(state.get(currentSlot).rawValue.addingClamped(turnsAhead) % UInt64(authorities.count))]
    }

    private static func slot(of digest: Digest) -> UInt64? {
        for case .preRuntime(engineID, let bytes) in digest.logs { return try? UInt64(scale: bytes) }
        return nil
    }
}
