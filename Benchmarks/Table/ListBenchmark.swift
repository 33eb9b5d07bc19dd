import CallCosts
import Chain
import Cryptography
import Foundation
import Frame
import Measuring
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore

/// What an entry of a long list takes in a block, its part of the commit included: the weights of calls that work
/// through lists follow these times.
enum ListBenchmark: Benchmark {
    static let name = "lists"

    private static let entries = 10_000
    private static let slotMilliseconds: UInt64 = 12_000

    static func rows(_ setting: BenchmarkSetting) throws -> [Row] {
        let owner = try Keypair(uri: "//Alice")
        let genesis = LongLists.genesis(owner: owner.accountID, entries: entries, slotMilliseconds: slotMilliseconds)
        let claims = entries / 5 * LongLists.claimed.count
        let calls: [(String, RuntimeCall, Int)] = [
            (
                "one of 10,000 stakers whose hotkey is swapped",
                .subtensor(
                    .swapHotkey(
                        hotkey: LongLists.popularHotkey, newHotkey: LongLists.newHotkey, netuid: nil)), entries
            ),
            (
                "one of 10,000 root dividends that are claimed and sold",
                .subtensor(.claimRoot(subnets: LongLists.claimed)), claims
            ),
        ]
        return try calls.map { what, call, count in
            let times = try (0..<setting.runs(5)).map { _ in try run(call, by: owner, on: genesis) / Double(count) }
            return Row(what: what + ", commit included", unit: "µs of processor", sample: Sample(times))
        }
    }

    /// Microseconds of processor that a block takes longer with the call than without it.
    private static func run(_ call: RuntimeCall, by signer: Keypair, on genesis: [StateChange]) throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-lists-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try StateStore(directory: folder, durability: .temporary)
        let executor = BlockExecutor(store: store, slotMilliseconds: slotMilliseconds)
        let genesisHash = try executor.commitGenesis(genesis)
        let extra = ExtrinsicExtra(era: .immortal, nonce: 0, tip: .zero)
        let payload = extra.signingPayload(
            callBytes: call.encoded(), specVersion: RuntimeVersion.current.specVersion,
            transactionVersion: RuntimeVersion.current.transactionVersion, genesisHash: genesisHash,
            birthHash: genesisHash)
        let extrinsic = Extrinsic.signed(
            callBytes: call.encoded(), signer: signer.accountID, signature: signer.multiSignature(payload),
            extra: extra)
        let empty = try time(of: [], number: 1, executor)
        let full = try time(of: [extrinsic], number: 2, executor)
        return (full - empty) * 1e6
    }

    private static func time(
        of extrinsics: [[UInt8]], number: UInt64, _ executor: BlockExecutor
    ) throws -> Double {
        let start = Stopwatch.processorSeconds
        let block = try executor.execute(
            BlockProposal(
                milliseconds: 1_700_000_000_000 + number * slotMilliseconds, extrinsics: extrinsics))
        try executor.commit(block)
        guard block.rejected.isEmpty, block.failedCount == 0, block.signedCount == extrinsics.count else {
            throw BenchmarkFailure("the call did not run: \(block.rejected)")
        }
        return Stopwatch.processorSeconds - start
    }
}
