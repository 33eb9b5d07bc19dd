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
        CallLoad(of: .subtensor(call), by: signer).referenceTime(in: chain.state)
    }

    private static func time(moved: Int = 0, read: Int = 0, sold: Int = 0) -> UInt64 {
        UInt64(moved) * ListTime.Step.moving.rawValue + UInt64(read) * ListTime.Step.reading.rawValue
            + UInt64(sold) * ListTime.Step.selling.rawValue
    }

    private func makeChain() -> TestChain {
        TestChain { (state: inout State) in
            state.set(Subtensor.networksAdded, 1, to: true)
            state.set(Subtensor.networksAdded, 2, to: true)
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
        #expect(
            Self.load(.setColdkeyAutoStakeHotkey(netuid: 2, hotkey: Self.hotkey), in: chain)
                == Self.time(read: 6))
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
        let expected = Self.time(moved: 3 + 2, read: 5 + 2 + 5)
        #expect(Self.load(.swapColdkeyAnnounced(newColdkey: Self.other), in: chain) == expected)
        let ordered = CallLoad(
            of: .sudo(
                .sudo(
                    call: .subtensor(
                        .swapColdkey(oldColdkey: Self.signer, newColdkey: Self.other, swapCost: .zero)))),
            by: TestChain.alice.accountID)
        let time = ordered.referenceTime(in: chain.state)
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

    @Test("a batch weighs what its calls do")
    func batches() {
        let chain = makeChain()
        chain.state.set(Subtensor.ownedHotkeys, Self.signer, to: (0..<4).map { Self.account(2, $0) })
        let call = RuntimeCall.subtensor(
            .setIdentity(name: [], url: [], githubRepo: [], image: [], discord: [], description: [], additional: []))
        let batch = RuntimeCall.utility(.batchAll(calls: [call, .utility(.forceBatch(calls: [call])), call]))
        let time = CallLoad(of: batch, by: Self.signer).referenceTime(in: chain.state)
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
        chain.state.set(Subtensor.owner, Self.hotkey, to: Self.signer)
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
        chain.state.set(Subtensor.owner, Self.hotkey, to: Self.signer)
        let before = chain.free(TestChain.bob)
        #expect(try chain.send(Self.swap, by: TestChain.bob) == .exhausted)
        #expect(chain.free(TestChain.bob) < before)
        #expect(chain.state.contains(Subtensor.alphaV2, Self.hotkey, Self.account(1, 0), 1) == true)
    }

    @Test("what does not fit into the rest of a block waits, and then nobody's lists are counted in it any more")
    func closedRoom() throws {
        let chain = makeChain()
        _ = fill(chain, parts: 600)
        _ = fill(chain, parts: 600, kind: 2, of: Self.account(0, 7))
        chain.state.set(Subtensor.owner, Self.hotkey, to: Self.signer)
        chain.state.set(Subtensor.owner, Self.account(0, 7), to: TestChain.charlie.accountID)
        var room = BlockRoom()
        let first = try Runtime.apply(
            try chain.extrinsic(Self.swap, by: TestChain.bob), index: 1, room: &room, in: &chain.state)
        #expect(first == nil)
        #expect(!room.isClosedToLists)
        let second = RuntimeCall.subtensor(
            .swapHotkey(hotkey: Self.account(0, 7), newHotkey: Self.account(0, 8), netuid: nil))
        let taken = room.referenceTime
        let before = chain.state.changes
        #expect(throws: InvalidTransaction.exhaustsResources) {
            try Runtime.apply(
                try chain.extrinsic(second, by: TestChain.charlie), index: 2, room: &room, in: &chain.state)
        }
        #expect(room.isClosedToLists)
        #expect(room.referenceTime == taken)
        #expect(chain.state.changes == before)
        // A short list would fit, but nobody looks.
        let short = RuntimeCall.subtensor(.unstakeAll(hotkey: Self.account(0, 9)))
        #expect(throws: InvalidTransaction.exhaustsResources) {
            try Runtime.apply(
                try chain.extrinsic(short, by: TestChain.charlie), index: 2, room: &room, in: &chain.state)
        }
        var next = BlockRoom()
        let later = try Runtime.apply(
            try chain.extrinsic(second, by: TestChain.charlie), index: 2, room: &next, in: &chain.state)
        #expect(later == nil)
    }
}
