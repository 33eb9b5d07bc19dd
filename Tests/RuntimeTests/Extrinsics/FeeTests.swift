import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SubtensorPallets
@testable import SystemPallets

/// What an extrinsic costs, who pays it, and who gets it.
@Suite struct FeeTests {
    private static let remark = RuntimeCall.system(.remark(remark: [1]))

    @Test("the fee for time is 0.0005 rao a picosecond, to the nearest rao and a half down")
    func timeFees() {
        let cases: [(UInt64, UInt64)] = [
            (0, 0), (1, 0), (1_000, 0), (1_001, 1), (2_000, 1), (3_000, 1), (3_001, 2), (108_157_000, 54_078),
            (1_000_000_000, 500_000), (1_000_001_001, 500_001), (.max, 9_223_372_036_854_776),
        ]
        for (time, fee) in cases { #expect(TransactionPayment.fee(forReferenceTime: time) == Rao(fee)) }
    }

    @Test("base, length, weight and tip add up, and the block's author gets all of it")
    func arithmetic() throws {
        for tip in [Rao.zero, 1, 12_345] {
            let chain = TestChain()
            let extrinsic = try chain.extrinsic(Self.remark, by: TestChain.bob, tip: tip)
            let info = Self.remark.dispatchInfo
            let length = UInt64(extrinsic.bytes.count)
            let expected = Rao(54_078 + length) + TransactionPayment.fee(forReferenceTime: info.weight.refTime) + tip
            let payer = chain.free(TestChain.bob)
            let author = chain.free(TestChain.author)
            let issuance = chain.state.get(Balances.totalIssuance)
            #expect(try chain.apply(extrinsic) == nil)
            #expect(chain.free(TestChain.bob) == payer - expected)
            #expect(chain.free(TestChain.author) == author + expected)
            #expect(chain.state.get(Balances.totalIssuance) == issuance)
            let tail = Array(chain.events.suffix(4))
            #expect(
                tail == [
                    .balances(.withdraw(who: TestChain.bob.accountID, amount: expected)),
                    .balances(.deposit(who: TestChain.author.accountID, amount: expected)),
                    .transactionPayment(
                        .transactionFeePaid(who: TestChain.bob.accountID, actualFee: expected, tip: tip)),
                    .system(.extrinsicSuccess(dispatchInfo: info)),
                ])
            chain.advance()
        }
    }

    @Test("a failed call costs the same, and its error is in the events")
    func failures() throws {
        let chain = TestChain()
        let call = RuntimeCall.balances(
            .transferAllowDeath(dest: .id(TestChain.alice.accountID), value: .max))
        let extrinsic = try chain.extrinsic(call, by: TestChain.bob)
        let fee = TransactionPayment.fee(of: call.dispatchInfo, length: extrinsic.length, tip: .zero)
        let before = chain.free(TestChain.bob)
        #expect(try chain.apply(extrinsic) == .token(.fundsUnavailable))
        #expect(chain.free(TestChain.bob) == before - fee)
        #expect(
            chain.events.last
                == .system(
                    .extrinsicFailed(dispatchError: .token(.fundsUnavailable), dispatchInfo: call.dispatchInfo)))
        chain.advance()
    }

    @Test("the existential deposit must be left after the fee, to the rao")
    func lastRao() throws {
        let chain = TestChain()
        let poor = TestChain.key("Poor")
        let extrinsic = try chain.extrinsic(Self.remark, by: poor)
        let fee = TransactionPayment.fee(of: Self.remark.dispatchInfo, length: extrinsic.length, tip: .zero)
        let least = Balances.existentialDeposit + fee
        chain.root(.balances(.forceSetBalance(who: .id(poor.accountID), newFree: least - 1)))
        #expect(throws: InvalidTransaction.payment) { try chain.apply(extrinsic) }
        chain.root(.balances(.forceSetBalance(who: .id(poor.accountID), newFree: least)))
        #expect(try chain.apply(extrinsic) == nil)
        #expect(chain.free(poor) == Balances.existentialDeposit)
        chain.advance()
    }

    @Test("a tip beyond all balances is refused")
    func hugeTip() throws {
        let chain = TestChain()
        for tip in [Rao.max, Rao(.max - 100), .tao(1_000_000)] {
            #expect(try chain.refusal(of: chain.bytes(Self.remark, by: TestChain.bob, tip: tip)) == .payment)
        }
    }

    @Test("tips do not raise the priority")
    func priority() throws {
        let chain = TestChain()
        let tipped = try chain.extrinsic(Self.remark, by: TestChain.bob, tip: .tao(1))
        #expect(try Runtime.validate(tipped, in: chain.state).priority == 1)
    }

    @Test("without author the fee is burned")
    func noAuthor() throws {
        let chain = TestChain()
        chain.state.set(Aura.authorities, to: [])
        let issuance = chain.state.get(Balances.totalIssuance)
        let before = chain.free(TestChain.bob)
        try chain.send(Self.remark, by: TestChain.bob)
        #expect(chain.state.get(Balances.totalIssuance) == issuance - (before - chain.free(TestChain.bob)))
        chain.advance()
    }

    /// A coldkey that has stake and nothing but the existential deposit beside it.
    private struct StakedColdkey {
        let chain = TestChain()
        let coldkey = TestChain.key("Staker")
        let hotkey = TestChain.key("Hotkey")
        var netuid = NetUID.root

        init() throws {
            netuid = try chain.addSubnet()
            try chain.register([hotkey], on: netuid)
            chain.root(.balances(.forceSetBalance(who: .id(coldkey.accountID), newFree: .tao(11))))
            try chain.stake(.tao(10), of: coldkey, to: hotkey, on: netuid)
            chain.root(
                .balances(.forceSetBalance(who: .id(coldkey.accountID), newFree: Balances.existentialDeposit)))
            chain.advance()
        }

        var stake: Alpha {
            Subtensor.stake(of: coldkey.accountID, at: hotkey.accountID, on: netuid, in: chain.state)
        }
    }

    @Test("who has only stake pays the fee for its sale with stake")
    func alphaFees() throws {
        for kind in 0..<5 {
            let staker = try StakedColdkey()
            let hotkey = staker.hotkey.accountID
            let netuid = staker.netuid
            let calls: [Subtensor.Call] = [
                .removeStake(hotkey: hotkey, netuid: netuid, amountUnstaked: Alpha(1_000_000_000)),
                .removeStakeLimit(
                    hotkey: hotkey, netuid: netuid, amountUnstaked: Alpha(1_000_000_000), limitPrice: 1,
                    allowPartial: true),
                .removeStakeFullLimit(hotkey: hotkey, netuid: netuid, limitPrice: nil),
                .unstakeAll(hotkey: hotkey), .unstakeAllAlpha(hotkey: hotkey),
            ]
            let before = staker.stake
            let author = staker.chain.free(TestChain.author)
            let mark = staker.chain.events.count
            try staker.chain.send(.subtensor(calls[kind]), by: staker.coldkey)
            let paid = staker.chain.events[mark...].compactMap { event -> (Alpha, Rao)? in
                guard case .subtensor(.transactionFeePaidWithAlpha(let who, let at, let alpha, let tao)) = event,
                    who == staker.coldkey.accountID, at == netuid
                else { return nil }
                return (alpha, tao)
            }
            #expect(paid.count == 1, "call \(kind)")
            let fee = try #require(paid.first)
            #expect(!fee.0.isZero && !fee.1.isZero)
            #expect(staker.chain.free(TestChain.author) >= author + fee.1)
            #expect(staker.stake < before)
            staker.chain.advance()
        }
    }

    @Test("stake pays for nothing but its own sale, and only where it suffices")
    func alphaFeesAreLimited() throws {
        let staker = try StakedColdkey()
        let hotkey = staker.hotkey.accountID
        func refusal(_ call: RuntimeCall, tip: Rao = .zero) throws -> InvalidTransaction? {
            try staker.chain.refusal(of: staker.chain.bytes(call, by: staker.coldkey, tip: tip))
        }
        let sale = RuntimeCall.subtensor(
            .removeStake(hotkey: hotkey, netuid: staker.netuid, amountUnstaked: Alpha(1_000_000)))
        #expect(try refusal(sale) == nil)
        #expect(try refusal(sale, tip: .tao(1_000)) == .payment)
        #expect(try refusal(Self.remark) == .payment)
        #expect(try refusal(.utility(.batch(calls: [sale]))) == .payment)
        let elsewhere = RuntimeCall.subtensor(
            .removeStake(hotkey: hotkey, netuid: 1, amountUnstaked: Alpha(1_000_000)))
        #expect(try refusal(elsewhere) == .payment)
        let foreign = RuntimeCall.subtensor(.unstakeAll(hotkey: TestChain.bob.accountID))
        #expect(try refusal(foreign) == .payment)
    }
}
