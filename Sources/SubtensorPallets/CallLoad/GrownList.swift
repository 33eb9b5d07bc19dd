import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A list that users make as long as they like, as a call works through it.
indirect enum GrownList: Hashable, Sendable {
    /// Lists that count where the coldkey owns the hotkey: the call fails at once where it does not.
    case owned(hotkey: AccountID, coldkey: AccountID, [GrownList])
    /// Lists that count where the signer may order what it likes.
    case ordered(signer: AccountID, [GrownList])
    /// Everything of a coldkey whose swap is announced.
    case announced(coldkey: AccountID)
    /// Everybody with a share of a hotkey, on one subnet or on all.
    case stakers(hotkey: AccountID, netuid: NetUID?)
    /// What was claimed of a hotkey's root dividends.
    case rootClaims(hotkey: AccountID)
    /// Those who stake what they earn to a hotkey or its successor, parents of either, and everybody who asked for
    /// children where it may be among them.
    case followers(KeySwap, netuid: NetUID?)
    /// Those who stake what they earn on a subnet to a hotkey, and to the one that a coldkey chose before.
    case autoStakers(coldkey: AccountID, hotkey: AccountID, netuid: NetUID)
    /// A coldkey's hotkeys, its stake at all of them, and lists that name it.
    case everything(coldkey: AccountID)
    /// What a coldkey staked to a hotkey.
    case positions(coldkey: AccountID, hotkey: AccountID)
    /// A coldkey's root dividends on some subnets, of all hotkeys.
    case rootDividends(coldkey: AccountID, subnets: Int)
    /// The hotkeys that a coldkey stakes to, looked up one by one.
    case staked(coldkey: AccountID)
    /// The hotkeys that a coldkey owns, looked up one by one.
    case hotkeys(coldkey: AccountID)
    /// The hotkeys that a coldkey stakes to, copied with another one.
    case stakedCopy(coldkey: AccountID)
    /// The hotkeys that a coldkey owns, copied with another one.
    case hotkeysCopy(coldkey: AccountID)

    /// Whether no more is done than to copy the list.
    var isBrief: Bool {
        switch self {
        case .stakedCopy, .hotkeysCopy: true
        default: false
        }
    }

    /// Adds what working through lists takes, until it is too much anyway.
    static func add(_ lists: [GrownList], to time: inout ListTime, in state: borrowing State) {
        for list in lists where !time.isFull { list.add(to: &time, in: state) }
    }

    private func add(to time: inout ListTime, in state: borrowing State) {
        switch self {
        case .owned(let hotkey, let coldkey, let lists):
            if Subtensor.owns(coldkey, hotkey, in: state) { Self.add(lists, to: &time, in: state) }
        case .ordered(let signer, let lists):
            if state.get(Sudo.key) == signer { Self.add(lists, to: &time, in: state) }
        case .announced(let coldkey):
            guard state.contains(Subtensor.coldkeySwapAnnouncements, coldkey) else { return }
            Self.addEverything(of: coldkey, to: &time, in: state)
        case .stakers(let hotkey, let netuid): Self.addStakers(of: hotkey, on: netuid, to: &time, in: state)
        case .rootClaims(let hotkey):
            for netuid in Subtensor.netuids(in: state) {
                let limit = time.limit(.moving)
                time.add(state.count(of: Subtensor.rootClaimed, under: netuid, hotkey, limit: limit), .moving)
            }
        case .followers(let swap, let netuid): Self.addFollowers(swap, on: netuid, to: &time, in: state)
        case .autoStakers(let coldkey, let hotkey, let netuid):
            let current = state.get(Subtensor.autoStakeDestination, coldkey, netuid)
            for hotkey in [hotkey, current].compactMap({ $0 }) {
                time.add(state.elementCount(of: Subtensor.autoStakeDestinationColdkeys, hotkey, netuid), .copying)
            }
        case .everything(let coldkey): Self.addEverything(of: coldkey, to: &time, in: state)
        case .positions(let coldkey, let hotkey):
            let limit = time.limit(.selling)
            time.add(state.count(of: Subtensor.alphaV2, under: hotkey, coldkey, limit: limit), .selling)
        case .rootDividends(let coldkey, let subnets):
            for hotkey in state.get(Subtensor.stakingHotkeys, coldkey).prefix(time.limit(.reading)) {
                time.add(1, .reading)
                if state.contains(Subtensor.alphaV2, hotkey, coldkey, .root) { time.add(subnets, .selling) }
            }
        case .staked(let coldkey): time.add(state.elementCount(of: Subtensor.stakingHotkeys, coldkey), .reading)
        case .hotkeys(let coldkey): time.add(state.elementCount(of: Subtensor.ownedHotkeys, coldkey), .reading)
        case .stakedCopy(let coldkey): time.add(state.elementCount(of: Subtensor.stakingHotkeys, coldkey), .copying)
        case .hotkeysCopy(let coldkey): time.add(state.elementCount(of: Subtensor.ownedHotkeys, coldkey), .copying)
        }
    }

    /// Keys that are listed at once.
    private static let page = 1_024

    /// Shares on other subnets stand among those on this one, and are passed over.
    private static func addStakers(
        of hotkey: AccountID, on netuid: NetUID?, to time: inout ListTime, in state: borrowing State
    ) {
        let prefix = Subtensor.alphaV2.prefix(hotkey)
        // The subnet's number ends the key as it is.
        let number = netuid?.encoded()
        var last: [UInt8]?
        repeat {
            let shares = state.rawKeys(under: prefix, after: last, limit: page)
            let moved = number.map { number in shares.count { $0.suffix(number.count).elementsEqual(number) } }
            time.add(moved ?? shares.count, .moving)
            time.add(shares.count - (moved ?? shares.count), .reading)
            last = shares.count == page ? shares.last : nil
        } while last != nil && !time.isFull
    }

    private static func addFollowers(
        _ swap: KeySwap, on netuid: NetUID?, to time: inout ListTime, in state: borrowing State
    ) {
        for netuid in netuid.map({ [$0] }) ?? Subtensor.netuids(in: state) where !time.isFull {
            for hotkey in [swap.old, swap.new] {
                time.add(state.elementCount(of: Subtensor.autoStakeDestinationColdkeys, hotkey, netuid), .moving)
                time.add(state.elementCount(of: Subtensor.parentKeys, hotkey, netuid), .moving)
            }
            let limit = time.limit(.reading)
            time.add(state.count(of: Subtensor.pendingChildKeys, under: netuid, limit: limit), .reading)
        }
    }

    private static func addEverything(
        of coldkey: AccountID, to time: inout ListTime, in state: borrowing State
    ) {
        for hotkey in state.get(Subtensor.stakingHotkeys, coldkey).prefix(time.limit(.reading)) where !time.isFull {
            let limit = time.limit(.moving)
            time.add(1, .reading)
            time.add(state.count(of: Subtensor.alphaV2, under: hotkey, coldkey, limit: limit), .moving)
            time.add(state.elementCount(of: Subtensor.rootClaimable, hotkey), .reading)
        }
        time.add(state.elementCount(of: Subtensor.ownedHotkeys, coldkey), .moving)
        for (netuid, hotkey) in state.entries(of: Subtensor.autoStakeDestination, under: coldkey) where !time.isFull {
            time.add(state.elementCount(of: Subtensor.autoStakeDestinationColdkeys, hotkey, netuid), .copying)
        }
    }
}
