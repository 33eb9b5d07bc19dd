import Primitives
import RuntimeInterface
import SystemPallets

/// Which calls work through which lists.
extension GrownList {
    /// The lists that a call works through when `signer` sends it, in vain or not.
    static func all(of call: RuntimeCall, by signer: AccountID) -> [GrownList] {
        all(of: call, by: signer, asRoot: false)
    }

    private static func all(of call: RuntimeCall, by signer: AccountID, asRoot isRoot: Bool) -> [GrownList] {
        switch call {
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)):
            calls.flatMap { all(of: $0, by: signer, asRoot: isRoot) }
        case .sudo(.sudo(let call)), .sudo(.sudoUncheckedWeight(let call, _)):
            ordered(all(of: call, by: signer, asRoot: true), by: signer)
        case .sudo(.sudoAs(let who, let call)):
            (try? who.lookedUp()).map { ordered(all(of: call, by: $0, asRoot: false), by: signer) } ?? []
        // Nobody else may do this, and nothing is looked at before that is said.
        case .subtensor(.swapColdkey(let old, _, _)): isRoot ? [.everything(coldkey: old)] : []
        case .subtensor(let call):
            swapped(by: call, of: signer) ?? sold(by: call, of: signer) ?? grown(by: call, of: signer)
        default: []
        }
    }

    private static func ordered(_ lists: [GrownList], by signer: AccountID) -> [GrownList] {
        lists.isEmpty ? [] : [.ordered(signer: signer, lists)]
    }

    /// What goes to another key.
    private static func swapped(by call: Subtensor.Call, of signer: AccountID) -> [GrownList]? {
        switch call {
        case .swapHotkey(let old, let new, let netuid), .swapHotkeyV2(let old, let new, let netuid, false):
            var lists = [
                GrownList.stakers(hotkey: old, netuid: netuid), .stakers(hotkey: new, netuid: netuid),
                .followers(KeySwap(old: old, new: new), netuid: netuid), .hotkeysCopy(coldkey: signer),
            ]
            if netuid?.isRoot ?? true { lists.append(.rootClaims(hotkey: old)) }
            return [.owned(hotkey: old, coldkey: signer, lists)]
        case .swapHotkeyV2(let old, let new, let netuid, true):
            let followers = GrownList.followers(KeySwap(old: old, new: new), netuid: netuid)
            return [.owned(hotkey: old, coldkey: signer, [followers, .hotkeysCopy(coldkey: signer)])]
        case .swapColdkeyAnnounced: return [.announced(coldkey: signer)]
        default: return nil
        }
    }

    /// What is sold, and where root stake is looked for: whether any is left, at every hotkey.
    private static func sold(by call: Subtensor.Call, of signer: AccountID) -> [GrownList]? {
        switch call {
        case .unstakeAll(let hotkey): [.positions(coldkey: signer, hotkey: hotkey), .staked(coldkey: signer)]
        case .unstakeAllAlpha(let hotkey): [.positions(coldkey: signer, hotkey: hotkey)]
        case .claimRoot(let subnets): [.rootDividends(coldkey: signer, subnets: Set(subnets).count)]
        case .removeStake(_, .root, _), .removeStakeLimit(_, .root, _, _, _), .removeStakeFullLimit(_, .root, _),
            .moveStake(_, _, .root, _, _), .moveStakeLimit(_, _, .root, _, _, _, _),
            .swapStake(_, .root, _, _), .swapStakeLimit(_, .root, _, _, _, _), .setRootClaimType:
            [.staked(coldkey: signer)]
        case .transferStake(let receiver, _, .root, _, _),
            .transferStakeAndHotkey(let receiver, _, _, .root, _, _):
            [.staked(coldkey: signer), .stakedCopy(coldkey: receiver)]
        case .setIdentity: [.hotkeys(coldkey: signer)]
        default: nil
        }
    }

    /// Lists that one more entry is written to.
    private static func grown(by call: Subtensor.Call, of signer: AccountID) -> [GrownList] {
        switch call {
        case .addStake, .addStakeLimit, .addStakeBurn, .moveStake, .moveStakeLimit, .swapStake, .swapStakeLimit:
            [.stakedCopy(coldkey: signer)]
        case .transferStake(let receiver, _, _, _, _), .transferStakeAndHotkey(let receiver, _, _, _, _, _):
            [.stakedCopy(coldkey: receiver)]
        case .tryAssociateHotkey, .burnedRegister, .registerLimit, .register, .powRegister, .rootRegister,
            .registerNetwork, .registerNetworkWithIdentity:
            [.hotkeysCopy(coldkey: signer), .stakedCopy(coldkey: signer)]
        case .setColdkeyAutoStakeHotkey(let netuid, let hotkey):
            [.autoStakers(coldkey: signer, hotkey: hotkey, netuid: netuid)]
        default: []
        }
    }
}
