import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SystemPallets

/// The key that acts as root.
@Suite struct SudoTests {
    private static let target = TestChain.key("Target")
    private static let decree = RuntimeCall.balances(.forceSetBalance(who: .id(target.accountID), newFree: .tao(3)))

    @Test("the key acts as root and pays nothing when it did")
    func keyActs() throws {
        let chain = TestChain()
        let before = chain.free(TestChain.alice)
        let calls: [Sudo.Call] = [
            .sudo(call: Self.decree),
            .sudoUncheckedWeight(call: Self.decree, weight: Weight(refTime: .max, proofSize: .max)),
        ]
        for call in calls { #expect(try chain.send(.sudo(call), by: TestChain.alice) == nil) }
        #expect(chain.free(Self.target) == .tao(3))
        #expect(chain.events.count { $0 == .sudo(.sudid(sudoResult: .ok(Unit()))) } == 2)
        #expect(chain.free(TestChain.alice) == before)
        #expect(try chain.send(.sudo(calls[0]), by: TestChain.alice, tip: 17) == nil)
        #expect(chain.free(TestChain.alice) == before - 17)
        #expect(
            chain.has(
                .transactionPayment(.transactionFeePaid(who: TestChain.alice.accountID, actualFee: 17, tip: 17))))
        chain.advance()
    }

    @Test("an inner failure is reported, not thrown, and leaves nothing")
    func innerFailure() throws {
        let chain = TestChain()
        let calls = RuntimeCall.utility(.batchAll(calls: [Self.decree, .system(.remarkWithEvent(remark: []))]))
        #expect(try chain.send(.sudo(.sudo(call: calls)), by: TestChain.alice) == nil)
        #expect(chain.has(.sudo(.sudid(sudoResult: .err(.badOrigin)))))
        #expect(chain.free(Self.target) == .zero)
    }

    @Test("others are bad signers, in the pool and in a batch")
    func strangers() throws {
        let chain = TestChain()
        let id = MultiAddress.id(TestChain.bob.accountID)
        let calls: [Sudo.Call] = [
            .sudo(call: Self.decree), .sudoUncheckedWeight(call: Self.decree, weight: Weight(refTime: 0, proofSize: 0)),
            .sudoAs(who: id, call: Self.decree), .setKey(new: id),
        ]
        for call in calls {
            #expect(try chain.refusal(of: .sudo(call), by: TestChain.bob) == .badSigner)
            #expect(throws: InvalidTransaction.badSigner) { try chain.send(.sudo(call), by: TestChain.bob) }
            #expect(chain.dispatch(.sudo(call), from: .signed(TestChain.bob.accountID)) == .sudo(.requireSudo))
            #expect(chain.dispatch(.sudo(call), from: .none) == .badOrigin)
            let batch = RuntimeCall.utility(.batchAll(calls: [.sudo(call)]))
            #expect(batch.dispatchInfo.paysFee == .yes)
            #expect(try chain.send(batch, by: TestChain.bob) == .sudo(.requireSudo))
        }
        #expect(chain.free(Self.target) == .zero)
    }

    @Test("sudo_as acts in the name of another account")
    func sudoAs() throws {
        let chain = TestChain()
        let gift = RuntimeCall.balances(.transferAllowDeath(dest: .id(Self.target.accountID), value: .tao(2)))
        let call = RuntimeCall.sudo(.sudoAs(who: .id(TestChain.bob.accountID), call: gift))
        let before = chain.free(TestChain.bob)
        #expect(try chain.send(call, by: TestChain.alice) == nil)
        #expect(chain.free(TestChain.bob) == before - .tao(2))
        #expect(chain.has(.sudo(.sudoAsDone(sudoResult: .ok(Unit())))))
        chain.advance()
    }

    @Test("the key can be handed on")
    func handOver() throws {
        let chain = TestChain()
        #expect(try chain.send(.sudo(.setKey(new: .id(TestChain.bob.accountID))), by: TestChain.alice) == nil)
        #expect(
            chain.has(.sudo(.keyChanged(old: TestChain.alice.accountID, new: TestChain.bob.accountID))))
        #expect(try chain.refusal(of: .sudo(.sudo(call: Self.decree)), by: TestChain.alice) == .badSigner)
        #expect(try chain.send(.sudo(.sudo(call: Self.decree)), by: TestChain.bob) == nil)
        #expect(chain.free(Self.target) == .tao(3))
        chain.advance()
    }

    @Test("a call has the class of what it carries")
    func dispatchInfo() {
        let info = RuntimeCall.sudo(.sudo(call: Self.decree)).dispatchInfo
        #expect(info.class == Self.decree.dispatchInfo.class)
        #expect(info.weight.refTime > Self.decree.dispatchInfo.weight.refTime)
        #expect(info.paysFee == .yes)
    }
}
