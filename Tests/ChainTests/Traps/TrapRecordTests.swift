import Cryptography
import Foundation
import Primitives
import RuntimeInterface
import StateStore
import Testing

@testable import Chain

/// What a chain makes of the note that its last run left.
@Suite struct TrapRecordTests {
    /// A store with a genesis block, as a run left it that noted this at last.
    private func left(_ note: ExecutionNote?, _ store: StateStore = .inMemory()) throws -> StateStore {
        _ = try DevelopmentChain(store)
        if let note { try store.setNote(note.bytes) }
        return store
    }

    @Test("a note comes back as it was written")
    func coding() throws {
        let name = try #require(Hash([UInt8](repeating: 7, count: 32)))
        for step in [ExecutionNote.Step.opening, .extrinsic(name), .closing] {
            for isTrapped in [false, true] {
                var note = ExecutionNote(step, of: 0x1020304)
                note.isTrapped = isTrapped
                #expect(ExecutionNote(bytes: note.bytes) == note)
                #expect(note.bytes.first == (isTrapped ? 1 : 0), "the mark is the first byte")
            }
        }
        for bytes in [[], [0], [UInt8](repeating: 9, count: 38), [UInt8](repeating: 0, count: 39)] {
            #expect(ExecutionNote(bytes: bytes) == nil)
        }
    }

    @Test("an extrinsic that the last run trapped in is refused, by the pool and in proposals, for good")
    func trapped() throws {
        let store = StateStore.inMemory()
        let before = try DevelopmentChain(store)
        let guilty = try before.transfer()
        let name = Extrinsic.hash(of: guilty)
        var note = ExecutionNote(.extrinsic(name), of: 1)
        note.isTrapped = true
        try store.setNote(note.bytes)
        for end in [PreviousEnd.trapped(extrinsic: name, block: 1), nil] {
            let chain = try DevelopmentChain(store)
            #expect(chain.chain.previousEnd == end)
            #expect(store.note() == [])
            #expect(chain.refusal { () throws(SubmissionError) in try chain.chain.submit(guilty) } == .trapped)
            let milliseconds = DevelopmentChain.start + 250 * UInt64(try chain.height)
            let block = try chain.chain.execute(BlockProposal(milliseconds: milliseconds, extrinsics: [guilty]))
            #expect(block.rejected.map(\.hash) == [name] && block.signedCount == 0)
            // The nonce is still to be had.
            try chain.chain.submit(try chain.transfer(.tao(2)))
            #expect(try chain.makeBlock().signedCount == 1)
        }
    }

    @Test("a kill blames nobody, two in a row in the same extrinsic blame it")
    func interrupted() throws {
        let store = StateStore.inMemory()
        let name = Extrinsic.hash(of: try DevelopmentChain(store).transfer())
        let other = Extrinsic.hash(of: try DevelopmentChain(store).transfer(.tao(2)))
        for (step, end) in [
            (.extrinsic(name), nil), (.opening, nil), (.extrinsic(other), nil), (.extrinsic(name), nil),
            (.closing, nil), (.extrinsic(name), .interruptedAgain(extrinsic: name, block: 1)), (.opening, nil),
        ] as [(ExecutionNote.Step, PreviousEnd?)] {
            let chain = try DevelopmentChain(try left(ExecutionNote(step, of: 1), store))
            #expect(chain.chain.previousEnd == end)
        }
    }

    @Test("a trap in hooks blames no extrinsic, and a note of a block that was committed says nothing")
    func hooks() throws {
        for step in [ExecutionNote.Step.opening, .closing] {
            var note = ExecutionNote(step, of: 1)
            note.isTrapped = true
            let chain = try DevelopmentChain(try left(note))
            #expect(chain.chain.previousEnd == .trappedInHooks(block: 1))
            #expect(chain.chain.traps.refused.isEmpty)
            note = ExecutionNote(step, of: 0)
            note.isTrapped = true
            #expect(try DevelopmentChain(try left(note)).chain.previousEnd == nil)
        }
    }

    @Test("what runs is noted before it runs, and nothing is once the block is committed")
    func noted() throws {
        let chain = try DevelopmentChain()
        let store = chain.chain.executor.store
        try chain.chain.submit(try chain.transfer())
        let proposal = try chain.chain.proposal(at: DevelopmentChain.start)
        #expect(store.note() == [])
        let block = try chain.chain.execute(proposal)
        #expect(ExecutionNote(bytes: store.note()) == ExecutionNote(.closing, of: 1))
        try chain.chain.commit(block)
        #expect(store.note() == [])
    }

    @Test("a store that cannot be read in the middle of a block ends the process with one line and status 74")
    func unreadable() async throws {
        let result = await #expect(
            processExitsWith: .exitCode(UnreadableStore.exitStatus), observing: [\.standardErrorContent]
        ) {
            let folder = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)").path
            let account = DevelopmentChain.bob.accountID
            do { _ = try DevelopmentChain(try StateStore(directory: folder, durability: .temporary)) }
            let file = URL(filePath: folder + "/data.mdb")
            var bytes = try Data(contentsOf: file)
            var start = bytes.startIndex
            // The record of an account: its value stands behind its key.
            while let key = bytes[start...].range(of: Data(System.account.path(account))) {
                if key.upperBound + 20 < bytes.endIndex { bytes[key.upperBound + 18] ^= 1 }
                start = key.upperBound
            }
            try bytes.write(to: file)
            let store = try StateStore(directory: folder, durability: .temporary, audit: .skipped)
            try? FileManager.default.removeItem(atPath: folder)
            let chain = try DevelopmentChain(store)
            _ = try chain.free(account)
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("the node stops") && text.contains("data.mdb is damaged") && text.contains("restore"))
    }
}
