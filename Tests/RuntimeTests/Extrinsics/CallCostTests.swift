import CallCosts
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

/// The weights of calls: measured, all of them, and enough for what they do.
@Suite struct CallCostTests {
    private static let scenarios = CallScenarios()
    private static let network = CostNetwork.make()

    @Test("every served call has a scenario, and its measured cost covers what it reads and writes there")
    func coverage() throws {
        for call in Self.scenarios.calls {
            guard let scenario = Self.scenarios.scenario(of: call, above: Self.network) else {
                Issue.record("\(call.name) has no scenario: write one beside those in CallScenarios+Written.swift")
                continue
            }
            guard let cost = CallCost.measured(pallet: call.palletIndex, call: call.callIndex) else {
                Issue.record("\(call.name) was never measured: run `make weights`")
                continue
            }
            let counts = try scenario.counts(above: Self.network)
            #expect(
                counts.reads <= cost.reads && counts.writes <= cost.writes,
                "\(call.name) reads \(counts.reads) of \(cost.reads), writes \(counts.writes) of \(cost.writes)")
        }
    }

    @Test("weight is what reads, writes and work stand for, and 25 and 100 microseconds are an access's")
    func arithmetic() {
        let cost = CallCost(reads: 3, writes: 2, microseconds: 50)
        #expect(cost.referenceTime == 3 * 25_000_000 + 2 * 100_000_000 + 50_000_000)
    }

    @Test("a batch of weights weighs as much as its items")
    func batches() {
        func time(_ count: Int) -> UInt64 {
            let call = Subtensor.Call.batchCommitWeights(
                netuids: Array(repeating: Compact(1), count: count),
                commitHashes: Array(repeating: .zero, count: count))
            return RuntimeCall.subtensor(call).dispatchInfo.weight.refTime
        }
        #expect(time(0) == time(1))
        #expect(time(7) == 7 * time(1))
    }

    @Test(
        "fees of everyday calls stay between a thousandth and three hundredths of a TAO",
        arguments: [
            RuntimeCall.subtensor(.addStake(hotkey: .zero, netuid: 1, amountStaked: .tao(1))),
            .subtensor(.removeStake(hotkey: .zero, netuid: 1, amountUnstaked: 1)),
            .subtensor(.burnedRegister(netuid: 1, hotkey: .zero)),
            .subtensor(
                .moveStake(
                    originHotkey: .zero, destinationHotkey: .zero, originNetuid: 1, destinationNetuid: 2, alphaAmount: 1
                )),
        ])
    func plausibleFees(call: RuntimeCall) {
        let fee = TransactionPayment.fee(of: call.dispatchInfo, length: 150, tip: .zero)
        #expect((1_000_000...30_000_000).contains(fee.units), "\(fee) rao")
    }
}
