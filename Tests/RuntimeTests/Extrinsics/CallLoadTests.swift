import Cryptography
import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import Runtime
@testable import SubtensorPallets

/// Calls that work through lists which users grow weigh as much as there is in the lists.
@Suite struct CallLoadTests {
    private static let signer = TestChain.bob.accountID
    private static let hotkey = account(0, 0)
    private static let other = account(0, 1)
    private static let share = SafeFloat(1)

    private static func account(_ kind: UInt8, _ index: Int) -> AccountID {
        AccountID([kind] + UInt64(index).encoded() + Array(repeating: 9, count: 23)) ?? .zero
    }

    private static func load(_ call: Subtensor.Call, in chain: TestChain) -> UInt64 {
        CallLoad(of: .subtensor(call), by: signer).time(in: chain.state).picoseconds
    }

    private static func time(moved: Int = 0, read: Int = 0, sold: Int = 0, copied: Int = 0) -> UInt64 {
        UInt64(copied) * ListTime.Step.copying.rawValue + UInt64(moved) * ListTime.Step.moving.rawValue
            + UInt64(read) * ListTime.Step.reading.rawValue + UInt64(sold) * ListTime.Step.selling.rawValue
    }

    private func makeChain() -> TestChain {
        TestChain { (state: inout State) in
            state.set(Subtensor.networksAdded, 1, to: true)
            state.set(Subtensor.networksAdded, 2, to: true)
            state.set(Subtensor.owner, Self.hotkey, to: Self.signer)
        }
    }

    // MARK: What counts

    @Test("a swap of a hotkey weighs what its stakers are, those of other subnets little")
    func stakers() {
        let chain = makeChain()
        for (hotkey, netuid, count) in [(Self.hotkey, NetUID(1), 7), (Self.hotkey, 2, 5), (Self.other, 2, 3)] {
            for index in 0..<count {
                chain.state.set(Subtensor.alphaV2, hotkey, Self.account(1, index), netuid, to: Self.share)
            }
        }
        func load(_ netuid: NetUID?) -> UInt64 {
            Self.load(.swapHotkey(hotkey: Self.hotkey, newHotkey: Self.other, netuid: netuid), in: chain)
        }
        #expect(load(nil) == Self.time(moved: 15))
        #expect(load(1) == Self.time(moved: 7, read: 8))
        #expect(load(2) == Self.time(moved: 8, read: 7))
        func load(keepsStake: Bool) -> UInt64 {
            Self.load(
                .swapHotkeyV2(hotkey: Self.hotkey, newHotkey: Self.other, netuid: nil, keepStake: keepsStake),
                in: chain)
        }
        #expect(load(keepsStake: false) == Self.time(moved: 15))
        #expect(load(keepsStake: true) == 0)
    }

    @Test("lists of others count for nobody: such calls fail at once")
    func strangers() {
        let chain = makeChain()
        chain.state.set(Subtensor.owner, Self.hotkey, to: TestChain.charlie.accountID)
        for index in 0..<7 {
            chain.state.set(Subtensor.alphaV2, Self.hotkey, Self.account(1, index), 1, to: Self.share)
        }
        #expect(Self.load(.swapHotkey(hotkey: Self.hotkey, newHotkey: Self.other, netuid: nil), in: chain) == 0)
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: [Self.other])
        #expect(Self.load(.swapColdkeyAnnounced(newColdkey: Self.other), in: chain) == 0)
        let order = Subtensor.Call.swapColdkey(oldColdkey: Self.signer, newColdkey: Self.other, swapCost: .zero)
        #expect(Self.load(order, in: chain) == 0)
        let load = CallLoad(of: .sudo(.sudo(call: .subtensor(order))), by: Self.signer)
        let time = load.time(in: chain.state).picoseconds
        #expect(time == 0, "only the key of Sudo orders")
    }

    @Test("what stands beside the stakers counts: claims, auto-stakers, children that wait")
    func beside() {
        let chain = makeChain()
        for index in 0..<4 { chain.state.set(Subtensor.rootClaimed, 1, Self.hotkey, Self.account(1, index), to: 5) }
        let coldkeys = (0..<6).map { Self.account(1, $0) }
        chain.state.set(Subtensor.autoStakeDestinationColdkeys, Self.hotkey, 2, to: coldkeys)
        for index in 0..<3 { chain.state.set(Subtensor.pendingChildKeys, 2, Self.account(2, index), to: Pair([], 9)) }
        func load(_ netuid: NetUID?) -> UInt64 {
            Self.load(.swapHotkey(hotkey: Self.hotkey, newHotkey: Self.other, netuid: netuid), in: chain)
        }
        #expect(load(nil) == Self.time(moved: 10, read: 3))
        #expect(load(.root) == Self.time(moved: 4))
        #expect(load(2) == Self.time(moved: 6, read: 3))
        #expect(load(1) == 0)
        chain.state.set(Subtensor.autoStakeDestination, Self.signer, 2, to: Self.other)
        chain.state.set(Subtensor.autoStakeDestinationColdkeys, Self.other, 2, to: Array(coldkeys.prefix(3)))
        let choice = Subtensor.Call.setColdkeyAutoStakeHotkey(netuid: 2, hotkey: Self.hotkey)
        #expect(Self.load(choice, in: chain) == Self.time(copied: 9))
        chain.state.set(Subtensor.parentKeys, Self.other, 1, to: [Pair(1, Self.signer)])
        #expect(load(1) == Self.time(moved: 1))
    }

    @Test("a swap of a coldkey weighs what it has, at every hotkey")
    func coldkey() {
        let chain = makeChain()
        let hotkeys = (0..<5).map { Self.account(2, $0) }
        chain.state.set(Subtensor.stakingHotkeys, Self.signer, to: hotkeys)
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: Array(hotkeys.prefix(2)))
        for netuid: NetUID in [.root, 1, 2] {
            chain.state.set(Subtensor.alphaV2, hotkeys[0], Self.signer, netuid, to: Self.share)
        }
        chain.state.set(Subtensor.rootClaimable, hotkeys[0], to: [Pair(1, .zero), Pair(2, .zero)])
        chain.state.set(Subtensor.autoStakeDestination, Self.signer, 1, to: hotkeys[1])
        chain.state.set(Subtensor.autoStakeDestinationColdkeys, hotkeys[1], 1, to: hotkeys)
        let hash = Hash(Array(repeating: UInt8(1), count: 32)) ?? .zero
        chain.state.set(Subtensor.coldkeySwapAnnouncements, Self.signer, to: Pair(1, hash))
        let expected = Self.time(moved: 3 + 2, read: 5 + 2, copied: 5)
        #expect(Self.load(.swapColdkeyAnnounced(newColdkey: Self.other), in: chain) == expected)
        let ordered = CallLoad(
            of: .sudo(
                .sudo(
                    call: .subtensor(
                        .swapColdkey(oldColdkey: Self.signer, newColdkey: Self.other, swapCost: .zero)))),
            by: TestChain.alice.accountID)
        let time = ordered.time(in: chain.state).picoseconds
        #expect(time == expected)
    }

    @Test("sales weigh what is sold, and root stake the hotkeys at which more of it is looked for")
    func sales() {
        let chain = makeChain()
        for netuid: NetUID in [.root, 1, 2] {
            chain.state.set(Subtensor.alphaV2, Self.hotkey, Self.signer, netuid, to: Self.share)
        }
        chain.state.set(Subtensor.stakingHotkeys, Self.signer, to: [Self.hotkey] + (0..<9).map { Self.account(2, $0) })
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: [Self.other])
        let state = chain.state.changes.count
        #expect(Self.load(.unstakeAll(hotkey: Self.hotkey), in: chain) == Self.time(read: 10, sold: 3))
        #expect(Self.load(.unstakeAllAlpha(hotkey: Self.hotkey), in: chain) == Self.time(sold: 3))
        #expect(Self.load(.claimRoot(subnets: [1, 2, 2]), in: chain) == Self.time(read: 10, sold: 2))
        #expect(
            Self.load(.removeStake(hotkey: Self.hotkey, netuid: .root, amountUnstaked: 1), in: chain)
                == Self.time(read: 10))
        #expect(Self.load(.removeStake(hotkey: Self.hotkey, netuid: 1, amountUnstaked: 1), in: chain) == 0)
        #expect(
            Self.load(
                .setIdentity(
                    name: [], url: [], githubRepo: [], image: [], discord: [], description: [], additional: []),
                in: chain) == Self.time(read: 1))
        #expect(chain.state.changes.count == state)
    }

    @Test("one more entry weighs what its list has to be copied")
    func copies() {
        let chain = makeChain()
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: (0..<4).map { Self.account(2, $0) })
        chain.state.set(Subtensor.stakingHotkeys, Self.signer, to: (0..<9).map { Self.account(2, $0) })
        chain.state.set(Subtensor.stakingHotkeys, Self.other, to: (0..<20).map { Self.account(2, $0) })
        #expect(Self.load(.tryAssociateHotkey(hotkey: Self.other), in: chain) == Self.time(copied: 13))
        #expect(Self.load(.burnedRegister(netuid: 1, hotkey: Self.other), in: chain) == Self.time(copied: 13))
        let stake = Subtensor.Call.addStake(hotkey: Self.other, netuid: 1, amountStaked: .tao(1))
        #expect(Self.load(stake, in: chain) == Self.time(copied: 9))
        let gift = Subtensor.Call.transferStake(
            destinationColdkey: Self.other, hotkey: Self.hotkey, originNetuid: 1, destinationNetuid: 2, alphaAmount: 1)
        #expect(Self.load(gift, in: chain) == Self.time(copied: 20))
        let isBrief = CallLoad(of: .subtensor(gift), by: Self.signer).isBrief
        #expect(isBrief)
    }

    @Test("a batch weighs what its calls do")
    func batches() {
        let chain = makeChain()
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: (0..<4).map { Self.account(2, $0) })
        let call = RuntimeCall.subtensor(
            .setIdentity(name: [], url: [], githubRepo: [], image: [], discord: [], description: [], additional: []))
        let batch = RuntimeCall.utility(.batchAll(calls: [call, .utility(.forceBatch(calls: [call])), call]))
        let time = CallLoad(of: batch, by: Self.signer).time(in: chain.state).picoseconds
        #expect(time == Self.time(read: 12))
        #expect(CallLoad(of: .utility(.batch(calls: [])), by: Self.signer).isEmpty)
    }

    // MARK: What becomes of it

    /// As many stakers as take so many parts of a thousand of what normal calls of a block may weigh.
    private func fill(_ chain: TestChain, parts: UInt64, kind: UInt8 = 1, of hotkey: AccountID = hotkey) -> Int {
        let count = Int(3_000_000_000 * parts / ListTime.Step.moving.rawValue)
        for index in 0..<count {
            chain.state.set(Subtensor.alphaV2, hotkey, Self.account(kind, index), 1, to: Self.share)
        }
        return count
    }

    private static let swap = RuntimeCall.subtensor(
        .swapHotkeyV2(hotkey: hotkey, newHotkey: other, netuid: nil, keepStake: false))

    @Test("weight, fee and the room in a block follow the lists, and clients hear of it before")
    func fee() throws {
        let chain = makeChain()
        let count = fill(chain, parts: 100)
        let before = chain.free(TestChain.bob)
        let extrinsic = try chain.extrinsic(Self.swap, by: TestChain.bob)
        let weight = Self.swap.dispatchInfo.weight.refTime + Self.time(moved: count)
        let weighed = Runtime.weigh(Self.swap, by: Self.signer, in: chain.state)
        #expect(weighed.info.weight.refTime == weight)
        var room = BlockRoom()
        let failure = try Runtime.apply(extrinsic, index: 1, room: &room, in: &chain.state)
        #expect(failure == nil)
        #expect(room.referenceTime > weight)
        let work = TransactionPayment.fee(forReferenceTime: weight)
        #expect(before - chain.free(TestChain.bob) > work.addingClamped(Subtensor.keySwapCost))
        #expect(chain.state.contains(Subtensor.alphaV2, Self.other, Self.account(1, 0), 1) == true)
    }

    @Test("a call for which no block has room fails without being run, and pays")
    func tooMuch() throws {
        let chain = makeChain()
        _ = fill(chain, parts: 1_001)
        let before = chain.free(TestChain.bob)
        #expect(try chain.send(Self.swap, by: TestChain.bob) == .exhausted)
        #expect(chain.free(TestChain.bob) < before)
        #expect(chain.state.contains(Subtensor.alphaV2, Self.hotkey, Self.account(1, 0), 1) == true)
    }

    @Test("a call whose lists its signer cannot pay for fails without being run, and pays for itself")
    func unpayable() throws {
        let chain = makeChain()
        _ = fill(chain, parts: 500)
        let fee = TransactionPayment.fee(of: Self.swap.dispatchInfo, length: 300, tip: .zero)
        // Enough for the call by itself, and not for a second of work.
        let balance = fee.addingClamped(Rao(10_000_000))
        chain.root(.balances(.forceSetBalance(who: .id(Self.signer), newFree: balance)))
        #expect(try chain.send(Self.swap, by: TestChain.bob) == .token(.fundsUnavailable))
        #expect(!chain.free(TestChain.bob).isZero)
        #expect(chain.state.contains(Subtensor.alphaV2, Self.hotkey, Self.account(1, 0), 1) == true)
    }

    @Test("what does not fit into the rest of a block waits, and after some of it nobody's lists are counted in it")
    func closedRoom() throws {
        let chain = makeChain()
        _ = fill(chain, parts: 600)
        _ = fill(chain, parts: 600, kind: 2, of: Self.account(0, 7))
        chain.state.set(Subtensor.owner, Self.account(0, 7), to: TestChain.charlie.accountID)
        var room = BlockRoom()
        let first = try Runtime.apply(
            try chain.extrinsic(Self.swap, by: TestChain.bob), index: 1, room: &room, in: &chain.state)
        #expect(first == nil)
        let second = RuntimeCall.subtensor(
            .swapHotkey(hotkey: Self.account(0, 7), newHotkey: Self.account(0, 8), netuid: nil))
        let waiting = try chain.extrinsic(second, by: TestChain.charlie)
        let taken = room.referenceTime
        let before = chain.state.changes
        for count in 1...8 {
            #expect(!room.isClosedToLists)
            #expect(throws: InvalidTransaction.exhaustsResources) {
                try Runtime.apply(waiting, index: 2, room: &room, in: &chain.state)
            }
            #expect(room.listsLeft == count)
        }
        #expect(room.referenceTime == taken)
        #expect(chain.state.changes == before)
        // A short list would fit, but nobody looks any more.
        let short = try chain.extrinsic(
            .subtensor(.unstakeAll(hotkey: Self.account(0, 9))), by: TestChain.charlie)
        #expect(room.isClosedToLists)
        #expect(throws: InvalidTransaction.exhaustsResources) {
            try Runtime.apply(short, index: 2, room: &room, in: &chain.state)
        }
        var next = BlockRoom()
        let later = try Runtime.apply(waiting, index: 2, room: &next, in: &chain.state)
        #expect(later == nil)
    }
}
