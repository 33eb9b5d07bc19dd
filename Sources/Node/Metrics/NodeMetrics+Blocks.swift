import Chain
import Frame
import Primitives
import RuntimeInterface
import StateStore
import SystemPallets

extension NodeMetrics {
    var blockFamilies: [MetricFamily] {
        let statistics = chain.statistics
        let latest = try? chain.executor.withLatestState { (state, block) throws(ChainError) in
            (height: Int(block.number), milliseconds: Timestamp.milliseconds(in: state))
        }
        // Blocks are final when they are made.
        let heights = latest.map { [("best", $0.height), ("finalized", $0.height)] } ?? []
        let time = latest.map { MetricFamily.Sample(labels: [], value: .number(Double($0.milliseconds) / 1000)) }
        return [
            .group(.gauge, "myelin_block_height", by: "status", heights, "Number of the latest block."),
            MetricFamily(
                name: "myelin_block_timestamp_seconds", help: "Unix time that the latest block tells.", kind: .gauge,
                samples: time.map { [$0] } ?? []),
            .durations("myelin_block_interval_seconds", statistics.blockInterval, "Time from block to block."),
            .durations(
                "myelin_block_execution_seconds", statistics.blockExecution,
                "Time to execute a block, state root included."),
            .durations("myelin_block_commit_seconds", statistics.blockCommit, "Time to write a block to the store."),
            .counter(
                "myelin_block_failures_total", statistics.blockFailureCount, "Attempts to make a block that failed."),
            .counter(
                "myelin_block_body_bytes_total", statistics.bodyByteCount, "Bytes of the extrinsics in blocks."),
            .tally(
                "myelin_extrinsics_total", by: "outcome", statistics.extrinsics,
                "Extrinsics that were proposed for blocks."),
        ]
    }

    var poolFamilies: [MetricFamily] {
        let pool = chain.poolStatus
        return [
            .group(
                .gauge, "myelin_pool_extrinsics", by: "state",
                [("ready", pool.readyCount), ("future", pool.futureCount)], "Extrinsics that wait for a block."),
            .gauge("myelin_pool_extrinsics_limit", pool.countMaximum, "Extrinsics that may wait."),
            .gauge("myelin_pool_bytes", pool.byteCount, "Bytes of the extrinsics that wait."),
            .gauge("myelin_pool_bytes_limit", pool.byteMaximum, "Bytes of extrinsics that may wait."),
            .gauge("myelin_pool_accounts", pool.accountCount, "Accounts whose extrinsics wait."),
            .tally(
                "myelin_pool_submissions_total", by: "outcome", chain.statistics.submissions,
                "Extrinsics that clients submitted."),
        ]
    }
}
