import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import CallCosts
@testable import Runtime
@testable import SubtensorPallets

/// Blocks full of calls that somebody made as dear as is possible for little TAO.
@Suite struct FloodTests {
    private static let scenarios = CallScenarios()
    private static let network = HostileNetwork()

    /// Calls that work through lists. An entry weighs what it was measured to take, commit included (``CallLoad``),
    /// which is less than 25 and 100 microseconds for each of its accesses: ``CallLoadTests`` count their entries.
    private static let exceeding: Set<String> = [
        "SubtensorModule.swap_hotkey", "SubtensorModule.swap_hotkey_v2", "SubtensorModule.swap_coldkey_announced",
        "SubtensorModule.unstake_all", "SubtensorModule.claim_root",
    ]
    /// Calls that would end what others of the block need: each is the first of its attacker's.
    private static let endings: Set<String> = [
        "SubtensorModule.swap_hotkey", "SubtensorModule.swap_hotkey_v2", "SubtensorModule.swap_coldkey_announced",
        "SubtensorModule.unstake_all", "SubtensorModule.unstake_all_alpha", "SubtensorModule.announce_coldkey_swap",
        "AdminUtils.sudo_trim_to_max_allowed_uids",
    ]

    /// What a call did to the state.
    private struct Work {
        var reads: Int
        var writes: Int

        /// Picoseconds of database accesses, as the weights of calls count them.
        var referenceTime: UInt64 {
            UInt64(reads) * System.dbWeight.read + UInt64(writes) * System.dbWeight.write
        }
    }

    /// What a call weighs on a state, with the lists that it works through.
    private static func info(
        of call: RuntimeCall, from origin: Origin, above backend: any StateBackend
    ) -> DispatchEventInfo {
        guard case .signed(let signer) = origin else { return call.dispatchInfo }
        return Runtime.weigh(call, by: signer, in: Runtime.state(over: backend)).info
    }

    /// Runs a call as far as it comes, and counts.
    /// - Returns: the work, what it wrote, and why it failed.
    private static func run(
        _ call: RuntimeCall, from origin: Origin, above backend: any StateBackend
    ) -> (work: Work, changes: [StateChange], failure: DispatchError?) {
        let counting = CountingBackend(backend)
        var state = Runtime.state(over: counting)
        var failure: DispatchError?
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
            }
        } catch {
            failure = error
        }
        let changes = state.changes
        return (Work(reads: counting.reads, writes: changes.count), changes, failure)
    }

    @Test("no call does more than its weight pays for, whatever its signer piled up, and whether it fails or not")
    func calls() throws {
        var worst: [(name: String, percent: UInt64)] = []
        func judge(_ served: String, _ suffix: String, _ call: RuntimeCall, _ origin: Origin, _ work: Work) {
            let name = served + suffix
            let paid = Self.info(of: call, from: origin, above: Self.network.backend).weight.refTime
            worst.append((name, work.referenceTime * 100 / max(paid, 1)))
            guard !Self.exceeding.contains(served) else { return }
            #expect(
                work.referenceTime <= paid,
                "\(name): \(work.reads) reads, \(work.writes) writes for \(paid / 1_000_000) microseconds of weight")
        }
        let stranger = Origin.signed(CostNetwork.newColdkey)
        for served in Self.scenarios.calls {
            guard let scenario = Self.scenarios.scenario(of: served, above: Self.network.backend) else {
                Issue.record("\(served.name) cannot be made to succeed any more")
                continue
            }
            do {
                let counts = try scenario.counts(above: Self.network.backend)
                judge(
                    served.name, "", scenario.call, scenario.origin,
                    Work(reads: Int(counts.reads), writes: Int(counts.writes)))
            } catch {
                Issue.record("\(served.name) fails after what was piled up: \(error)")
            }
            for origin in [stranger, .signed(CostNetwork.validatorHotkey), .signed(CostNetwork.validatorColdkey)]
            where origin != scenario.origin {
                let (work, _, failure) = Self.run(scenario.call, from: origin, above: Self.network.backend)
                let suffix = failure == nil ? ", which somebody else sent" : ", which failed"
                judge(served.name, suffix, scenario.call, origin, work)
            }
        }
        worst.sort { ($1.percent, $0.name) < ($0.percent, $1.name) }
        let within = Self.exceeding.filter { name in !worst.contains { $0.name.hasPrefix(name) && $0.percent > 100 } }
        print(
            "flood: \(worst.count) calls after \(Self.network.callCount) of an attacker who staked "
                + "\(Self.network.staked) rao; most of what the weight pays for: "
                + worst.prefix(12).map { "\($0.name) \($0.percent) %" }.joined(separator: ", ")
        )
        #expect(within.isEmpty, "no longer exceeding: take \(within.sorted()) off the list")
    }

    @Test("a block filled with signed calls of every kind does no more than its weight, which is within the limit")
    func block() throws {
        var backend = Self.network.backend
        var room = BlockRoom()
        let scenarios = Self.scenarios.calls.compactMap { Self.scenarios.scenario(of: $0, above: backend) }.filter {
            if case .signed = $0.origin { $0.call.dispatchInfo.class == .normal } else { false }
        }
        var kinds: Set<String> = []
        var (sent, failed) = (0, 0)
        var (work, paid) = (UInt64(0), UInt64(0))
        var isFull = false
        while !isFull {
            isFull = true
            for scenario in scenarios {
                let info = Self.info(of: scenario.call, from: scenario.origin, above: backend)
                guard room.take(info, length: scenario.call.encoded().count + 110) else { continue }
                isFull = false
                let result = Self.run(scenario.call, from: scenario.origin, above: backend)
                if !Self.endings.contains(scenario.name) { backend.apply(result.changes) }
                sent += 1
                if result.failure == nil { kinds.insert(scenario.name) } else { failed += 1 }
                work += result.work.referenceTime
                paid += info.weight.refTime
            }
        }
        print(
            "flood: \(sent) calls fill a block, \(kinds.count) kinds of \(scenarios.count) succeeded, \(failed) calls "
                + "failed: work of \(work / 1_000_000_000) ms for \(paid / 1_000_000_000) ms of weight")
        #expect(work <= paid)
        #expect(paid <= 3_000_000_000_000)
        #expect(paid > 2_900_000_000_000, "the block is full")
        #expect(kinds.count > 50)
    }
}
