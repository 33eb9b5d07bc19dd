import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

/// Hotkeys that are replaced by another one of their coldkey.
@Suite struct HotkeySwapTests {
    private static let coldkey = KeysNetwork.coldkey
    private static let old = KeysNetwork.hotkey.accountID
    private static let new = KeysNetwork.newHotkey.accountID

    private static func swap(
        _ old: AccountID = old, to new: AccountID = new, on netuid: NetUID? = nil, keepsStake: Bool? = nil
    ) -> RuntimeCall {
        guard let keepsStake else { return .subtensor(.swapHotkey(hotkey: old, newHotkey: new, netuid: netuid)) }
        return .subtensor(.swapHotkeyV2(hotkey: old, newHotkey: new, netuid: netuid, keepStake: keepsStake))
    }

    private static func filled() throws -> KeysNetwork {
        let network = try KeysNetwork()
        try network.fill()
        return network
    }

    private static var stakers: [AccountID] { [coldkey.accountID, KeysNetwork.nominator.accountID] }

    // MARK: Everything moves

    @Test("a swap on all subnets takes everything along and leaves not a byte of the old hotkey")
    func everywhere() throws {
        for call in [Self.swap(), Self.swap(keepsStake: false)] {
            let network = try Self.filled()
            let chain = network.chain
            let places = AccountTrace.places(of: Self.old, in: chain.state)
            #expect(KeysNetwork.hotkeyItems.union(KeysNetwork.poolItems).subtracting(places) == [])
            let wealth = Self.stakers.map { network.wealth(of: $0, at: Self.old) }
            #expect(wealth.allSatisfy { $0.allSatisfy { !$0.isZero } })
            let balance = chain.free(Self.coldkey)
            #expect(chain.dispatch(call, from: .signed(Self.coldkey.accountID)) == nil)
            #expect(chain.free(Self.coldkey) == balance - Subtensor.keySwapCost)
            #expect(
                chain.has(
                    .subtensor(
                        .hotkeySwapped(
                            coldkey: Self.coldkey.accountID, oldHotkey: Self.old, newHotkey: Self.new))))
            #expect(Self.stakers.map { network.wealth(of: $0, at: Self.new) } == wealth)
            #expect(KeysNetwork.hotkeyItems.subtracting(AccountTrace.places(of: Self.new, in: chain.state)) == [])
            try expectPlace(of: Self.new, network)
            chain.advance(2)
            let left = AccountTrace.places(of: Self.old, in: chain.state)
            #expect(left.subtracting(KeysNetwork.personalItems) == [])
            // The new one earns from now on.
            chain.advancePastEpoch(of: network.netuid)
        }
    }

    /// The new hotkey stands where the old one stood.
    private func expectPlace(of hotkey: AccountID, _ network: KeysNetwork) throws {
        func read<Value>(_ item: (borrowing State) -> Value) -> Value { item(network.chain.state) }
        let netuid = network.netuid
        #expect(read { $0.get(Subtensor.uids, netuid, hotkey) } == 0)
        #expect(read { $0.get(Subtensor.keys, netuid, 0) } == hotkey)
        #expect(read { $0.get(Subtensor.isNetworkMember, hotkey, netuid) } == true)
        #expect(read { $0.get(Subtensor.subnetOwnerHotkey, netuid) } == hotkey)
        #expect(read { $0.get(Subtensor.childkeyTake, hotkey, netuid) } == PerU16(1_000))
        #expect(read { $0.get(Subtensor.votingPower, netuid, hotkey) } == 14)
        #expect(read { $0.get(Subtensor.alphaDividendsPerSubnet, netuid, hotkey) } == 11)
        let half = UInt64.max / 2
        let (other, foreign) = (KeysNetwork.other.accountID, KeysNetwork.foreign.accountID)
        #expect(read { $0.get(Subtensor.childKeys, hotkey, netuid) } == [Pair(half, other)])
        #expect(read { $0.get(Subtensor.parentKeys, other, netuid) } == [Pair(half, hotkey)])
        #expect(read { $0.get(Subtensor.childKeys, foreign, netuid) } == [Pair(half, hotkey)])
        #expect(read { $0.get(Subtensor.parentKeys, hotkey, netuid) } == [Pair(half, foreign)])
        #expect(read { $0.get(Subtensor.pendingChildKeys, netuid, hotkey).first } == [Pair(7, other)])
        #expect(read { $0.get(Subtensor.pendingChildKeys, netuid, foreign).first } == [Pair(9, hotkey)])
        for coldkey in Self.stakers {
            #expect(read { $0.get(Subtensor.autoStakeDestination, coldkey, netuid) } == hotkey)
            #expect(read { $0.get(Subtensor.stakingHotkeys, coldkey) }.contains(hotkey))
        }
        #expect(read { $0.get(Subtensor.autoStakeDestinationColdkeys, hotkey, netuid) } == Self.stakers)
    }

    @Test("a swap on one subnet leaves the other subnets and root as they were")
    func oneSubnet() throws {
        let network = try Self.filled()
        let chain = network.chain
        let netuid = network.netuid
        let before = Self.stakers.map { network.wealth(of: $0, at: Self.old) }
        let balance = chain.free(Self.coldkey)
        #expect(chain.dispatch(Self.swap(on: netuid), from: .signed(Self.coldkey.accountID)) == nil)
        #expect(chain.free(Self.coldkey) == balance - Subtensor.keySwapOnSubnetCost)
        #expect(
            chain.has(
                .subtensor(
                    .hotkeySwappedOnSubnet(
                        coldkey: Self.coldkey.accountID, oldHotkey: Self.old, newHotkey: Self.new, netuid: netuid))))
        for (coldkey, wealth) in zip(Self.stakers, before) {
            // Alpha of the subnet moved; root stake and its dividends stayed.
            #expect(network.wealth(of: coldkey, at: Self.new) == [wealth[0], 0, 0, 0])
            #expect(network.wealth(of: coldkey, at: Self.old) == [0] + wealth[1...])
        }
        #expect(Subtensor.owns(Self.coldkey.accountID, Self.old, in: chain.state) == true)
        #expect(Subtensor.owns(Self.coldkey.accountID, Self.new, in: chain.state) == true)
        #expect(chain.state.get(Subtensor.uids, .root, Self.old) != nil)
        #expect(chain.state.get(Subtensor.uids, netuid, Self.new) == 0)
        #expect(chain.state.get(Subtensor.delegates, Self.old) == PerU16(11_796))
        try expectPlace(of: Self.new, network)
        chain.advancePastEpoch(of: netuid)
    }

    @Test("a swap on root moves root stake with its dividends")
    func onRoot() throws {
        let network = try Self.filled()
        let chain = network.chain
        let before = Self.stakers.map { network.wealth(of: $0, at: Self.old) }
        #expect(try chain.send(Self.swap(on: .root), by: Self.coldkey) == nil)
        for (coldkey, wealth) in zip(Self.stakers, before) {
            #expect(network.wealth(of: coldkey, at: Self.new) == [0] + wealth[1...])
            #expect(network.wealth(of: coldkey, at: Self.old) == [wealth[0], 0, 0, 0])
        }
        #expect(chain.state.get(Subtensor.autoParentDelegationEnabled, Self.new) == false)
        #expect(chain.state.contains(Subtensor.autoParentDelegationEnabled, Self.old) == false)
        chain.advance(2)
    }

    @Test("stake that is kept stays behind the old hotkey, which keeps its owner, and can be taken out")
    func keptStake() throws {
        for netuid in [NetUID?.none, 3] {
            let network = try Self.filled()
            let chain = network.chain
            #expect(network.netuid == 3)
            let before = Self.stakers.map { network.wealth(of: $0, at: Self.old) }
            #expect(try chain.send(Self.swap(on: netuid, keepsStake: true), by: Self.coldkey) == nil)
            #expect(Self.stakers.map { network.wealth(of: $0, at: Self.old) } == before)
            #expect(network.wealth(of: Self.coldkey.accountID, at: Self.new) == [0, 0, 0, 0])
            #expect(chain.state.get(Subtensor.uids, network.netuid, Self.new) == 0)
            #expect(chain.state.get(Subtensor.uids, network.netuid, Self.old) == nil)
            #expect(chain.state.get(Subtensor.votingPower, network.netuid, Self.old) == 14)
            #expect(Subtensor.owns(Self.coldkey.accountID, Self.old, in: chain.state) == true)
            try network.send(
                .removeStake(hotkey: Self.old, netuid: network.netuid, amountUnstaked: 1_000_000_000),
                by: KeysNetwork.nominator)
            chain.advancePastEpoch(of: network.netuid)
        }
    }

    @Test("stake that meets stake is added up by its worth, to the last unit")
    func mergedStake() throws {
        var random = SeededRandom(seed: 20_261_121)
        for round in 0..<20 {
            let network = try KeysNetwork()
            let chain = network.chain
            let netuid = network.netuid
            #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: Self.new)), by: Self.coldkey) == nil)
            let coldkeys = [Self.coldkey, KeysNetwork.nominator, TestChain.alice]
            for hotkey in [Self.old, Self.new] {
                for coldkey in coldkeys {
                    let amount = Rao(UInt64.random(in: 10_000_000...50_000_000_000, using: &random))
                    try network.send(.addStake(hotkey: hotkey, netuid: netuid, amountStaked: amount), by: coldkey)
                }
                // A reward that no share divides.
                let reward = Alpha(UInt64.random(in: 1...1_000, using: &random))
                Subtensor.mintAlphaOut(reward, on: netuid, in: &chain.state)
                Subtensor.increaseStake(reward, at: hotkey, on: netuid, in: &chain.state)
            }
            func stake(_ hotkey: AccountID) -> [Alpha] {
                coldkeys.map { Subtensor.stake(of: $0.accountID, at: hotkey, on: netuid, in: chain.state) }
            }
            func total(_ hotkey: AccountID) -> Alpha { Subtensor.stake(at: hotkey, on: netuid, in: chain.state) }
            let (olds, news) = (stake(Self.old), stake(Self.new))
            let sum = total(Self.old) + total(Self.new)
            #expect(try chain.send(Self.swap(on: netuid), by: Self.coldkey) == nil)
            #expect(total(Self.old).isZero && total(Self.new) == sum)
            for ((after, old), new) in zip(zip(stake(Self.new), olds), news) {
                let expected = (old + new).units
                #expect(after.units + 2 >= expected && after.units <= expected + 3, "seed 20261121, round \(round)")
            }
            chain.advance()
        }
    }

    @Test("worthless shares of a hotkey without stake don't come alive when stake comes")
    func worthlessShares() throws {
        let network = try Self.filled()
        let chain = network.chain
        let netuid = network.netuid
        #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: Self.new)), by: Self.coldkey) == nil)
        let ghost = TestChain.dave.accountID
        chain.state.set(Subtensor.alphaV2, Self.new, ghost, netuid, to: SafeFloat(1_000_000_000_000))
        let wealth = Self.stakers.map { network.wealth(of: $0, at: Self.old)[0] }
        #expect(try chain.send(Self.swap(on: netuid), by: Self.coldkey) == nil)
        #expect(Subtensor.stake(of: ghost, at: Self.new, on: netuid, in: chain.state).isZero)
        #expect(Self.stakers.map { network.wealth(of: $0, at: Self.new)[0] } == wealth)
        chain.advance()
    }

    // MARK: Families

    @Test("who is the hotkey's parent or child cannot take its place")
    func familyMembers() throws {
        let network = try Self.filled()
        let chain = network.chain
        chain.root(.adminUtils(.sudoSetTxRateLimit(txRateLimit: 0)))
        let child = TestChain.key("Child").accountID
        Subtensor.applyChildren([Pair(1, child)], of: Self.old, on: network.foreignNetuid, in: &chain.state)
        let origin = Origin.signed(Self.coldkey.accountID)
        #expect(chain.dispatch(Self.swap(to: child), from: origin) == .subtensor(.invalidChild))
        #expect(
            chain.dispatch(Self.swap(to: child, on: network.foreignNetuid), from: origin) == .subtensor(.invalidChild))
        #expect(chain.dispatch(Self.swap(to: child, on: .root), from: origin) == nil)
        chain.advance(2)
    }

    @Test("a parent that waits for old and new child gets the new one once")
    func pendingTwice() throws {
        let network = try Self.filled()
        let chain = network.chain
        let request = [Pair(UInt64(3), Self.new), Pair(4, Self.old), Pair(5, KeysNetwork.other.accountID)]
        let parent = KeysNetwork.foreign.accountID
        chain.state.set(Subtensor.pendingChildKeys, network.netuid, parent, to: Pair(request, .max))
        #expect(try chain.send(Self.swap(), by: Self.coldkey) == nil)
        let children = chain.state.get(Subtensor.pendingChildKeys, network.netuid, parent).first
        #expect(children == [Pair(5, KeysNetwork.other.accountID), Pair(4, Self.new)])
        chain.advance()
    }

    // MARK: What a swap must not carry along

    @Test("stakers who come along pay no higher take than before, whatever was prepared for the new hotkey")
    func takes() throws {
        for (keepsStake, take) in [(false, 2_000), (true, 9_000)] as [(Bool, UInt16)] {
            let network = try Self.filled()
            let chain = network.chain
            #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: Self.new)), by: Self.coldkey) == nil)
            chain.state.set(Subtensor.delegates, Self.old, to: PerU16(2_000))
            chain.state.set(Subtensor.delegates, Self.new, to: PerU16(9_000))
            chain.state.remove(Subtensor.childkeyTake, Self.old, network.netuid)
            chain.state.set(Subtensor.childkeyTake, Self.new, network.netuid, to: PerU16(11_000))
            let call = Self.swap(on: network.netuid, keepsStake: keepsStake)
            #expect(chain.dispatch(call, from: .signed(Self.coldkey.accountID)) == nil)
            #expect(chain.state.get(Subtensor.delegates, Self.new) == PerU16(take))
            #expect(chain.state.get(Subtensor.delegates, Self.old) == PerU16(2_000))
            #expect(chain.state.contains(Subtensor.childkeyTake, Self.new, network.netuid) == false)
            chain.advance()
        }
        // Everywhere, the take goes with the stake.
        let network = try Self.filled()
        network.chain.state.set(Subtensor.delegates, Self.old, to: PerU16(2_000))
        network.chain.state.set(Subtensor.delegates, Self.new, to: PerU16(9_000))
        #expect(network.chain.dispatch(Self.swap(), from: .signed(Self.coldkey.accountID)) == nil)
        #expect(network.chain.state.get(Subtensor.delegates, Self.new) == PerU16(2_000))
        // A lower take of the new hotkey stands, and the block of the last raise is the later one of both.
        let lower = try Self.filled()
        lower.chain.state.set(Subtensor.delegates, Self.old, to: PerU16(9_000))
        lower.chain.state.set(Subtensor.delegates, Self.new, to: PerU16(2_000))
        lower.chain.state.set(Subtensor.lastRateLimitedBlock, .lastTxBlockDelegateTake(Self.new), to: 1)
        #expect(lower.chain.dispatch(Self.swap(on: lower.netuid), from: .signed(Self.coldkey.accountID)) == nil)
        #expect(lower.chain.state.get(Subtensor.delegates, Self.new) == PerU16(2_000))
        #expect(lower.chain.state.get(Subtensor.lastRateLimitedBlock, .lastTxBlockDelegateTake(Self.new)) == 2)
        let later = try Self.filled()
        later.chain.state.set(Subtensor.lastRateLimitedBlock, .lastTxBlockDelegateTake(Self.new), to: 9)
        #expect(later.chain.dispatch(Self.swap(on: later.netuid), from: .signed(Self.coldkey.accountID)) == nil)
        #expect(later.chain.state.get(Subtensor.lastRateLimitedBlock, .lastTxBlockDelegateTake(Self.new)) == 9)
    }

    @Test("what both hotkeys have is joined: votes are added, those who stake to either follow, later blocks count")
    func joined() throws {
        let network = try Self.filled()
        let (chain, netuid) = (network.chain, network.netuid)
        let coldkey = Self.coldkey.accountID
        #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: Self.new)), by: Self.coldkey) == nil)
        chain.state.set(Subtensor.votingPower, netuid, Self.new, to: 5)
        let dave = TestChain.dave.accountID
        chain.state.set(Subtensor.autoStakeDestination, dave, netuid, to: Self.new)
        chain.state.set(Subtensor.autoStakeDestinationColdkeys, Self.new, netuid, to: [dave])
        chain.state.set(Subtensor.lastColdkeyHotkeyStakeBlock, coldkey, Self.new, to: 1_000_000)
        #expect(chain.dispatch(Self.swap(), from: .signed(coldkey)) == nil)
        #expect(chain.state.get(Subtensor.votingPower, netuid, Self.new) == 19)
        #expect(chain.state.get(Subtensor.autoStakeDestinationColdkeys, Self.new, netuid) == Self.stakers + [dave])
        #expect(chain.state.get(Subtensor.lastColdkeyHotkeyStakeBlock, coldkey, Self.new) == 1_000_000)
    }

    @Test("a parent that is no neuron waits for the interval of its children's subnet too")
    func parents() throws {
        let network = try Self.filled()
        let (chain, netuid) = (network.chain, network.netuid)
        let parent = TestChain.key("Parent").accountID
        let origin = Origin.signed(Self.coldkey.accountID)
        #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: parent)), by: Self.coldkey) == nil)
        chain.state.set(Subtensor.txRateLimit, to: 0)
        chain.state.set(Subtensor.lastHotkeySwapOnNetuid, netuid, Self.coldkey.accountID, to: UInt64(chain.number))
        #expect(chain.dispatch(Self.swap(parent), from: origin) == nil, "without children it takes no part")
        chain.advance()
        chain.state.set(Subtensor.lastHotkeySwapOnNetuid, netuid, Self.coldkey.accountID, to: UInt64(chain.number))
        Subtensor.applyChildren(
            [Pair(7, KeysNetwork.other.accountID)], of: Self.new, on: netuid, in: &chain.state)
        #expect(
            chain.dispatch(Self.swap(Self.new, to: parent), from: origin)
                == .subtensor(.hotKeySwapOnSubnetIntervalNotPassed))
    }

    @Test("root dividends of a dissolved subnet are not carried past its cleanup")
    func dissolvedDividends() throws {
        for netuid in [NetUID?.none, .root] {
            let network = try Self.filled()
            let chain = network.chain
            let origin = Origin.signed(Self.coldkey.accountID)
            let rates = chain.state.get(Subtensor.rootClaimable, Self.old)
            #expect(rates.map(\.first) == [network.foreignNetuid, network.netuid])
            chain.root(.subtensor(.rootDissolveNetwork(netuid: network.foreignNetuid)))
            #expect(chain.dispatch(Self.swap(on: netuid), from: origin) == nil)
            #expect(chain.state.get(Subtensor.rootClaimable, Self.new) == [rates[1]])
            #expect(chain.state.contains(Subtensor.rootClaimable, Self.old) == false)
            chain.advance(3)

            // Where none is left, no empty list is either.
            let last = try Self.filled()
            for netuid in [last.foreignNetuid, last.netuid] {
                last.chain.root(.subtensor(.rootDissolveNetwork(netuid: netuid)))
            }
            #expect(last.chain.dispatch(Self.swap(on: .root), from: origin) == nil)
            #expect(last.chain.state.contains(Subtensor.rootClaimable, Self.new) == false)
            last.chain.advance(3)
        }
    }

    // MARK: Refusals

    @Test("every swap that cannot be is refused with its own error")
    func refusals() throws {
        let network = try Self.filled()
        let chain = network.chain
        let origin = Origin.signed(Self.coldkey.accountID)
        let foreign = KeysNetwork.foreign.accountID
        for origin in [Origin.root, .none] { #expect(chain.dispatch(Self.swap(), from: origin) == .badOrigin) }
        let cases: [(RuntimeCall, Subtensor.Failure)] = [
            (Self.swap(foreign), .nonAssociatedColdKey),
            (Self.swap(TestChain.key("Nobody").accountID), .nonAssociatedColdKey),
            (Self.swap(to: foreign), .nonAssociatedColdKey), (Self.swap(to: Self.old), .newHotKeyIsSameWithOld),
            (Self.swap(to: KeysNetwork.other.accountID), .hotKeyAlreadyRegisteredInSubNet),
            (Self.swap(to: KeysNetwork.other.accountID, on: network.netuid), .hotKeyAlreadyRegisteredInSubNet),
            (Self.swap(on: 99), .subnetNotExists),
            (Self.swap(to: Subtensor.subnetAccount(7)), .cannotUseSystemAccount),
            (Self.swap(to: Subtensor.subnetAccount(7), on: network.netuid), .cannotUseSystemAccount),
        ]
        for (call, failure) in cases { #expect(chain.dispatch(call, from: origin) == .subtensor(failure), "\(call)") }
        // On root dividends must not be mixed.
        #expect(try chain.send(.subtensor(.tryAssociateHotkey(hotkey: Self.new)), by: Self.coldkey) == nil)
        chain.state.set(Subtensor.rootClaimed, network.netuid, Self.new, TestChain.dave.accountID, to: 1)
        for call in [Self.swap(), Self.swap(on: .root)] {
            #expect(chain.dispatch(call, from: origin) == .subtensor(.newHotKeyNotCleanForRootSwap))
        }
        chain.state.remove(Subtensor.rootClaimed, network.netuid, Self.new, TestChain.dave.accountID)
        chain.state.set(Subtensor.rootClaimable, Self.new, to: [Pair(1, I96F32(1))])
        #expect(chain.dispatch(Self.swap(), from: origin) == .subtensor(.newHotKeyNotCleanForRootSwap))
        chain.state.remove(Subtensor.rootClaimable, Self.new)
        try chain.stake(.tao(1), of: TestChain.dave, to: KeysNetwork.newHotkey, on: .root)
        #expect(chain.dispatch(Self.swap(), from: origin) == .subtensor(.newHotKeyNotCleanForRootSwap))
        #expect(chain.dispatch(Self.swap(on: network.netuid), from: origin) == nil)
        chain.advance()
    }

    @Test("a swap has its price, which leaves the coldkey alive")
    func prices() throws {
        let network = try Self.filled()
        let chain = network.chain
        for (netuid, price) in [(NetUID?.none, Subtensor.keySwapCost), (network.netuid, Subtensor.keySwapOnSubnetCost)]
        {
            let least = price + Balances.existentialDeposit
            for (balance, failure) in [(least - 1, Subtensor.Failure.notEnoughBalanceToPaySwapHotKey), (least, nil)] {
                try? chain.state.rehearsal { (state: inout State) throws(DispatchError) in
                    try state.dispatch(
                        .balances(.forceSetBalance(who: .id(Self.coldkey.accountID), newFree: balance)), from: .root)
                    var found: DispatchError?
                    do throws(DispatchError) {
                        try state.dispatch(Self.swap(on: netuid), from: .signed(Self.coldkey.accountID))
                    } catch {
                        found = error
                    }
                    #expect(found == failure.map { .subtensor($0) })
                }
            }
        }
    }

    @Test("a coldkey swaps a hotkey once in a limit of blocks, and on a subnet once in an interval")
    func rates() throws {
        let network = try Self.filled()
        let chain = network.chain
        let origin = Origin.signed(Self.coldkey.accountID)
        chain.root(.adminUtils(.sudoSetTxRateLimit(txRateLimit: 5)))
        #expect(chain.dispatch(Self.swap(on: network.netuid), from: origin) == nil)
        let block = UInt64(chain.number)
        #expect(chain.state.get(Subtensor.lastHotkeySwapOnNetuid, network.netuid, Self.coldkey.accountID) == block)
        #expect(chain.state.get(Subtensor.lastRateLimitedBlock, .lastTxBlock(Self.coldkey.accountID)) == block)
        chain.advance(5)
        let back = Self.swap(Self.new, to: Self.old, on: network.netuid)
        #expect(chain.dispatch(back, from: origin) == .subtensor(.hotKeySetTxRateLimitExceeded))
        chain.advance()
        #expect(chain.dispatch(back, from: origin) == nil)
        chain.root(.adminUtils(.sudoSetTxRateLimit(txRateLimit: 0)))
        for call in [Self.swap(on: network.netuid), Self.swap()] {
            #expect(chain.dispatch(call, from: origin) == .subtensor(.hotKeySwapOnSubnetIntervalNotPassed))
        }
        // Another subnet is free, and so is this one when the interval has passed.
        chain.advance(1)
        #expect(chain.dispatch(Self.swap(), from: origin) == .subtensor(.hotKeySwapOnSubnetIntervalNotPassed))
        chain.advance(1)
        #expect(chain.state.contains(Subtensor.lastHotkeySwapOnNetuid, network.netuid, Self.coldkey.accountID) == false)
        #expect(chain.dispatch(Self.swap(), from: origin) == nil)
        #expect(
            chain.dispatch(Self.swap(Self.new, to: Self.old), from: origin)
                == .subtensor(.hotKeySwapOnSubnetIntervalNotPassed))
        chain.advance(2)
    }

    @Test("there and back again is as if nothing had been, but that both hotkeys are known to be one")
    func thereAndBack() throws {
        let network = try Self.filled()
        let chain = network.chain
        chain.root(.adminUtils(.sudoSetTxRateLimit(txRateLimit: 0)))
        let before = Self.stakers.map { network.wealth(of: $0, at: Self.old) }
        let origin = Origin.signed(Self.coldkey.accountID)
        #expect(chain.dispatch(Self.swap(), from: origin) == nil)
        chain.advance(2)
        #expect(chain.dispatch(Self.swap(Self.new, to: Self.old), from: origin) == nil)
        #expect(Self.stakers.map { network.wealth(of: $0, at: Self.old) } == before)
        try expectPlace(of: Self.old, network)
        chain.advance(2)
        #expect(
            AccountTrace.places(of: Self.new, in: chain.state)
                == ["SubtensorModule.HotkeySuccessor", "SubtensorModule.HotkeyRoot"])
    }
}
