import Client
import Foundation
import Frame
import Primitives
import Runtime
import RuntimeInterface
import StateStore
import SubtensorPallets
import Testing
import Yuma
import YumaReference

@testable import Chain

/// The chain that a run of `myelin up` leaves behind, read back from its directory.
private struct KeptChain {
    let executor: BlockExecutor
    let latest: BlockRecord

    init(in directory: String) throws {
        let store = try StateStore(directory: directory)
        executor = BlockExecutor(store: store, slotMilliseconds: 250)
        latest = try #require(try store.latest())
    }

    /// Reads the state after a block.
    func state<Result>(after number: BlockNumber, _ body: (borrowing State) throws(ChainError) -> Result) throws
        -> Result
    {
        try executor.withState(at: .number(number)) { (state) throws(ChainError) in try body(state) }
    }

    /// What the epoch of block `number` ran on: the state before it, and what the block did before the epoch.
    func epoch(of netuid: NetUID, in number: BlockNumber) throws -> EpochReplay? {
        try executor.read(.number(number - 1)) { (reader) throws(ChainError) in
            var state = Runtime.state(over: StoredState(reader))
            Runtime.beginBlock(number: number, parentHash: reader.block.hash, digest: Digest(logs: []), in: &state)
            return Subtensor.replayToEpoch(of: netuid, in: &state)
        }
    }
}

/// What holds of every block of a network that really ran.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: UpProcess.binary != nil, "MYELIN_BINARY names no executable: `./test` sets it"))
struct KeptChainTests {
    @Test("the slow twin explains the epochs of a run, and the books balance after every block of it")
    func explained() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kept-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let netuid = try await run(in: folder.path)
        let chain = try KeptChain(in: folder.appending(path: "chain").path)
        for number in 0...chain.latest.number {
            let violation = try chain.executor.brokenInvariant(after: number)
            #expect(violation == nil, "block \(number)")
        }
        var explained = 0
        for number in 1...chain.latest.number {
            let last = try chain.state(after: number) { state in state.get(Subtensor.lastEpochBlock, netuid) }
            guard last == UInt64(number), let replay = try chain.epoch(of: netuid, in: number) else { continue }
            try expectStored(referenceEpoch(try #require(replay.inputs.first)), in: chain, netuid, number)
            explained += 1
        }
        #expect(explained >= 2)
        print("kept chain: invariants of \(chain.latest.number + 1) blocks, \(explained) epochs explained")
    }

    /// Runs the network until its miners were paid, and ends it.
    private func run(in directory: String) async throws -> NetUID {
        let up = try UpProcess(["--port", "0", "--data", directory])
        let (url, number) = try await up.network()
        let client = try await ChainClient.connect(to: url)
        _ = try await up.wait(for: "incentives") {
            try await client.metagraph(NetUID(number)).flatMap { $0.incentive.filter { $0 > 0 }.count >= 4 ? $0 : nil }
        }
        client.close()
        up.send(SIGINT)
        #expect(try await up.end() == 0, "\(up.output)")
        return NetUID(number)
    }

    private func expectStored(
        _ output: EpochOutput, in chain: KeptChain, _ netuid: NetUID, _ number: BlockNumber
    ) throws {
        try chain.state(after: number) { state in
            let incentive = state.get(Subtensor.incentive, NetUidStorageIndex(netuid.number)).map(\.rawValue)
            #expect(incentive == output.incentive, "block \(number)")
            #expect(state.get(Subtensor.dividends, netuid).map(\.rawValue) == output.dividends, "block \(number)")
            #expect(state.get(Subtensor.emission, netuid).map(\.units) == output.emission, "block \(number)")
        }
    }
}
