import Frame
import Hashing
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Yuma

@testable import SubtensorPallets

/// A row of weights: behind a commit, as whoever committed remembers it, or to be set at once.
struct HiddenWeights {
    var hotkey: AccountID
    var netuid: NetUID
    var mechanism: MechanismID
    var reveal: Subtensor.Reveal

    var hash: Hash {
        Subtensor.commitHash(of: reveal, hotkey: hotkey, index: Subtensor.storageIndex(netuid, mechanism))
    }
}

/// Calls whose arguments must fit something else: a hash, a proof, a list of signs. Random ones never would.
extension ActionGenerator {
    /// Such a call; `nil` for all others, and where there is nothing to fit.
    mutating func meant(_ entry: CallCatalog.Entry, in state: borrowing State) -> Action? {
        switch entry.name {
        case "SubtensorModule.set_weights", "SubtensorModule.set_mechanism_weights":
            return setWeights(of: entry.variant.name, in: state)
        case "SubtensorModule.batch_set_weights": return batchSetWeights(in: state)
        case "SubtensorModule.commit_weights": return commit(in: state, mechanism: .main)
        case "SubtensorModule.commit_mechanism_weights":
            return commit(in: state, mechanism: MechanismID(UInt8.random(in: 0...1, using: &random)))
        case "SubtensorModule.batch_commit_weights": return batchCommit(in: state)
        case "SubtensorModule.reveal_weights": return reveal(mechanism: .main)
        case "SubtensorModule.reveal_mechanism_weights": return reveal(mechanism: nil)
        case "SubtensorModule.batch_reveal_weights": return batchReveal()
        case "SubtensorModule.pow_register": return powRegister(in: state)
        case "SubtensorModule.announce_coldkey_swap":
            return .call(Action.Actor(anyColdkey()), .subtensor(.announceColdkeySwap(newColdkeyHash: anyHeir().hash)))
        case "SubtensorModule.swap_coldkey_announced": return announcedSwap(in: state)
        case "SubtensorModule.dispute_coldkey_swap": return announcer(in: state).map { sent(.disputeColdkeySwap, $0) }
        case "SubtensorModule.clear_coldkey_swap_announcement":
            return announcer(in: state).map { sent(.clearColdkeySwapAnnouncement, $0) }
        case "SubtensorModule.reset_coldkey_swap":
            return announcer(in: state).map { .call(.root, .subtensor(.resetColdkeySwap(coldkey: $0))) }
        case "SubtensorModule.swap_coldkey":
            let call = Subtensor.Call.swapColdkey(
                oldColdkey: anyColdkey(), newColdkey: anyHeir().account,
                swapCost: Rao(UInt64.random(in: 0...1_000_000_000, using: &random)))
            return .call(.root, .subtensor(call))
        case "SubtensorModule.claim_root": return rootClaim(in: state)
        case "SubtensorModule.update_symbol":
            guard let symbol = SubnetSymbols.all.randomElement(using: &random) else { return nil }
            return .call(.root, .subtensor(.updateSymbol(netuid: anySubnet(in: state), symbol: symbol)))
        case "AdminUtils.sudo_set_mechanism_emission_split": return emissionSplit(in: state)
        default: return nil
        }
    }

    private func sent(_ call: Subtensor.Call, _ account: AccountID) -> Action {
        .call(Action.Actor(account), .subtensor(call))
    }

    private mutating func anySubnet(in state: borrowing State) -> NetUID {
        Subtensor.netuids(in: state).filter { !$0.isRoot }.randomElement(using: &random) ?? 1
    }

    private mutating func anyColdkey() -> AccountID { Action.Actor.coldkeys.randomElement(using: &random) ?? .zero }

    // MARK: Weights

    private mutating func setWeights(of name: String, in state: borrowing State) -> Action? {
        let mechanism = MechanismID(UInt8.random(in: 0...1, using: &random))
        guard let row = row(in: state, mechanism: mechanism, isHidden: false) else { return nil }
        let (uids, values, key) = (row.reveal.uids, row.reveal.values, row.reveal.versionKey)
        guard name == "set_weights" else {
            return sent(
                .setMechanismWeights(
                    netuid: row.netuid, mecid: mechanism, dests: uids, weights: values, versionKey: key), row.hotkey)
        }
        return sent(
            .setWeights(netuid: row.netuid, dests: uids, weights: values, versionKey: key), row.hotkey)
    }

    private mutating func batchSetWeights(in state: borrowing State) -> Action? {
        guard let row = row(in: state, mechanism: .main, isHidden: false) else { return nil }
        let weights = zip(row.reveal.uids, row.reveal.values).map { Pair(Compact($0), Compact($1)) }
        let count = Int.random(in: 1...2, using: &random)
        return sent(
            .batchSetWeights(
                netuids: Array(repeating: Compact(row.netuid), count: count),
                weights: Array(repeating: weights, count: count),
                versionKeys: Array(repeating: Compact(row.reveal.versionKey), count: count)), row.hotkey)
    }

    /// A row of weights of somebody on a subnet with or without commit-reveal.
    private mutating func row(
        in state: borrowing State, mechanism: MechanismID, isHidden: Bool
    ) -> HiddenWeights? {
        let netuid = Subtensor.netuids(in: state)
            .filter { !$0.isRoot && state.get(Subtensor.commitRevealWeightsEnabled, $0) == isHidden }
            .randomElement(using: &random)
        guard let netuid else { return nil }
        let neurons = state.entries(of: Subtensor.keys, under: netuid)
        guard let neuron = neurons.randomElement(using: &random) else { return nil }
        // Whoever has no permit may weigh itself.
        let isSelf = Int.random(in: 0..<3, using: &random) == 0
        let uids = isSelf ? [neuron.key] : Array((0..<UInt16(neurons.count)).shuffled(using: &random).prefix(3))
        let reveal = Subtensor.Reveal(
            uids: uids, values: uids.map { $0 + 1 }, salt: [UInt16.random(in: 0...9, using: &random)],
            versionKey: state.get(Subtensor.weightsVersionKey, netuid))
        return HiddenWeights(hotkey: neuron.value, netuid: netuid, mechanism: mechanism, reveal: reveal)
    }

    private mutating func commit(in state: borrowing State, mechanism: MechanismID) -> Action? {
        guard let hidden = row(in: state, mechanism: mechanism, isHidden: true) else { return nil }
        commits.append(hidden)
        let call: Subtensor.Call =
            mechanism == .main && Bool.random(using: &random)
            ? .commitWeights(netuid: hidden.netuid, commitHash: hidden.hash)
            : .commitMechanismWeights(netuid: hidden.netuid, mecid: mechanism, commitHash: hidden.hash)
        return sent(call, hidden.hotkey)
    }

    private mutating func batchCommit(in state: borrowing State) -> Action? {
        guard let first = row(in: state, mechanism: .main, isHidden: true) else { return nil }
        var second = first
        second.reveal.salt.append(7)
        commits += [first, second]
        return sent(
            .batchCommitWeights(
                netuids: [Compact(first.netuid), Compact(second.netuid)], commitHashes: [first.hash, second.hash]),
            first.hotkey)
    }

    private mutating func reveal(mechanism: MechanismID?) -> Action? {
        let known = commits.suffix(8).filter { mechanism == nil || $0.mechanism == mechanism }
        guard let hidden = known.randomElement(using: &random) else { return nil }
        let reveal = hidden.reveal
        guard mechanism == nil else {
            return sent(
                .revealWeights(
                    netuid: hidden.netuid, uids: reveal.uids, values: reveal.values, salt: reveal.salt,
                    versionKey: reveal.versionKey), hidden.hotkey)
        }
        return sent(
            .revealMechanismWeights(
                netuid: hidden.netuid, mecid: hidden.mechanism, uids: reveal.uids, values: reveal.values,
                salt: reveal.salt, versionKey: reveal.versionKey), hidden.hotkey)
    }

    private mutating func batchReveal() -> Action? {
        let known = commits.suffix(8).filter { $0.mechanism == .main }
        guard let hidden = known.randomElement(using: &random) else { return nil }
        let reveals = known.filter { $0.hotkey == hidden.hotkey && $0.netuid == hidden.netuid }.map(\.reveal)
            .suffix(Int.random(in: 1...2, using: &random))
        return sent(
            .batchRevealWeights(
                netuid: hidden.netuid, uidsList: reveals.map(\.uids), valuesList: reveals.map(\.values),
                saltsList: reveals.map(\.salt), versionKeys: reveals.map(\.versionKey)), hidden.hotkey)
    }

    // MARK: Registration by proof of work

    private mutating func powRegister(in state: borrowing State) -> Action? {
        let netuid = anySubnet(in: state)
        let block = System.blockNumber(in: state) - 1
        let coldkey = anyColdkey()
        let hash = state.get(System.blockHash, block)
        guard let hotkey = Action.Actor.hotkeys.randomElement(using: &random)
        else { return nil }
        let challenge = RegistrationChallenge(netuid: netuid, blockHash: hash, hotkey: hotkey, coldkey: coldkey)
        var search = RegistrationSearch(challenge, difficulty: state.get(Subtensor.difficulty, netuid))
        // What is too difficult for so many trials is not registered.
        guard let solution = search.firstSolution(from: 0, count: 200),
            let work = FixedBytes<32>(solution.seal.bytes)
        else { return nil }
        return sent(
            .powRegister(netuid: netuid, workBlock: UInt64(block), nonce: solution.nonce, work: work, hotkey: hotkey),
            coldkey)
    }

    // MARK: Swaps of coldkeys

    /// A coldkey that nobody uses yet, with the hash that announces it.
    private mutating func anyHeir() -> (account: AccountID, hash: Hash) {
        let account = Action.Actor.heirs.randomElement(using: &random) ?? .zero
        return (account, Self.announcement(of: account))
    }

    private static func announcement(of account: AccountID) -> Hash {
        // A digest of 32 bytes always makes a hash.
        Hash(Blake2b.hash256(account.encoded())) ?? .zero
    }

    private mutating func announcer(in state: borrowing State) -> AccountID? {
        state.entries(of: Subtensor.coldkeySwapAnnouncements).map(\.key).randomElement(using: &random)
    }

    private mutating func announcedSwap(in state: borrowing State) -> Action? {
        guard let coldkey = announcer(in: state),
            let hash = state.get(Subtensor.coldkeySwapAnnouncements, coldkey)?.second,
            let heir = Action.Actor.heirs.first(where: { Self.announcement(of: $0) == hash })
        else { return nil }
        return sent(.swapColdkeyAnnounced(newColdkey: heir), coldkey)
    }

    // MARK: Root dividends

    /// A claim of somebody with root stake at a hotkey that earned dividends.
    private mutating func rootClaim(in state: borrowing State) -> Action? {
        let earning = state.entries(of: Subtensor.rootClaimable).filter { !$0.value.isEmpty }
        guard let hotkey = earning.randomElement(using: &random) else { return nil }
        let stakers = state.entries(of: Subtensor.alphaV2, under: hotkey.key).filter { $0.key.1.isRoot }
        guard let staker = stakers.randomElement(using: &random) else { return nil }
        let subnets = hotkey.value.map(\.first).shuffled(using: &random).prefix(5)
        return sent(.claimRoot(subnets: Array(subnets)), staker.key.0)
    }

    // MARK: Mechanisms

    private mutating func emissionSplit(in state: borrowing State) -> Action? {
        let netuid = anySubnet(in: state)
        let count = UInt16(state.get(Subtensor.mechanismCountCurrent, netuid).number)
        guard count > 0 else { return nil }
        let share = UInt16.random(in: 0...(UInt16.max / count), using: &random)
        let split = [UInt16.max - share * (count - 1)] + Array(repeating: share, count: Int(count) - 1)
        return .call(.root, .adminUtils(.sudoSetMechanismEmissionSplit(netuid: netuid, maybeSplit: split)))
    }
}
