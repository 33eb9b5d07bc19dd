import Cryptography
import Foundation
import JSON
import Measuring
import SCALE

/// Verification of sr25519 signatures, one by one and in batches, against the official SDKs' libraries in Rust on the
/// same signatures.
enum SignatureBenchmark: Benchmark {
    static let name = "signatures"

    private static let batchCount = 64

    static func rows(_ setting: BenchmarkSetting) throws -> [Row] {
        var claims: [Sr25519.Claim] = []
        for number in 0..<batchCount {
            let keypair = try Keypair(uri: "//\(number % 32)")
            let message = (0..<96).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
            claims.append(
                Sr25519.Claim(
                    message: message, signature: keypair.sign(message).bytes, publicKey: keypair.publicKey))
        }
        let runs = setting.runs(400)
        var areGood = true
        let batch = Stopwatch.processorSeconds(runs: runs) { areGood = areGood && Sr25519.verifyBatch(claims) }
        let single = Stopwatch.processorSeconds(runs: max(runs / 4, 3)) {
            for claim in claims {
                areGood =
                    areGood && Sr25519.verify(claim.signature, message: claim.message, publicKey: claim.publicKey)
            }
        }
        guard areGood else { throw BenchmarkFailure("a good signature was refused") }
        let baselines = try baselines(claims, setting)
        let scale = 1e6 / Double(batchCount)
        return [
            Row(
                what: "signature, in a batch of \(batchCount)", unit: "µs of processor",
                sample: batch.scaled(by: scale), budget: .atMost(32), baselines: baselines),
            Row(
                what: "signature, by itself", unit: "µs of processor", sample: single.scaled(by: scale),
                baselines: baselines),
        ]
    }

    /// Microseconds that one verification takes in the libraries of the SDKs that are there.
    private static func baselines(
        _ claims: [Sr25519.Claim], _ setting: BenchmarkSetting
    ) throws -> [(name: String, sample: Sample)] {
        let value: [String: Any] = [
            "runs": setting.runs(100),
            "claims": claims.map { claim in
                [claim.signature, claim.message, claim.publicKey].map { Hexadecimal.encode($0) }
            },
        ]
        var baselines: [(name: String, sample: Sample)] = []
        for environment in [setting.environment11, setting.environment10].compactMap({ $0 }) {
            let answer = try ChildOutput.python("signatures.py", in: environment, value)
            guard let name = answer["library"] as? String, let times = answer["microseconds"] as? [Double] else {
                throw BenchmarkFailure("signatures.py answers \(answer.keys.sorted())")
            }
            baselines.append(("\(name), one by one", Sample(times)))
        }
        return baselines
    }
}
