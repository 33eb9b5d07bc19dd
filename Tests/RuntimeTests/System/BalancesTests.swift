import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SystemPallets

/// Transfers, the existential deposit, and accounts that end.
@Suite struct BalancesTests {
    private static let rich = TestChain.bob
    private static let fresh = TestChain.key("Fresh")
    private static let deposit = Balances.existentialDeposit

    private static func transfer(_ value: Rao, to keypair: Keypair = fresh, keepAlive: Bool = false) -> RuntimeCall {
        keepAlive
            ? .balances(.transferKeepAlive(dest: .id(keypair.accountID), value: value))
            : .balances(.transferAllowDeath(dest: .id(keypair.accountID), value: value))
    }

    @Test("a transfer moves the amount and brings an account to life")
    func transfersMove() throws {
        let chain = TestChain()
        #expect(try chain.send(Self.transfer(.tao(5)), by: Self.rich) == nil)
        #expect(chain.free(Self.fresh) == .tao(5))
        let account = chain.state.get(System.account, Self.fresh.accountID)
        #expect(account.providers == 1 && account.nonce == 0)
        #expect(chain.has(.system(.newAccount(account: Self.fresh.accountID))))
        #expect(chain.has(.balances(.endowed(account: Self.fresh.accountID, freeBalance: .tao(5)))))
        #expect(
            chain.has(
                .balances(.transfer(from: Self.rich.accountID, to: Self.fresh.accountID, amount: .tao(5)))))
        chain.advance()
    }

    @Test("an account is born at the existential deposit and not a rao below")
    func birthNeedsTheDeposit() throws {
        let chain = TestChain()
        #expect(try chain.send(Self.transfer(Self.deposit - 1), by: Self.rich) == .token(.belowMinimum))
        #expect(try chain.send(Self.transfer(Self.deposit), by: Self.rich) == nil)
        #expect(chain.free(Self.fresh) == Self.deposit)
        chain.advance()
    }

    @Test("more than the balance cannot be moved, and one that keeps alive keeps the deposit")
    func limitsOfTransfers() throws {
        let chain = TestChain()
        #expect(chain.dispatch(Self.transfer(.tao(10)), from: .signed(Self.rich.accountID)) == nil)
        let sender = Origin.signed(Self.fresh.accountID)
        let back = Self.rich
        #expect(chain.dispatch(Self.transfer(.tao(10) + 1, to: back), from: sender) == .token(.fundsUnavailable))
        let tooMuch = Rao.tao(10) - Self.deposit + 1
        #expect(
            chain.dispatch(Self.transfer(tooMuch, to: back, keepAlive: true), from: sender) == .token(.notExpendable))
        #expect(chain.dispatch(Self.transfer(tooMuch - 1, to: back, keepAlive: true), from: sender) == nil)
        #expect(chain.free(Self.fresh) == Self.deposit)
        chain.advance()
    }

    @Test("what is left below the deposit is burned, the account ends and its nonce is forgotten")
    func reapingBurnsDust() throws {
        let chain = TestChain()
        chain.dispatch(Self.transfer(.tao(1)), from: .signed(Self.rich.accountID))
        #expect(try chain.send(.system(.remark(remark: [])), by: Self.fresh) == nil)
        #expect(System.nonce(of: Self.fresh.accountID, in: chain.state) == 1)
        let issuance = chain.state.get(Balances.totalIssuance)
        let rest = Self.deposit - 1
        let mark = chain.events.count
        #expect(
            chain.dispatch(
                Self.transfer(chain.free(Self.fresh) - rest, to: Self.rich), from: .signed(Self.fresh.accountID)) == nil
        )
        #expect(chain.state.contains(System.account, Self.fresh.accountID) == false)
        #expect(System.nonce(of: Self.fresh.accountID, in: chain.state) == 0)
        #expect(chain.state.get(Balances.totalIssuance) == issuance - rest)
        #expect(
            chain.events[mark...].prefix(2) == [
                .system(.killedAccount(account: Self.fresh.accountID)),
                .balances(.dustLost(account: Self.fresh.accountID, amount: rest)),
            ])
        chain.advance()
    }

    @Test("transfer_all empties an account or leaves the deposit")
    func transferAll() throws {
        for keepsAlive in [true, false] {
            let chain = TestChain()
            chain.dispatch(Self.transfer(.tao(3)), from: .signed(Self.rich.accountID))
            let call = RuntimeCall.balances(.transferAll(dest: .id(Self.rich.accountID), keepAlive: keepsAlive))
            #expect(chain.dispatch(call, from: .signed(Self.fresh.accountID)) == nil)
            #expect(chain.free(Self.fresh) == (keepsAlive ? Self.deposit : .zero))
            #expect(chain.state.contains(System.account, Self.fresh.accountID) == keepsAlive)
            chain.advance()
        }
    }

    @Test("a transfer to oneself and one of nothing change nothing")
    func idleTransfers() throws {
        let chain = TestChain()
        let before = chain.free(Self.rich)
        #expect(chain.dispatch(Self.transfer(.tao(9), to: Self.rich), from: .signed(Self.rich.accountID)) == nil)
        #expect(chain.free(Self.rich) == before)
        #expect(chain.dispatch(Self.transfer(.zero), from: .signed(Self.rich.accountID)) == nil)
        #expect(chain.state.contains(System.account, Self.fresh.accountID) == false)
        chain.advance()
    }

    @Test("only a plain account can be a destination")
    func destinationsAreAccounts() throws {
        let chain = TestChain()
        let call = RuntimeCall.balances(.transferAllowDeath(dest: .raw([1, 2, 3]), value: .tao(1)))
        #expect(try chain.send(call, by: Self.rich) == .cannotLookup)
    }

    @Test("decrees are for root, and the issuance follows them")
    func decrees() throws {
        let chain = TestChain()
        let calls: [RuntimeCall] = [
            .balances(.forceSetBalance(who: .id(Self.fresh.accountID), newFree: .tao(7))),
            .balances(
                .forceTransfer(source: .id(Self.rich.accountID), dest: .id(Self.fresh.accountID), value: .tao(1))),
        ]
        for call in calls { #expect(try chain.send(call, by: Self.rich) == .badOrigin) }
        let issuance = chain.state.get(Balances.totalIssuance)
        for call in calls { chain.root(call) }
        #expect(chain.free(Self.fresh) == .tao(8))
        #expect(chain.state.get(Balances.totalIssuance) == issuance + .tao(7))
        chain.root(.balances(.forceSetBalance(who: .id(Self.fresh.accountID), newFree: Self.deposit - 1)))
        #expect(chain.free(Self.fresh) == .zero)
        #expect(chain.state.get(Balances.totalIssuance) == issuance - .tao(1))
        let all = RuntimeCall.balances(
            .forceSetBalance(who: .id(Self.fresh.accountID), newFree: Balances.issuanceMaximum))
        #expect(chain.dispatch(all, from: .root) == .arithmetic(.overflow))
        chain.advance()
    }

    @Test("amounts at the end of their range are refused, not wrapped")
    func hugeAmounts() throws {
        let chain = TestChain()
        for value in [Rao.max, Rao(.max - 1), Balances.issuanceMaximum] {
            for keepAlive in [true, false] {
                let call = Self.transfer(value, keepAlive: keepAlive)
                #expect(try chain.send(call, by: Self.rich) == .token(.fundsUnavailable))
            }
            let decree = RuntimeCall.balances(.forceSetBalance(who: .id(Self.fresh.accountID), newFree: value))
            #expect(chain.dispatch(decree, from: .root) == .arithmetic(.overflow))
        }
        chain.advance()
    }
}
