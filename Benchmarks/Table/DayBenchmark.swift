import CallCosts
import Chain
import Foundation
import Frame
import Measuring
import Primitives
import Runtime
import RuntimeInterface
import StateStore

/// A day of the main network's chain, 7,200 blocks without extrinsics over 64 subnets of 256 neurons, made in this
/// process as fast as it goes. The chain is on disk, as `myelin node` without `--data` keeps it: the system writes when
/// it likes.
enum DayBenchmark: Benchmark {
    static let name = "day"

    private static let dayBlocks = 7_200
    private static let slotMilliseconds: UInt64 = 12_000

    static func rows(_ setting: BenchmarkSetting) throws -> [Row] {
        let genesis = SyntheticNetwork.genesis(subnets: 64, neurons: 256, slotMilliseconds: slotMilliseconds)
        // A quick run makes the blocks of two epochs of each subnet and counts them up to a day.
        let blocks = setting.isQuick ? 720 : dayBlocks
        let seconds = try (0..<(setting.isQuick ? 1 : 3)).map { _ in try run(genesis, blocks: blocks) }
        let epochs = dayBlocks / Int(SyntheticNetwork.tempo) * 64
        return [
            Row(
                what: "one day of chain, 7,200 blocks, 64 subnets × 256 UIDs, \(epochs) epochs, on disk unsynced",
                unit: "s", sample: Sample(seconds).scaled(by: Double(dayBlocks) / Double(blocks)), budget: .atMost(60))
        ]
    }

    /// Seconds that so many blocks take on a new chain.
    private static func run(_ genesis: [StateChange], blocks: Int) throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-day-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try StateStore(directory: folder, durability: .temporary)
        let executor = BlockExecutor(store: store, slotMilliseconds: slotMilliseconds)
        _ = try executor.commitGenesis(genesis)
        let start = ContinuousClock.now
        for number in 1...blocks {
            let proposal = BlockProposal(
                milliseconds: 1_700_000_000_000 + UInt64(number) * slotMilliseconds, extrinsics: [])
            try executor.commit(try executor.execute(proposal))
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        try check(executor, blocks: blocks)
        return seconds
    }

    /// A day that was not lived through is no day: the books balance, and every subnet had its epochs.
    private static func check(_ executor: BlockExecutor, blocks: Int) throws {
        if let violation = try executor.brokenInvariant(after: BlockNumber(blocks)) {
            throw BenchmarkFailure(violation)
        }
        let epochs = try executor.withLatestState { (state, _) throws(ChainError) in
            SyntheticNetwork.netuids(64).map { state.get(Subtensor.subnetEpochIndex, $0) }
        }
        let expected = UInt64(blocks) / UInt64(SyntheticNetwork.tempo)
        guard epochs.allSatisfy({ $0 >= expected - 1 }) else {
            throw BenchmarkFailure("subnets ran \(epochs.min() ?? 0) epochs instead of \(expected)")
        }
    }
}
