import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Yuma

@testable import SubtensorPallets

/// Runs actions and judges each of them, and every block.
struct SequenceRunner {
    /// How often calls of a name were done, failed and were refused.
    struct Count {
        var done = 0
        /// Those of them that did what they are for.
        var whole = 0
        var failed = 0
        var refused = 0
    }

    /// A rule of a test's own, asked after every call.
    typealias MadeUpRule = (RuntimeCall, SequenceChain.Effect, borrowing State) -> Bool

    private(set) var chain: SequenceChain
    private(set) var counts: [String: Count] = [:]
    private(set) var blocks = 0
    /// Epochs that subnets had.
    private(set) var epochs: [NetUID: Int] = [:]
    private var madeUpRule: MadeUpRule?

    init(_ chain: SequenceChain = SequenceNetwork.chain, madeUpRule: MadeUpRule? = nil) {
        self.chain = chain
        self.madeUpRule = madeUpRule
    }

    /// The first rule that a sequence breaks, and at which of its steps; `nil` where it breaks none.
    static func violation(
        of sequence: [Action], in chain: SequenceChain = SequenceNetwork.chain, madeUpRule: MadeUpRule? = nil
    ) -> (step: Int, violation: Violation)? {
        var runner = SequenceRunner(chain, madeUpRule: madeUpRule)
        for (step, action) in (sequence + [.blocks(1)]).enumerated() {
            do throws(Violation) { try runner.run(action) } catch { return (step, error) }
        }
        return nil
    }

    /// - Throws: the rule that the action broke.
    mutating func run(_ action: Action) throws(Violation) {
        switch action {
        case .blocks(let count): for _ in 0..<count { try advance() }
        case .call(let actor, let call): try run(call, by: actor)
        }
    }

    // MARK: Blocks

    private mutating func advance() throws(Violation) {
        do throws(InvariantViolation) { try chain.end() } catch {
            throw Violation(.invariant, "after block \(chain.number): \(error)")
        }
        try StakeRounding.check(in: chain.state)
        let before = Supply(of: chain.state)
        let epochsBefore = epochIndices()
        let emission = BlockEmission.emission(issuance: chain.state.get(Subtensor.totalIssuance).units)
        chain.begin()
        let after = Supply(of: chain.state)
        guard after.tao <= before.tao.addingClamped(Rao(emission)) else {
            throw Violation(
                .newTao,
                "block \(chain.number) may mint \(emission) rao; before it were \(before.tao), now \(after.tao)")
        }
        blocks += 1
        for (netuid, index) in epochIndices() where index > epochsBefore[netuid] ?? index {
            epochs[netuid, default: 0] += 1
        }
        // A block gives a subnet's pool and its neurons one alpha each at the most.
        try after.requireNoNewAlpha(since: before, beyond: 2_000_000_000, "block \(chain.number)")
    }

    private func epochIndices() -> [NetUID: UInt64] {
        let state = chain.state
        return Dictionary(
            Subtensor.netuids(in: state).map { ($0, state.get(Subtensor.subnetEpochIndex, $0)) }, uniquingKeysWith: max)
    }

    // MARK: Calls

    private mutating func run(_ call: RuntimeCall, by actor: Action.Actor) throws(Violation) {
        let before = Supply(of: chain.state)
        let account = chain.state.get(System.account, actor.account)
        let effect = try chain.run(call, by: actor)
        let name = CallCatalog.served.name(of: call)
        switch effect.outcome {
        case .done:
            counts[name, default: Count()].done += 1
            if effect.isWhole { counts[name, default: Count()].whole += 1 }
        case .failed(let error):
            counts[name, default: Count()].failed += 1
            try requireNoTrace(of: "\(name), which failed with \(error)", effect, actor, account)
        case .refused(let reason):
            counts[name, default: Count()].refused += 1
            guard effect.changes.isEmpty, effect.events.isEmpty else {
                throw Violation(.traceOfFailure, "\(name) was refused (\(reason)) and changed the state")
            }
        }
        let after = Supply(of: chain.state)
        let isDecree = effect.events.contains { if case .balances(.balanceSet) = $0 { true } else { false } }
        guard isDecree || after.tao <= before.tao else {
            throw Violation(.newTao, "\(name) made \(after.tao - before.tao) rao")
        }
        try after.requireNoNewAlpha(since: before, beyond: 0, name)
        if let madeUpRule, madeUpRule(call, effect, chain.state) { throw Violation(.madeUp, name) }
    }

    /// What failed leaves the nonce and the fee behind, and nothing else.
    private func requireNoTrace(
        of name: String, _ effect: SequenceChain.Effect, _ actor: Action.Actor, _ before: AccountInfo
    ) throws(Violation) {
        // A fee that is paid with stake sells some of it: whole pools change.
        let isPaidInAlpha = effect.events.contains {
            if case .subtensor(.transactionFeePaidWithAlpha) = $0 { true } else { false }
        }
        guard actor == .root || !isPaidInAlpha else { return }
        if let trace = effect.changes.first(where: { !effect.costs.contains($0.key) }) {
            throw Violation(.traceOfFailure, "\(name), changed the entry \(trace.key)")
        }
        // Root signs nothing, and an author is paid what others pay.
        guard actor != .root, Aura.author(in: chain.state) != actor.account else { return }
        var expected = before
        expected.nonce += 1
        for case .transactionPayment(.transactionFeePaid(actor.account, let fee, _)) in effect.events {
            expected.data.free -= fee
        }
        let after = chain.state.get(System.account, actor.account)
        guard after != expected else { return }
        throw Violation(.traceOfFailure, "\(name), left the account \(after) where \(expected) was due")
    }
}

/// How much TAO there is, and how much alpha of each subnet.
struct Supply {
    /// Alpha of one subnet.
    struct SubnetAlpha: Equatable {
        /// Tells a subnet from a later one of the same number.
        var registeredAt: UInt64
        /// What is in the pool and out of it.
        var alpha: UInt128
    }

    var tao: Rao
    var alpha: [NetUID: SubnetAlpha] = [:]

    init(of state: borrowing State) {
        tao = state.get(Balances.totalIssuance)
        for netuid in Subtensor.netuids(in: state) where !netuid.isRoot {
            let sum =
                UInt128(state.get(Subtensor.subnetAlphaIn, netuid).units)
                + UInt128(state.get(Subtensor.subnetAlphaOut, netuid).units)
            alpha[netuid] = SubnetAlpha(registeredAt: state.get(Subtensor.networkRegisteredAt, netuid), alpha: sum)
        }
    }

    /// - Throws: a ``Violation`` where a subnet that was there before has more than so much new alpha.
    func requireNoNewAlpha(since before: Supply, beyond limit: UInt128, _ cause: String) throws(Violation) {
        for (netuid, now) in alpha.sorted(by: { $0.key < $1.key }) {
            guard let then = before.alpha[netuid], then.registeredAt == now.registeredAt else { continue }
            guard now.alpha <= then.alpha + limit else {
                throw Violation(.newAlpha, "\(cause) made \(now.alpha - then.alpha) alpha of subnet \(netuid)")
            }
        }
    }
}
