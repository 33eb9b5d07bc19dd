import Cryptography
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import Chain

/// Whatever waits, no block is heavier or longer than the metadata says, and nothing is lost over that.
@Suite("Limits of blocks under a flood")
struct BlockLimitTests {
    private static let signers = [DevelopmentChain.alice, DevelopmentChain.bob, DevelopmentChain.charlie]

    /// What a block's extrinsics stand for, counted without ``BlockRoom``.
    private struct Load {
        var normal: UInt64 = 0
        var operational: UInt64 = 0
        var bytes = 0
        var operationalCount = 0
        var signedCount = 0

        init(of block: ExecutedBlock) throws {
            for bytes in block.body {
                let extrinsic = try Extrinsic(bytes)
                let info = extrinsic.call.dispatchInfo
                self.bytes += bytes.count
                guard extrinsic.signature != nil else { continue }
                signedCount += 1
                // The base of an extrinsic, as the metadata tells it.
                let time = info.weight.refTime + System.blockWeights.perClass.normal.baseExtrinsic.refTime
                if info.class == .operational {
                    operational += time
                    operationalCount += 1
                } else {
                    normal += time
                }
            }
        }

        /// The limits of the reference's main network, in numbers.
        func expectWithinLimits(sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(normal <= 3_000_000_000_000, sourceLocation: sourceLocation)
            #expect(operational <= 4_000_000_000_000, sourceLocation: sourceLocation)
            #expect(
                normal + operational <= 4_000_000_000_000 || operational <= 1_000_000_000_000,
                sourceLocation: sourceLocation)
            #expect(bytes <= 10 * 1024 * 1024, sourceLocation: sourceLocation)
        }
    }

    /// A call of about so many milliseconds of weight that does next to nothing.
    private func heavy(milliseconds: UInt64) -> RuntimeCall {
        let inner = RuntimeCall.subtensor(.registerNetwork(hotkey: DevelopmentChain.bob.accountID))
        let count = max(1, milliseconds * 1_000_000_000 / inner.dispatchInfo.weight.refTime)
        // The first call of each batch fails, which ends the batch.
        let failing = RuntimeCall.balances(.forceSetBalance(who: .id(.zero), newFree: 0))
        return .utility(.batch(calls: [failing] + Array(repeating: inner, count: Int(count))))
    }

    /// Makes blocks until nothing waits.
    private func drain(
        _ fixture: DevelopmentChain, within blocksMaximum: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [Load] {
        var loads: [Load] = []
        while !fixture.chain.pendingExtrinsics.isEmpty, loads.count < blocksMaximum {
            let block = try fixture.makeBlock()
            let load = try Load(of: block)
            load.expectWithinLimits(sourceLocation: sourceLocation)
            #expect(block.rejected.isEmpty, sourceLocation: sourceLocation)
            loads.append(load)
        }
        #expect(fixture.chain.pendingExtrinsics.isEmpty, sourceLocation: sourceLocation)
        return loads
    }

    @Test("heavy calls fill block after block to its weight and no further, and all of them get their turn")
    func weight() throws {
        let fixture = try DevelopmentChain()
        let call = heavy(milliseconds: 400)
        var hashes: Set<Hash> = []
        for nonce in 0..<UInt32(12) {
            for signer in Self.signers {
                hashes.insert(try fixture.chain.submit(fixture.extrinsic(call, by: signer, nonce: nonce)))
            }
        }
        #expect(hashes.count == 36)
        let loads = try drain(fixture, within: 10)
        #expect(loads.map(\.signedCount).reduce(0, +) == 36)
        // 36 times 0.4 seconds are 14.4; a block takes three.
        #expect(loads.count >= 5)
        let full = call.dispatchInfo.weight.refTime
        for load in loads.dropLast() { #expect(load.normal > 3_000_000_000_000 - 2 * full, "a block has room left") }
    }

    @Test("long calls fill block after block to three quarters of its length")
    func length() throws {
        let fixture = try DevelopmentChain()
        let long = RuntimeCall.system(.remark(remark: Array(repeating: 7, count: 900_000)))
        for nonce in 0..<UInt32(20) {
            try fixture.chain.submit(fixture.extrinsic(long, by: Self.signers[Int(nonce) % 3], nonce: nonce / 3))
        }
        let loads = try drain(fixture, within: 5)
        #expect(loads.map(\.signedCount) == [8, 8, 4])
        for load in loads { #expect(load.bytes <= 7_864_320) }
    }

    @Test("calls of the operational class go first and find room where normal ones find none")
    func classes() throws {
        let fixture = try DevelopmentChain()
        let call = heavy(milliseconds: 350)
        for nonce in 0..<UInt32(10) {
            for signer in Self.signers.dropFirst() {
                try fixture.chain.submit(fixture.extrinsic(call, by: signer, nonce: nonce))
            }
        }
        let operational = RuntimeCall.sudo(
            .sudo(call: .adminUtils(.sudoSetBurnHalfLife(netuid: 1, burnHalfLife: 7_200))))
        #expect(operational.dispatchInfo.class == .operational)
        let each = operational.dispatchInfo.weight.refTime + 108_157_000
        // More than one block can take.
        let count = Int(4_500_000_000_000 / each)
        for nonce in 0..<count {
            try fixture.chain.submit(fixture.extrinsic(operational, by: Self.signers[0], nonce: UInt32(nonce)))
        }
        let loads = try drain(fixture, within: 20)
        #expect(loads.map(\.operationalCount).reduce(0, +) == count)
        #expect(loads.map(\.signedCount).reduce(0, +) == count + 20)
        #expect(loads[0].operational > 3_900_000_000_000, "operational calls take the whole block")
        #expect(loads[1].normal > 0 && loads[1].operational > 0, "then both stand in one")
        print("limits: \(count) operational and 20 heavy calls took \(loads.count) blocks")
    }

    @Test("what no block has room for is refused at once, with the reason that clients know")
    func refusals() throws {
        let fixture = try DevelopmentChain()
        let tooHeavy = try fixture.extrinsic(heavy(milliseconds: 3_000), by: DevelopmentChain.bob)
        #expect(
            fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(tooHeavy) }
                == .invalid(.exhaustsResources))
        let long = RuntimeCall.system(.remark(remark: Array(repeating: 7, count: 7_864_320)))
        let tooLong = try fixture.extrinsic(long, by: DevelopmentChain.bob)
        #expect(
            fixture.refusal { () throws(SubmissionError) in try fixture.chain.submit(tooLong) }
                == .invalid(.exhaustsResources))
        #expect(fixture.chain.pendingExtrinsics.isEmpty)
    }

    @Test("a proposal of somebody else that is too heavy is cut off where it is, and says why")
    func foreignProposal() throws {
        let fixture = try DevelopmentChain()
        let call = heavy(milliseconds: 400)
        let extrinsics = try (0..<UInt32(12)).map { try fixture.extrinsic(call, by: DevelopmentChain.bob, nonce: $0) }
        let block = try fixture.chain.execute(
            BlockProposal(milliseconds: DevelopmentChain.start, extrinsics: extrinsics))
        try Load(of: block).expectWithinLimits()
        #expect((6...7).contains(block.signedCount))
        #expect(block.rejected.first?.reason == .exhaustsResources)
        #expect(block.rejected.count == 12 - block.signedCount)
    }

    @Test("a block's room is counted by class, with what is reserved for operational calls")
    func room() {
        func info(_ dispatchClass: DispatchClass, milliseconds: UInt64) -> DispatchEventInfo {
            DispatchEventInfo(
                weight: Weight(refTime: milliseconds * 1_000_000_000, proofSize: 0), class: dispatchClass,
                paysFee: .yes)
        }
        func answers(_ asked: [(DispatchEventInfo, Int)], lengthMaximum: Int = 10 * 1024 * 1024) -> [Bool] {
            var room = BlockRoom(lengthMaximum: lengthMaximum)
            return asked.map { room.take($0, length: $1) }
        }
        #expect(
            answers([
                (info(.normal, milliseconds: 2_600), 1), (info(.normal, milliseconds: 2_500), 1),
                (info(.normal, milliseconds: 500), 1), (info(.normal, milliseconds: 499), 1),
                (info(.operational, milliseconds: 999), 1), (info(.operational, milliseconds: 10), 1),
                (info(.mandatory, milliseconds: 9_000), 1),
            ]) == [false, true, false, true, true, false, true])
        // A quarter is reserved for operational calls, however full the block is.
        #expect(
            answers([
                (info(.mandatory, milliseconds: 9_000), 0), (info(.normal, milliseconds: 1), 0),
                (info(.operational, milliseconds: 900), 0), (info(.operational, milliseconds: 200), 0),
            ]) == [true, false, true, false])
        #expect(
            answers([
                (info(.normal, milliseconds: 0), 7_864_321), (info(.normal, milliseconds: 0), 7_864_320),
                (info(.normal, milliseconds: 0), 1), (info(.operational, milliseconds: 0), 2_621_440),
                (info(.operational, milliseconds: 0), 1),
            ]) == [false, true, false, true, false])
        #expect(answers([(info(.operational, milliseconds: 0), 101)], lengthMaximum: 100) == [false])
    }
}
