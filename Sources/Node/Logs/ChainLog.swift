import Chain
import JSON
import Logging
import Primitives

/// Writes down what happens on the chain and in its pool.
struct ChainLog: Sendable {
    private let chain: Logger
    private let pool: Logger

    init(_ logs: NodeLogs) {
        chain = logs[.chain]
        pool = logs[.pool]
    }

    /// What listens, or `nil` where nothing of it would be written.
    var witness: Chain.Witness? {
        guard chain.logLevel <= .info || pool.logLevel <= .debug else { return nil }
        return { report in record(report) }
    }

    private func record(_ report: ChainReport) {
        switch report {
        case .block(let block):
            for netuid in block.epochs {
                chain.info("epoch", metadata: ["netuid": "\(netuid)", "block": "\(block.number)"])
            }
            chain.debug(
                "block",
                metadata: [
                    "number": "\(block.number)", "hash": "\(Hexadecimal.encode(block.hash.bytes))",
                    "extrinsics": "\(block.signedCount)", "failed": "\(block.failedCount)",
                    "rejected": "\(block.rejectedCount)", "execution": "\(block.times.execution.milliseconds)",
                    "commit": "\(block.times.commit.milliseconds)",
                ])
        case .accepted(let hash):
            pool.trace("extrinsic taken", metadata: ["hash": "\(Hexadecimal.encode(hash.bytes))"])
        case .refused(let error):
            pool.debug("extrinsic refused", metadata: ["reason": "\(SubmissionOutcome(error).rawValue)"])
        }
    }
}

extension Duration {
    /// As people read it: `1.234 ms`.
    var milliseconds: String {
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        let fraction = "\(microseconds % 1_000)"
        return "\(microseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction) ms"
    }
}
