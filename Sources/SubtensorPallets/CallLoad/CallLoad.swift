public import Frame
public import Primitives
public import RuntimeInterface

/// What a call finds to work through in lists that users grow, beyond the cost that it always has.
///
/// The reference charges such calls as if the lists were short. Here whoever sends one pays for their length, and a
/// block has room for no more than it can work through.
public struct CallLoad: Hashable, Sendable {
    private let lists: [GrownList]

    /// The lists that a call works through when `signer` sends it; those of calls that it carries count as well.
    public init(of call: RuntimeCall, by signer: AccountID) {
        lists = Self.lists(of: call, by: signer)
    }

    /// Whether the call works through no lists.
    public var isEmpty: Bool { lists.isEmpty }

    /// Picoseconds of work that the lists mean now. Counting ends where it is more than a block has room for.
    public func referenceTime(in state: borrowing State) -> UInt64 {
        var time = ListTime()
        for list in lists where !time.isFull { list.add(to: &time, in: state) }
        return time.picoseconds
    }

    private static func lists(of call: RuntimeCall, by signer: AccountID) -> [GrownList] {
        switch call {
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)):
            calls.flatMap { lists(of: $0, by: signer) }
        case .sudo(.sudo(let call)), .sudo(.sudoUncheckedWeight(let call, _)), .sudo(.sudoAs(_, let call)):
            lists(of: call, by: signer)
        case .subtensor(let call): lists(of: call, by: signer)
        default: []
        }
    }

    private static func lists(of call: Subtensor.Call, by signer: AccountID) -> [GrownList] {
        switch call {
        case .swapHotkey(let old, let new, let netuid), .swapHotkeyV2(let old, let new, let netuid, false):
            var lists = [
                GrownList.stakers(hotkey: old, netuid: netuid), .stakers(hotkey: new, netuid: netuid),
                .place(hotkey: old, netuid: netuid),
            ]
            if netuid?.isRoot ?? true { lists.append(.rootClaims(hotkey: old)) }
            return lists
        case .swapHotkeyV2(let old, _, let netuid, true): return [.place(hotkey: old, netuid: netuid)]
        case .swapColdkey(let old, _, _): return [.everything(coldkey: old)]
        case .swapColdkeyAnnounced: return [.everything(coldkey: signer)]
        case .unstakeAll(let hotkey): return [.positions(coldkey: signer, hotkey: hotkey), .staked(coldkey: signer)]
        case .unstakeAllAlpha(let hotkey): return [.positions(coldkey: signer, hotkey: hotkey)]
        case .claimRoot(let subnets): return [.rootDividends(coldkey: signer, subnets: Set(subnets).count)]
        case .setRootClaimType: return [.staked(coldkey: signer)]
        case .setColdkeyAutoStakeHotkey(let netuid, let hotkey): return [.autoStakers(hotkey: hotkey, netuid: netuid)]
        case .setIdentity: return [.owned(coldkey: signer)]
        // Whether any root stake is left is looked for at every hotkey.
        case .removeStake(_, .root, _), .removeStakeLimit(_, .root, _, _, _), .removeStakeFullLimit(_, .root, _),
            .moveStake(_, _, .root, _, _), .moveStakeLimit(_, _, .root, _, _, _, _),
            .swapStake(_, .root, _, _), .swapStakeLimit(_, .root, _, _, _, _),
            .transferStake(_, _, .root, _, _), .transferStakeAndHotkey(_, _, _, .root, _, _):
            return [.staked(coldkey: signer)]
        default: return []
        }
    }
}
