import Cryptography
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

/// Coldkeys that hand everything over to another one.
@Suite struct ColdkeySwapTests {
    private static let coldkey = TestChain.charlie
    private static let successor = TestChain.key("Successor")
    private static let cost = Subtensor.keySwapCost

    private static func hash(_ keypair: Keypair) -> Hash { Hash(Blake2b.hash256(keypair.accountID.bytes)) ?? .zero }

    private static func announce(_ keypair: Keypair = successor) -> RuntimeCall {
        .subtensor(.announceColdkeySwap(newColdkeyHash: hash(keypair)))
    }

    private static func swap(to keypair: Keypair = successor) -> RuntimeCall {
        .subtensor(.swapColdkeyAnnounced(newColdkey: keypair.accountID))
    }

    private static let clear = RuntimeCall.subtensor(.clearColdkeySwapAnnouncement)
    private static let dispute = RuntimeCall.subtensor(.disputeColdkeySwap)

    private static func replace(cost: Rao = .zero) -> RuntimeCall {
        .subtensor(
            .swapColdkey(oldColdkey: coldkey.accountID, newColdkey: successor.accountID, swapCost: cost))
    }

    // MARK: Everything moves

    @Test("no map of the pallet is left out: each that can name an account is filled here, or has a reason not to be")
    func mapsAreKnown() {
        let reasons: Set<String> = [
            // Nothing writes locks of stake, baskets, suspended children and commitments under a timelock, which some
            // clients read; no emission is recorded by hotkey, and the block of a proof of work stays with
            // the hotkey that it names.
            "SubtensorModule.Lock", "SubtensorModule.HotkeyLock", "SubtensorModule.DecayingHotkeyLock",
            "SubtensorModule.DecayingLock", "SubtensorModule.BasketClaimed",
            "SubtensorModule.ChildkeyThresholdSuspended", "SubtensorModule.TimelockedWeightCommits",
            "SubtensorModule.LastHotkeyEmissionOnNetuid", "SubtensorModule.LastPowRegistrationBlock",
        ]
        let known = KeysNetwork.coldkeyItems.union(KeysNetwork.announcementItems).union(KeysNetwork.hotkeyItems)
            .union(KeysNetwork.lineageItems).union(KeysNetwork.poolItems).union(reasons)
        let found = AccountTrace.items.filter { $0.hasPrefix("SubtensorModule.") }
        for item in found.subtracting(known).sorted() {
            Issue.record("\(item) can name an account: let swaps move it, and fill it in KeysNetwork")
        }
        print("keys: \(found.count) items of SubtensorModule can name an account")
    }

    @Test("an announced swap takes everything along and leaves not a byte of the old coldkey")
    func announcedSwap() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        try network.fill()
        try network.send(
            .swapHotkey(
                hotkey: KeysNetwork.other.accountID, newHotkey: TestChain.key("Third").accountID,
                netuid: network.netuid), by: Self.coldkey)
        #expect(try chain.send(Self.announce(), by: Self.coldkey) == nil)
        chain.advance(50)
        let old = Self.coldkey.accountID
        let expected = KeysNetwork.coldkeyItems.union(["SubtensorModule.ColdkeySwapAnnouncements"])
        let missing = expected.subtracting(AccountTrace.places(of: old, in: chain.state))
        // A record of a hotkey swap lives for an interval, which is one block here.
        #expect(missing == ["SubtensorModule.LastHotkeySwapOnNetuid"])
        chain.state.set(Subtensor.lastHotkeySwapOnNetuid, network.netuid, old, to: UInt64(chain.number))

        let hotkeys = [KeysNetwork.hotkey, KeysNetwork.foreign].map(\.accountID)
        let wealth = hotkeys.map { network.wealth(of: old, at: $0) }
        #expect(wealth[0].allSatisfy { !$0.isZero } && !wealth[1][0].isZero)
        let balance = chain.free(Self.coldkey)
        let issuance = chain.state.get(Balances.totalIssuance)
        #expect(try chain.send(Self.swap(), by: Self.coldkey) == nil)
        #expect(
            chain.has(
                .subtensor(.coldkeySwapped(oldColdkey: old, newColdkey: Self.successor.accountID))))
        #expect(hotkeys.map { network.wealth(of: Self.successor.accountID, at: $0) } == wealth)
        let fee = balance - chain.free(Self.successor)
        #expect(chain.free(Self.coldkey).isZero && fee < .tao(1) && issuance == chain.state.get(Balances.totalIssuance))
        let places = AccountTrace.places(of: Self.successor.accountID, in: chain.state)
        #expect(KeysNetwork.coldkeyItems.subtracting(places) == [])
        chain.advance(2)
        #expect(AccountTrace.places(of: old, in: chain.state).subtracting(KeysNetwork.lineageItems) == [])
        try expectOwnership(of: Self.successor.accountID, network)
    }

    /// The successor may do what the old coldkey might.
    private func expectOwnership(of coldkey: AccountID, _ network: KeysNetwork) throws {
        let state = network.chain.state.get(Subtensor.subnetOwner, network.netuid)
        #expect(state == coldkey)
        #expect(network.chain.state.get(Subtensor.owner, KeysNetwork.hotkey.accountID) == coldkey)
        #expect(network.chain.state.get(Subtensor.rootClaimType, coldkey) == .keep)
        #expect(network.chain.state.get(Subtensor.identitiesV2, coldkey)?.name == Array("Charlie".utf8))
        #expect(
            network.chain.state.get(Subtensor.autoStakeDestination, coldkey, network.netuid)
                == KeysNetwork.hotkey.accountID)
        try network.send(
            .removeStake(
                hotkey: KeysNetwork.hotkey.accountID, netuid: network.netuid, amountUnstaked: 1_000_000_000),
            by: Self.successor)
        network.chain.advancePastEpoch(of: network.netuid)
    }

    @Test("root swaps a coldkey at once, frozen or not, for a price or for none")
    func rootSwap() throws {
        for cost in [Rao.zero, .tao(3)] {
            let network = try KeysNetwork()
            let chain = network.chain
            try network.fill()
            for call in [Self.announce(), Self.dispute] { #expect(try chain.send(call, by: Self.coldkey) == nil) }
            let old = Self.coldkey.accountID
            let places = AccountTrace.places(of: old, in: chain.state)
            #expect(KeysNetwork.announcementItems.isSubset(of: places))
            let balance = chain.free(Self.coldkey)
            #expect(chain.dispatch(Self.replace(), from: .signed(old)) == .subtensor(.coldkeySwapDisputed))
            #expect(chain.dispatch(Self.replace(), from: .signed(TestChain.dave.accountID)) == .badOrigin)
            chain.root(Self.replace(cost: cost))
            #expect(chain.free(Self.successor) == balance - cost)
            chain.advance(2)
            #expect(AccountTrace.places(of: old, in: chain.state).subtracting(KeysNetwork.lineageItems) == [])
        }
        let chain = TestChain()
        let price = chain.free(Self.coldkey)
        #expect(
            chain.dispatch(Self.replace(cost: price), from: .root) == .subtensor(.notEnoughBalanceToPaySwapColdKey))
    }

    @Test("an identity of the new coldkey stands, and the old one goes")
    func identities() throws {
        let network = try KeysNetwork()
        try network.fill()
        let chain = network.chain
        let own = ChainIdentityV2(
            name: [1], url: [], githubRepo: [], image: [], discord: [], description: [], additional: [])
        chain.state.set(Subtensor.identitiesV2, Self.successor.accountID, to: own)
        chain.root(Self.replace())
        #expect(chain.state.get(Subtensor.identitiesV2, Self.successor.accountID) == own)
        #expect(chain.state.get(Subtensor.identitiesV2, Self.coldkey.accountID) == nil)
    }

    @Test("a coldkey that stakes, or is a hotkey, can be nobody's successor")
    func unfitSuccessors() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        try network.fill()
        let old = Self.coldkey.accountID
        for (new, failure) in [
            (KeysNetwork.nominator.accountID, Subtensor.Failure.coldKeyAlreadyAssociated),
            (KeysNetwork.foreign.accountID, .newColdKeyIsHotkey), (old, .coldKeyAlreadyAssociated),
        ] {
            let call = RuntimeCall.subtensor(.swapColdkey(oldColdkey: old, newColdkey: new, swapCost: .zero))
            #expect(chain.dispatch(call, from: .root) == .subtensor(failure))
        }
        // Nothing happens to one that only has TAO and is swapped to itself.
        let dave = TestChain.dave.accountID
        let balance = chain.free(TestChain.dave)
        chain.root(.subtensor(.swapColdkey(oldColdkey: dave, newColdkey: dave, swapCost: .zero)))
        #expect(chain.free(TestChain.dave) == balance)
        chain.advance()
    }

    // MARK: Announcements

    @Test("an announcement costs once, holds for the delay, and can be changed after a second one")
    func announcement() throws {
        let chain = TestChain()
        let old = Self.coldkey.accountID
        let balance = chain.free(Self.coldkey)
        let issuance = chain.state.get(Subtensor.totalIssuance)
        let announced = chain.number
        #expect(chain.dispatch(Self.announce(), from: .signed(old)) == nil)
        #expect(chain.free(Self.coldkey) == balance - Self.cost)
        #expect(chain.state.get(Subtensor.totalIssuance) == issuance.subtractingClamped(Self.cost))
        #expect(
            chain.state.get(Subtensor.coldkeySwapAnnouncements, old) == Pair(announced + 50, Self.hash(Self.successor)))
        #expect(
            chain.has(.subtensor(.coldkeySwapAnnounced(who: old, newColdkeyHash: Self.hash(Self.successor)))))
        let other = TestChain.key("OtherSuccessor")
        chain.advance(to: announced + 49)
        #expect(chain.dispatch(Self.swap(), from: .signed(old)) == .subtensor(.coldkeySwapTooEarly))
        chain.advance(to: announced + 59)
        #expect(chain.dispatch(Self.announce(other), from: .signed(old)) == .subtensor(.coldkeySwapReannouncedTooEarly))
        #expect(chain.dispatch(Self.clear, from: .signed(old)) == .subtensor(.coldkeySwapClearTooEarly))
        chain.advance()
        #expect(chain.dispatch(Self.announce(other), from: .signed(old)) == nil)
        #expect(chain.free(Self.coldkey) == balance - Self.cost)
        #expect(chain.dispatch(Self.swap(), from: .signed(old)) == .subtensor(.announcedColdkeyHashDoesNotMatch))
        #expect(chain.dispatch(Self.swap(to: other), from: .signed(old)) == .subtensor(.coldkeySwapTooEarly))
        chain.advance(60)
        #expect(chain.dispatch(Self.clear, from: .signed(old)) == nil)
        #expect(chain.has(.subtensor(.coldkeySwapCleared(who: old))))
        #expect(
            chain.dispatch(Self.swap(to: other), from: .signed(old)) == .subtensor(.coldkeySwapAnnouncementNotFound))
        chain.advance()
    }

    @Test("without an announcement there is nothing to dispute, clear or do, and no announcement without TAO")
    func nothingAnnounced() throws {
        let chain = TestChain()
        let origin = Origin.signed(Self.coldkey.accountID)
        for call in [Self.swap(), Self.dispute, Self.clear] {
            #expect(chain.dispatch(call, from: origin) == .subtensor(.coldkeySwapAnnouncementNotFound))
        }
        for call in [Self.announce(), Self.swap(), Self.dispute, Self.clear] {
            for origin in [Origin.root, .none] { #expect(chain.dispatch(call, from: origin) == .badOrigin) }
        }
        let poor = TestChain.key("Poor")
        chain.root(
            .balances(
                .forceSetBalance(who: .id(poor.accountID), newFree: Self.cost + Balances.existentialDeposit - 1)))
        #expect(
            chain.dispatch(Self.announce(), from: .signed(poor.accountID))
                == .subtensor(.notEnoughBalanceToPaySwapColdKey))
        chain.root(
            .balances(.forceSetBalance(who: .id(poor.accountID), newFree: Self.cost + Balances.existentialDeposit)))
        #expect(chain.dispatch(Self.announce(), from: .signed(poor.accountID)) == nil)
        let schedule = RuntimeCall.subtensor(.scheduleSwapColdkey(newColdkey: Self.successor.accountID))
        for origin in [Origin.root, .none, .signed(Self.coldkey.accountID)] {
            #expect(chain.dispatch(schedule, from: origin) == .subtensor(.deprecated))
        }
        chain.advance()
    }

    @Test("a coldkey that announced a swap gives no tips, with which a thief could empty it")
    func tips() throws {
        let chain = TestChain()
        #expect(try chain.send(Self.announce(), by: Self.coldkey) == nil)
        let refusal = InvalidTransaction.custom(TransactionErrorCode.coldkeyInSwapSchedule.rawValue)
        #expect(try chain.refusal(of: chain.bytes(Self.clear, by: Self.coldkey, tip: .tao(1))) == refusal)
        #expect(try chain.refusal(of: chain.bytes(Self.clear, by: Self.coldkey)) == nil)
    }

    @Test("a coldkey whose stake a dissolved subnet is paying out waits with its swap")
    func dissolving() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        try network.fill()
        chain.root(.subtensor(.rootDissolveNetwork(netuid: network.netuid)))
        #expect(
            chain.dispatch(Self.replace(), from: .root) == .subtensor(.waitingForDissolvedSubnetCleanup))
        chain.advance(3)
        #expect(chain.dispatch(Self.replace(), from: .root) == nil)
    }

    @Test("what a coldkey chose on a subnet that is gone does not follow it to the next one of that number")
    func goneSubnets() throws {
        let network = try KeysNetwork()
        let hotkey = KeysNetwork.hotkey.accountID
        for netuid in [77, network.netuid] {
            network.chain.state.set(Subtensor.autoStakeDestination, Self.coldkey.accountID, netuid, to: hotkey)
        }
        #expect(network.chain.dispatch(Self.replace(), from: .root) == nil)
        let successor = KeysNetwork.successor.accountID
        #expect(network.chain.state.contains(Subtensor.autoStakeDestination, Self.coldkey.accountID, 77) == false)
        #expect(network.chain.state.contains(Subtensor.autoStakeDestination, successor, 77) == false)
        #expect(network.chain.state.get(Subtensor.autoStakeDestination, successor, network.netuid) == hotkey)
        #expect(network.chain.state.contains(Subtensor.autoStakeDestinationColdkeys, hotkey, 77) == false)
    }

    @Test("root sets both delays")
    func delays() throws {
        let chain = TestChain()
        chain.root(.adminUtils(.sudoSetColdkeySwapAnnouncementDelay(duration: 3)))
        chain.root(.adminUtils(.sudoSetColdkeySwapReannouncementDelay(duration: 2)))
        #expect(try chain.send(Self.announce(), by: Self.coldkey) == nil)
        chain.advance(5)
        #expect(try chain.send(Self.clear, by: Self.coldkey) == nil)
        #expect(try chain.send(Self.announce(), by: Self.coldkey) == nil)
        chain.advance(3)
        #expect(try chain.send(Self.swap(), by: Self.coldkey) == nil)
        chain.root(.adminUtils(.sudoSetColdkeySwapAnnouncementDelay(duration: .max)))
        #expect(chain.dispatch(Self.announce(), from: .signed(TestChain.dave.accountID)) == nil)
        #expect(chain.state.get(Subtensor.coldkeySwapAnnouncements, TestChain.dave.accountID)?.first == .max)
        chain.advance()
    }

    // MARK: What an announced or disputed coldkey may do

    private static var ordinaryCalls: [RuntimeCall] {
        let transfer = RuntimeCall.balances(.transferKeepAlive(dest: .id(successor.accountID), value: .tao(1)))
        return [
            transfer, .system(.remark(remark: [])), .utility(.batch(calls: [announce()])), .utility(.batch(calls: [])),
            .subtensor(.registerNetwork(hotkey: successor.accountID)),
            .subtensor(.addStake(hotkey: successor.accountID, netuid: 0, amountStaked: .tao(1))),
        ]
    }

    @Test("an announced coldkey can only go on with its swap, and a disputed one can do nothing")
    func guardedCalls() throws {
        let chain = TestChain()
        let origin = Origin.signed(Self.coldkey.accountID)
        #expect(try chain.send(Self.announce(), by: Self.coldkey) == nil)
        for call in Self.ordinaryCalls {
            #expect(try chain.refusal(of: call, by: Self.coldkey) == .custom(0), "\(call)")
            #expect(chain.dispatch(call, from: origin) == .subtensor(.coldkeySwapAnnounced), "\(call)")
        }
        for call in [Self.announce(), Self.swap(), Self.clear, Self.dispute] {
            #expect(try chain.refusal(of: call, by: Self.coldkey) == nil, "\(call)")
        }
        let encrypted = RuntimeCall.mevShield(
            .submitEncrypted(ciphertext: Array(repeating: 1, count: 16) + [4, 0] + Array(repeating: 2, count: 44)))
        #expect(chain.dispatch(encrypted, from: origin) == nil)
        // Others, and root in its name, are not held up by it.
        #expect(try chain.refusal(of: Self.ordinaryCalls[0], by: TestChain.dave) == nil)

        #expect(try chain.send(Self.dispute, by: Self.coldkey) == nil)
        #expect(chain.has(.subtensor(.coldkeySwapDisputed(coldkey: Self.coldkey.accountID))))
        #expect(chain.state.get(Subtensor.coldkeySwapDisputes, Self.coldkey.accountID) == chain.number)
        for call in Self.ordinaryCalls + [Self.announce(), Self.swap(), Self.clear, Self.dispute, encrypted] {
            #expect(chain.dispatch(call, from: origin) == .subtensor(.coldkeySwapDisputed), "\(call)")
        }
        #expect(try chain.refusal(of: Self.swap(), by: Self.coldkey) == .custom(21))
        chain.advance(60)
        #expect(try chain.refusal(of: Self.swap(), by: Self.coldkey) == .custom(21))
        #expect(
            chain.dispatch(.subtensor(.resetColdkeySwap(coldkey: Self.coldkey.accountID)), from: origin)
                == .subtensor(.coldkeySwapDisputed))
        chain.root(.subtensor(.resetColdkeySwap(coldkey: Self.coldkey.accountID)))
        #expect(chain.has(.subtensor(.coldkeySwapReset(who: Self.coldkey.accountID))))
        #expect(try chain.send(Self.ordinaryCalls[0], by: Self.coldkey) == nil)
        #expect(chain.dispatch(Self.swap(), from: origin) == .subtensor(.coldkeySwapAnnouncementNotFound))
        chain.advance()
    }

    @Test("a dispute is made once, and a hotkey's own calls are free of its coldkey's swap")
    func disputes() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        for call in [Self.announce(), Self.dispute] { #expect(try chain.send(call, by: Self.coldkey) == nil) }
        // The guard keeps the second dispute out; the call itself would as well.
        var failure: DispatchError?
        do throws(DispatchError) {
            try Subtensor.disputeColdkeySwap(.signed(Self.coldkey.accountID), in: &chain.state)
        } catch {
            failure = error
        }
        #expect(failure == .subtensor(.coldkeySwapAlreadyDisputed))
        try network.send(
            .serveAxon(
                netuid: network.netuid, version: 1, ip: 0x0102_0304, port: 8091, ipType: 4, protocol: 4,
                placeholder1: 0, placeholder2: 0), by: KeysNetwork.hotkey)
        chain.advance()
    }
}
