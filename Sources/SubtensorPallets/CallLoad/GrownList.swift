import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A list that users make as long as they like, as a call works through it.
enum GrownList: Hashable, Sendable {
    /// Everybody with a share of a hotkey, on one subnet or on all.
    case stakers(hotkey: AccountID, netuid: NetUID?)
    /// What was claimed of a hotkey's root dividends.
    case rootClaims(hotkey: AccountID)
    /// Those who stake what they earn to a hotkey, and everybody who asked for children where it may be among them.
    case place(hotkey: AccountID, netuid: NetUID?)
    /// Those who stake what they earn on a subnet to a hotkey.
    case autoStakers(hotkey: AccountID, netuid: NetUID)
    /// A coldkey's hotkeys, its stake at all of them, and lists that name it.
    case everything(coldkey: AccountID)
    /// What a coldkey staked to a hotkey.
    case positions(coldkey: AccountID, hotkey: AccountID)
    /// A coldkey's root dividends on some subnets, of all hotkeys.
    case rootDividends(coldkey: AccountID, subnets: Int)
    /// The hotkeys that a coldkey stakes to.
    case staked(coldkey: AccountID)
    /// The hotkeys that a coldkey owns.
    case owned(coldkey: AccountID)

    /// Adds what working through the list takes.
    func add(to time: inout ListTime, in state: borrowing State) {
        switch self {
        case .stakers(let hotkey, let netuid): Self.addStakers(of: hotkey, on: netuid, to: &time, in: state)
        case .rootClaims(let hotkey):
            for netuid in Subtensor.netuids(in: state) {
                let limit = time.limit(.moving)
                time.add(state.count(of: Subtensor.rootClaimed, under: netuid, hotkey, limit: limit), .moving)
            }
        case .place(let hotkey, let netuid):
            for netuid in netuid.map({ [$0] }) ?? Subtensor.netuids(in: state) {
                time.add(state.elementCount(of: Subtensor.autoStakeDestinationColdkeys, hotkey, netuid), .moving)
                let limit = time.limit(.reading)
                time.add(state.count(of: Subtensor.pendingChildKeys, under: netuid, limit: limit), .reading)
            }
        case .autoStakers(let hotkey, let netuid):
            time.add(state.elementCount(of: Subtensor.autoStakeDestinationColdkeys, hotkey, netuid), .reading)
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
        case .owned(let coldkey): time.add(state.elementCount(of: Subtensor.ownedHotkeys, coldkey), .reading)
        }
    }

    /// Shares on other subnets stand among those on this one, and are passed over.
    private static func addStakers(
        of hotkey: AccountID, on netuid: NetUID?, to time: inout ListTime, in state: borrowing State
    ) {
        let limit = time.limit(netuid == nil ? .moving : .reading)
        let prefix = Subtensor.alphaV2.prefix(hotkey)
        let shares = state.rawKeys(under: prefix, after: nil, limit: limit)
        guard let netuid else { return time.add(shares.count, .moving) }
        // The subnet's number ends the key as it is.
        let number = netuid.encoded()
        let moved = shares.count { $0.suffix(number.count).elementsEqual(number) }
        time.add(moved, .moving)
        time.add(shares.count - moved, .reading)
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
            autoStakers(hotkey: hotkey, netuid: netuid).add(to: &time, in: state)
        }
    }
}
