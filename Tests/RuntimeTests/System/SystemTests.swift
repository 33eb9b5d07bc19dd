import Cryptography
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SystemPallets

/// Remarks, the time, and the hashes of blocks.
@Suite struct SystemTests {
    @Test("a remark is for everybody but inherents, and one with event is for signers")
    func remarks() throws {
        let chain = TestChain()
        let quiet = RuntimeCall.system(.remark(remark: [1, 2]))
        #expect(try chain.send(quiet, by: TestChain.bob) == nil)
        #expect(chain.dispatch(quiet, from: .root) == nil)
        #expect(chain.dispatch(quiet, from: .none) == .badOrigin)
        let loud = RuntimeCall.system(.remarkWithEvent(remark: [1, 2]))
        #expect(try chain.send(loud, by: TestChain.bob) == nil)
        let hash = try #require(Hash(Blake2b.hash256([1, 2])))
        #expect(chain.has(.system(.remarked(sender: TestChain.bob.accountID, hash: hash))))
        for origin in [Origin.root, .none] { #expect(chain.dispatch(loud, from: origin) == .badOrigin) }
    }

    @Test("the time is set once a block, by nobody but the author, and never backwards")
    func time() throws {
        let chain = TestChain()
        let now = Timestamp.milliseconds(in: chain.state)
        let later = RuntimeCall.timestamp(.set(now: now + 1))
        #expect(chain.dispatch(later, from: .none) == .other)
        #expect(try chain.refusal(of: chain.bytes(later, by: TestChain.alice)) == .call)
        #expect(chain.dispatch(later, from: .signed(TestChain.alice.accountID)) == .badOrigin)
        #expect(chain.dispatch(later, from: .root) == .badOrigin)
        Runtime.endBlock(in: &chain.state)
        #expect(chain.dispatch(.timestamp(.set(now: now - 1)), from: .none) == .other)
        #expect(chain.dispatch(.timestamp(.set(now: now)), from: .none) == nil)
    }

    @Test("the last 2,401 block hashes and the genesis hash are known")
    func blockHashes() {
        let limit = System.blockHashesMaximum
        var state = Runtime.state(over: MemoryBackend())
        for number in 1...limit + 10 {
            System.initializeBlock(
                number: number, parentHash: TestChain.hash(of: number - 1), digest: Digest(logs: []), in: &state)
            #expect(state.get(System.blockHash, 0) == TestChain.hash(of: 0), "block \(number)")
            if number > limit + 1 {
                let oldest = number - 1 - limit
                #expect(state.get(System.blockHash, oldest) == TestChain.hash(of: oldest))
                #expect(state.contains(System.blockHash, oldest - 1) == (oldest == 1))
            }
            System.finalizeBlock(in: &state)
        }
    }

    @Test("every event of a block is filed with its phase")
    func eventsAreFiled() throws {
        let chain = TestChain()
        try chain.send(.system(.remarkWithEvent(remark: [7])), by: TestChain.bob)
        Runtime.endBlock(in: &chain.state)
        let records = chain.state.get(System.events)
        #expect(records == chain.state.events)
        #expect(chain.state.get(System.eventCount) == UInt32(records.count))
        let remark = records.first { if case .system(.remarked) = $0.event { true } else { false } }
        #expect(remark?.phase == .applyExtrinsic(1))
    }

    @Test("an inherent that fails leaves nothing, and a signed extrinsic is none")
    func inherents() throws {
        let chain = TestChain()
        let before = chain.state.changes
        #expect(throws: DispatchError.badOrigin) {
            try Runtime.applyInherent(
                try chain.extrinsic(.system(.remark(remark: [])), by: TestChain.bob), index: 1, in: &chain.state)
        }
        #expect(throws: DispatchError.other) {
            try Runtime.applyInherent(Runtime.timestampInherent(1), index: 1, in: &chain.state)
        }
        #expect(chain.state.changes == before)
    }
}
