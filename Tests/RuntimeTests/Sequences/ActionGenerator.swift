import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testbed

@testable import SubtensorPallets

/// Draws actions: any served call, arguments that matter, and a signer who may have the right to send it. It looks at
/// the state, so that an amount may be all there is; what it draws is concrete, and so a sequence can be run again.
struct ActionGenerator {
    private var random: SeededRandom
    /// Of a hundred calls so many come from a pallet. How many are of AdminUtils differs from sequence to sequence:
    /// the hyperparameters of some stay what they are.
    private let pallets: [(name: String, share: Int)]
    /// Weights that were committed and may be revealed.
    private var commits: [(hotkey: AccountID, call: RuntimeCall)] = []

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let admin = [0, 4, 25].randomElement(using: &random) ?? 0
        pallets = [("AdminUtils", admin), ("Balances", 10), ("Commitments", 4), ("Swap", 2), ("SubtensorModule", 100)]
    }

    mutating func next(in state: borrowing State) -> Action {
        guard Int.random(in: 0..<5, using: &random) > 0 else {
            return .blocks([1, 1, 1, 2, 3, 8].randomElement(using: &random) ?? 1)
        }
        if let action = commitOrReveal(in: state) { return action }
        let dice = Int.random(in: 0..<100, using: &random)
        var sum = 0
        let pallet = pallets.first { pallet in
            sum += pallet.share
            return dice < sum
        }
        // Calls that no pallet of the catalogue has would be a defect of the test; the next draw is another one.
        let entries = CallCatalog.served.entries.filter { $0.pallet == pallet?.name }
        guard let entry = entries.randomElement(using: &random) else { return .blocks(1) }
        var source = ArgumentSource(random: random)
        let fields = source.fields(of: entry.variant, in: state)
        random = source.random
        guard let call = CallCatalog.served.call(entry, fields) else {
            preconditionFailure("\(entry.name): the arguments \(fields) are no values of its types")
        }
        return .call(signer(of: entry, source, in: state), call)
    }

    /// Who may send a call, most of the time: the subnet's owner, a hotkey, a coldkey or root.
    private mutating func signer(
        of entry: CallCatalog.Entry, _ source: ArgumentSource, in state: borrowing State
    ) -> Action.Actor {
        let owner = source.netuid.map { state.get(Subtensor.subnetOwner, $0) } ?? source.coldkey
        let isDecree = entry.pallet == "AdminUtils" || entry.pallet == "Swap" || entry.variant.name.contains("sudo_")
        let dice = Int.random(in: 0..<100, using: &random)
        if isDecree || entry.variant.name.hasPrefix("force_") {
            if dice < 60 { return .root }
            return dice < 90 ? Action.Actor(owner) : Action.Actor(source.coldkey)
        }
        // A call that names no hotkey is that of a neuron, or of a subnet's owner.
        if !source.hasHotkey, let netuid = source.netuid, dice < 75 {
            let neurons = state.entries(of: Subtensor.keys, under: netuid).map(\.value)
            return dice < 50 ? Action.Actor(neurons.randomElement(using: &random) ?? owner) : Action.Actor(owner)
        }
        switch dice {
        case ..<88: return Action.Actor(source.coldkey)
        case ..<94: return Action.Actor(Action.Actor.hotkeys.randomElement(using: &random) ?? .zero)
        case ..<97: return .root
        default: return Action.Actor(Action.Actor.coldkeys.randomElement(using: &random) ?? .zero)
        }
    }

    /// Weights under commit-reveal: a hash that can be revealed, or its reveal. Random bytes would never be one.
    private mutating func commitOrReveal(in state: borrowing State) -> Action? {
        guard Int.random(in: 0..<20, using: &random) == 0 else { return nil }
        if Bool.random(using: &random), let commit = commits.randomElement(using: &random) {
            return .call(Action.Actor(commit.hotkey), commit.call)
        }
        let netuid = NetUID(UInt16.random(in: 1...3, using: &random))
        let neurons = state.entries(of: Subtensor.keys, under: netuid).map(\.value)
        guard let hotkey = neurons.randomElement(using: &random) else { return nil }
        let uids = (0..<UInt16(neurons.count)).shuffled(using: &random).prefix(3)
        let reveal = Subtensor.Reveal(
            uids: Array(uids), values: uids.map { $0 + 1 }, salt: [UInt16.random(in: 0...9, using: &random)],
            versionKey: 0)
        let hash = Subtensor.commitHash(of: reveal, hotkey: hotkey, index: Subtensor.storageIndex(netuid))
        commits.append(
            (
                hotkey,
                .subtensor(
                    .revealWeights(
                        netuid: netuid, uids: reveal.uids, values: reveal.values, salt: reveal.salt, versionKey: 0))
            ))
        return .call(Action.Actor(hotkey), .subtensor(.commitWeights(netuid: netuid, commitHash: hash)))
    }
}
