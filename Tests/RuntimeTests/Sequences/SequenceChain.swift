import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import SubtensorPallets

/// A chain in memory that runs actions through the runtime's own entry points, block by block. A value: a copy goes its
/// own way, so that thousands of sequences begin with the same network.
///
/// There is always a block in progress. What each action changed is kept apart, to be judged.
struct SequenceChain {
    /// How an action ended.
    enum Outcome: Hashable {
        case done
        case failed(DispatchError)
        case refused(InvalidTransaction)
    }

    /// What an action did.
    struct Effect {
        var outcome: Outcome
        var changes: [StateChange]
        var events: [RuntimeEvent]
        /// Entries that every signed call may change: the accounts of its signer and the author, and the issuance.
        var costs: Set<[UInt8]>

        /// Whether the call did what it is for: it was done, something but fee and nonce has changed, and no item of a
        /// batch failed.
        var isWhole: Bool {
            guard outcome == .done, changes.contains(where: { !costs.contains($0.key) }) else { return false }
            return !events.contains { if case .subtensor(.batchWeightItemFailed) = $0 { true } else { false } }
        }
    }

    /// Earns the fees.
    static let author = Action.Actor.uniform(0xA0)

    private(set) var backend: SteppedBackend
    private(set) var number: BlockNumber
    /// What happened in the block in progress.
    private var events: [RuntimeEvent] = []
    private var index: UInt32 = 0

    /// A chain in block 1 above a genesis.
    init(genesis: [StateChange]) {
        backend = SteppedBackend(genesis)
        number = 0
        begin()
    }

    /// The state as it is now.
    var state: State { Runtime.state(over: backend) }

    // MARK: Blocks

    /// Ends the block in progress.
    /// - Throws: the invariant that is broken then.
    mutating func end() throws(InvariantViolation) {
        let events = events
        step { (state: inout State) in
            state.phase = .finalization
            for event in events { state.deposit(event) }
            Runtime.endBlock(in: &state)
        }
        try Runtime.checkInvariants(in: state)
    }

    /// Begins the next block: hooks and the time.
    mutating func begin() {
        number += 1
        let number = number
        events = []
        index = 1
        step { (state: inout State) in
            Runtime.beginBlock(
                number: number, parentHash: Hash(number.encoded() + Array(repeating: 0, count: 28)) ?? .zero,
                digest: Aura.digest(slot: UInt64(number)), in: &state)
            Runtime.runOpeningHooks(in: &state)
            let time = Runtime.timestampInherent(1_700_000_000_000 + UInt64(number) * 12_000)
            guard (try? Runtime.applyInherent(time, index: 0, in: &state)) != nil else {
                preconditionFailure("the time of a block can always be set")
            }
        }
    }

    /// Writes what no call can: for the network that sequences begin with.
    mutating func prepare(_ body: (inout State) -> Void) { step(body) }

    /// Runs `body` on a state of its own and takes over what it wrote and deposited.
    private mutating func step(_ body: (inout State) -> Void) {
        let (changes, deposited) = run(body)
        backend.apply(changes)
        events += deposited
    }

    /// The state ends here, before its changes are taken over: nobody else holds the backend then.
    private func run(_ body: (inout State) -> Void) -> (changes: [StateChange], events: [RuntimeEvent]) {
        var state = state
        body(&state)
        return (state.changes.filter { backend.value(for: $0.key) != $0.value }, state.events.map(\.event))
    }

    // MARK: Calls

    /// Runs a call: as a signed extrinsic whose signature is taken for granted, or with the chain's authority.
    mutating func run(_ call: RuntimeCall, by actor: Action.Actor) throws(Violation) -> Effect {
        let effect = try rehearse(call, by: actor)
        backend.apply(effect.changes)
        events += effect.events
        if case .refused = effect.outcome {} else if actor != .root { index += 1 }
        return effect
    }

    /// What a call would do now. Nothing happens.
    func rehearse(_ call: RuntimeCall, by actor: Action.Actor) throws(Violation) -> Effect {
        if case .root = actor { return dispatch(call) }
        let extrinsic = try extrinsic(call, by: actor.account)
        var outcome = Outcome.done
        let (changes, events) = run { (state: inout State) in
            var room = BlockRoom()
            do throws(InvalidTransaction) {
                if let failure = try Runtime.apply(
                    extrinsic, index: index, checkingSignature: false, room: &room, in: &state)
                {
                    outcome = .failed(failure)
                }
            } catch {
                outcome = .refused(error)
            }
        }
        // Root may have given the slots to others.
        let author = Aura.author(in: state) ?? Self.author
        let costs = [System.account.path(actor.account), System.account.path(author), Balances.totalIssuance.path]
        return Effect(outcome: outcome, changes: changes, events: events, costs: Set(costs))
    }

    private func dispatch(_ call: RuntimeCall) -> Effect {
        var outcome = Outcome.done
        let (changes, events) = run { (state: inout State) in
            do throws(DispatchError) {
                try state.transaction { (state: inout State) throws(DispatchError) in
                    try state.dispatch(call, from: .root)
                }
            } catch {
                outcome = .failed(error)
            }
        }
        return Effect(outcome: outcome, changes: changes, events: events, costs: [])
    }

    private func extrinsic(_ call: RuntimeCall, by account: AccountID) throws(Violation) -> Extrinsic {
        let extra = ExtrinsicExtra(era: .immortal, nonce: System.nonce(of: account, in: state))
        let bytes = Extrinsic.signed(
            callBytes: call.encoded(), signer: account, signature: .sr25519(FixedBytes<64>()), extra: extra)
        guard let extrinsic = try? Extrinsic(bytes), extrinsic.call == call else {
            throw Violation(.codec, "the bytes of an extrinsic do not give the same call again")
        }
        return extrinsic
    }
}
