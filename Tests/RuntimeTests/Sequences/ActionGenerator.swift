import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testbed

@testable import SubtensorPallets

/// Draws actions: any served call, arguments that matter, and a signer who may have the right to send it. It looks at
/// the chain, so that an amount may be all there is; what it draws is concrete, and so a sequence can be run again.
///
/// Half of the calls are drawn at random, and most of these fail. The others are steered: of some calls, others in each
/// sequence, it tries arguments and signers on the chain until one would have an effect, and where none has one, it
/// sends what must come before, or lets time pass.
struct ActionGenerator {
    /// Sequences of which each steers other calls; so many in a row steer every call.
    static let sequencesOfAllGoals: UInt64 = 20
    /// Arguments and signers that are tried for a call that shall have an effect.
    private static let trialsMaximum = 12

    var random: SeededRandom
    /// Of a hundred calls so many come from a pallet. How many are of AdminUtils differs from sequence to sequence:
    /// the hyperparameters of some stay what they are.
    private let pallets: [(name: String, share: Int)]
    /// Steps after which another goal has its turn.
    private static let stepsOfGoal = 8

    /// Calls that this sequence shall see at work, and has not yet; the first one is being tried.
    private var goals: [CallCatalog.Entry]
    /// Steps that the first goal has taken.
    private var goalSteps = 0
    /// Weights that were committed and may be revealed.
    var commits: [HiddenWeights] = []

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let admin = [0, 4, 25].randomElement(using: &random) ?? 0
        pallets = [("AdminUtils", admin), ("Balances", 10), ("Commitments", 4), ("Swap", 2), ("SubtensorModule", 100)]
        goals = CallCatalog.served.entries.enumerated().filter { index, entry in
            UInt64(index) % Self.sequencesOfAllGoals == seed % Self.sequencesOfAllGoals && entry.canSucceed
        }.map(\.element).shuffled(using: &random)
    }

    mutating func next(on chain: SequenceChain) -> Action {
        guard Int.random(in: 0..<5, using: &random) > 0 else { return passTime() }
        if Bool.random(using: &random), let goal = goals.first {
            return step(towards: goal, on: chain)
        }
        let dice = Int.random(in: 0..<100, using: &random)
        var sum = 0
        let pallet = pallets.first { pallet in
            sum += pallet.share
            return dice < sum
        }
        // Calls that no pallet of the catalogue has would be a defect of the test; the next draw is another one.
        let entries = CallCatalog.served.entries.filter { $0.pallet == pallet?.name }
        guard let entry = entries.randomElement(using: &random) else { return .blocks(1) }
        return drawn(entry, in: chain.state)
    }

    private mutating func passTime() -> Action {
        .blocks([1, 1, 1, 2, 3, 8, 13].randomElement(using: &random) ?? 1)
    }

    // MARK: Calls with an effect

    private mutating func step(towards goal: CallCatalog.Entry, on chain: SequenceChain) -> Action {
        if let action = steered(goal, on: chain) {
            goals.removeFirst()
            goalSteps = 0
            return action
        }
        goalSteps += 1
        if goalSteps == Self.stepsOfGoal {
            goals.append(goals.removeFirst())
            goalSteps = 0
        }
        return preparation(of: goal, on: chain)
    }

    /// A call that would do now what it is for; `nil` where some trials did not find one.
    private mutating func steered(_ entry: CallCatalog.Entry, on chain: SequenceChain) -> Action? {
        for _ in 0..<Self.trialsMaximum {
            let before = commits
            let action = meant(entry, in: chain.state) ?? drawn(entry, in: chain.state)
            if case .call(let actor, let call) = action,
                let effect = try? chain.rehearse(call, by: actor), effect.isWhole
            {
                return action
            }
            commits = before
        }
        return nil
    }

    /// What has to happen before a call can do anything: another call, or time.
    private mutating func preparation(of goal: CallCatalog.Entry, on chain: SequenceChain) -> Action {
        let names = Self.prerequisites[goal.name] ?? []
        guard Bool.random(using: &random), let name = names.randomElement(using: &random),
            let entry = CallCatalog.served.entries.first(where: { $0.name == name }),
            let action = steered(entry, on: chain)
        else { return .blocks(Int.random(in: 1...4, using: &random)) }
        return action
    }

    /// Calls without which another one cannot succeed.
    private static let prerequisites: [String: [String]] = [
        "SubtensorModule.reveal_weights": ["SubtensorModule.commit_weights"],
        "SubtensorModule.reveal_mechanism_weights": ["SubtensorModule.commit_mechanism_weights"],
        "SubtensorModule.batch_reveal_weights": ["SubtensorModule.batch_commit_weights"],
        "SubtensorModule.increase_take": ["SubtensorModule.decrease_take"],
        "SubtensorModule.start_call": ["SubtensorModule.register_network"],
        "SubtensorModule.swap_coldkey_announced": ["SubtensorModule.announce_coldkey_swap"],
        "SubtensorModule.dispute_coldkey_swap": ["SubtensorModule.announce_coldkey_swap"],
        "SubtensorModule.clear_coldkey_swap_announcement": ["SubtensorModule.announce_coldkey_swap"],
        "SubtensorModule.reset_coldkey_swap": ["SubtensorModule.announce_coldkey_swap"],
        "SubtensorModule.disable_voting_power_tracking": ["SubtensorModule.enable_voting_power_tracking"],
        "SubtensorModule.trigger_epoch": ["AdminUtils.sudo_set_commit_reveal_weights_enabled"],
        "AdminUtils.sudo_trim_null_uids_batch": ["AdminUtils.sudo_set_epoch_consensus"],
        "AdminUtils.sudo_set_alpha_values": ["AdminUtils.sudo_set_liquid_alpha_enabled"],
    ]

    // MARK: Any call

    private mutating func drawn(_ entry: CallCatalog.Entry, in state: borrowing State) -> Action {
        var source = ArgumentSource(random: random, in: state)
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
        case ..<84: return Action.Actor(source.coldkey)
        case ..<90: return Action.Actor(Action.Actor.hotkeys.randomElement(using: &random) ?? .zero)
        case ..<97: return .root
        default: return Action.Actor(Action.Actor.coldkeys.randomElement(using: &random) ?? .zero)
        }
    }
}
