import Cryptography
import Frame
import Primitives
import RuntimeInterface
import Testing

@testable import SystemPallets

/// Batches: what stays when a call fails, and what may stand in one.
@Suite struct UtilityTests {
    private static let target = TestChain.key("Target")
    private static let good = RuntimeCall.balances(.transferAllowDeath(dest: .id(target.accountID), value: .tao(1)))
    private static let bad = RuntimeCall.balances(
        .transferAllowDeath(dest: .id(target.accountID), value: .tao(2_000_000)))

    @Test("batch stops at the first failure and keeps what came before")
    func batch() throws {
        let chain = TestChain()
        #expect(try chain.send(.utility(.batch(calls: [Self.good, Self.bad, Self.good])), by: TestChain.bob) == nil)
        #expect(chain.free(Self.target) == .tao(1))
        #expect(chain.has(.utility(.batchInterrupted(index: 1, error: .token(.fundsUnavailable)))))
        #expect(!chain.has(.utility(.batchCompleted)))
        #expect(chain.events.count { $0 == .utility(.itemCompleted) } == 1)
        chain.advance()
    }

    @Test("batch_all runs everything or nothing, without a trace")
    func batchAll() throws {
        let chain = TestChain()
        let failing = RuntimeCall.utility(.batchAll(calls: [Self.good, Self.bad, Self.good]))
        #expect(try chain.send(failing, by: TestChain.bob) == .token(.fundsUnavailable))
        #expect(chain.free(Self.target) == .zero)
        #expect(!chain.has(.utility(.itemCompleted)))
        #expect(try chain.send(.utility(.batchAll(calls: [Self.good, Self.good])), by: TestChain.bob) == nil)
        #expect(chain.free(Self.target) == .tao(2))
        #expect(chain.has(.utility(.batchCompleted)))
        chain.advance()
    }

    @Test("force_batch runs every call and says which failed")
    func forceBatch() throws {
        let chain = TestChain()
        let calls = [Self.good, Self.bad, Self.good]
        #expect(try chain.send(.utility(.forceBatch(calls: calls)), by: TestChain.bob) == nil)
        #expect(chain.free(Self.target) == .tao(2))
        #expect(chain.has(.utility(.itemFailed(error: .token(.fundsUnavailable)))))
        #expect(chain.has(.utility(.batchCompletedWithErrors)))
        #expect(try chain.send(.utility(.forceBatch(calls: [Self.good])), by: TestChain.bob) == nil)
        #expect(chain.has(.utility(.batchCompleted)))
        chain.advance()
    }

    @Test("a batch inside a batch is filtered as a whole, but root may nest")
    func nesting() throws {
        let chain = TestChain()
        let inner: [RuntimeCall] = [
            .utility(.batch(calls: [])), .utility(.batchAll(calls: [Self.good])), .utility(.forceBatch(calls: [])),
        ]
        for call in inner {
            let calls = [Self.good, call]
            for outer in [Utility.Call.batch(calls: calls), .batchAll(calls: calls), .forceBatch(calls: calls)] {
                #expect(try chain.send(.utility(outer), by: TestChain.bob) == .system(.callFiltered))
                #expect(chain.dispatch(.utility(outer), from: .none) == .system(.callFiltered))
            }
        }
        let decree = RuntimeCall.balances(.forceSetBalance(who: .id(Self.target.accountID), newFree: .tao(4)))
        chain.root(.utility(.batch(calls: [.utility(.batchAll(calls: [decree]))])))
        #expect(chain.free(Self.target) == .tao(4))
        chain.advance()
    }

    @Test("nobody sends no batch, and a batch has at most 10,922 calls")
    func limits() {
        let chain = TestChain()
        let call = RuntimeCall.system(.remark(remark: []))
        #expect(chain.dispatch(.utility(.batch(calls: [call])), from: .none) == .badOrigin)
        let bob = Origin.signed(TestChain.bob.accountID)
        let most = Array(repeating: call, count: Utility.batchedCallsMaximum)
        #expect(chain.dispatch(.utility(.batch(calls: most)), from: bob) == nil)
        for batch in [
            Utility.Call.batch(calls: most + [call]), .batchAll(calls: most + [call]),
            .forceBatch(calls: most + [call]),
        ] {
            #expect(chain.dispatch(.utility(batch), from: bob) == .utility(.tooManyCalls))
        }
    }

    @Test("a batch costs what its calls cost and is free only when all of them are")
    func dispatchInfo() {
        let free = RuntimeCall.subtensor(.commitWeights(netuid: 1, commitHash: .zero))
        #expect(free.dispatchInfo.paysFee == .no)
        #expect(RuntimeCall.utility(.batch(calls: [free, free])).dispatchInfo.paysFee == .no)
        #expect(RuntimeCall.utility(.batch(calls: [free, Self.good])).dispatchInfo.paysFee == .yes)
        #expect(RuntimeCall.utility(.batch(calls: [])).dispatchInfo.paysFee == .yes)
        let one = RuntimeCall.utility(.batch(calls: [])).dispatchInfo.weight.refTime
        let two = RuntimeCall.utility(.batch(calls: [Self.good, free])).dispatchInfo.weight.refTime
        #expect(two == one + Self.good.dispatchInfo.weight.refTime + free.dispatchInfo.weight.refTime)
    }

    @Test("rules that guard a call hold inside a batch as well")
    func guardsInside() throws {
        let chain = TestChain()
        let serve = RuntimeCall.subtensor(
            .servePrometheus(netuid: 1, version: 1, ip: 0, port: 1, ipType: 4))
        #expect(try chain.send(.utility(.batch(calls: [Self.good, serve])), by: TestChain.bob) == nil)
        #expect(chain.has(.utility(.batchInterrupted(index: 1, error: .subtensor(.invalidIpAddress)))))
    }
}
