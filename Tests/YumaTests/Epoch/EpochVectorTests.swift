import Foundation
import Testbed
import Testing
import Yuma
import YumaReference

@Suite("Golden vectors of the epoch")
struct EpochVectorTests {
    /// Cases of `Tests/Vectors/yuma`, each in a file of its own.
    private static let ownCaseCount = 35

    static func vectors() throws -> [EpochVector] {
        try Vectors.files(in: "yuma").compactMap { try EpochVector(Data(contentsOf: $0)) }
    }

    @Test("every vector's output is reproduced bit for bit")
    func outputs() throws {
        let vectors = try Self.vectors()
        print("yuma: \(vectors.count) cases")
        let own = try Vectors.ownFiles(in: "yuma").compactMap { try EpochVector(Data(contentsOf: $0)) }
        #expect(own.count == Self.ownCaseCount)
        for vector in vectors {
            let differences = runEpoch(EpochInput(vector.input)).differences(from: EpochOutput(vector.output))
            #expect(differences.isEmpty, "\(vector.name): \(differences)")
        }
    }

    @Test("the slow twin reproduces every vector's output")
    func twinOutputs() throws {
        for vector in try Self.vectors() {
            let differences = referenceEpoch(EpochInput(vector.input)).differences(from: EpochOutput(vector.output))
            #expect(differences.isEmpty, "\(vector.name): \(differences)")
        }
    }

    @Test("every vector's trace is reproduced bit for bit")
    func traces() throws {
        var compared = 0
        for vector in try Self.vectors() {
            let trace = explainEpoch(EpochInput(vector.input))
            let expected = vector.trace
            var differences: [String] = []
            func check<Value: Equatable>(_ name: String, _ expected: Value?, _ actual: Value?) {
                guard let expected else { return }
                compared += 1
                if expected != actual { differences.append(name) }
            }
            check("stake", expected.stake, trace.stake)
            check("active_stake", expected.active_stake, trace.activeStake)
            check("consensus", expected.consensus, trace.consensus)
            check("validator_trust", expected.validator_trust, trace.validatorTrust)
            check("incentive", expected.incentive, trace.incentive)
            check("dividends", expected.dividends, trace.dividends)
            check("norm_server_emission", expected.norm_server_emission, trace.serverShare)
            check("norm_validator_emission", expected.norm_validator_emission, trace.validatorShare)
            check("norm_combined_emission", expected.norm_combined_emission, trace.combinedShare)
            check("total_bonds_per_validator", expected.total_bonds_per_validator, trace.totalBonds)
            check("weights", expected.weights, trace.weights.flat)
            check("clipped_weights", expected.clipped_weights, trace.clippedWeights.flat)
            // The reference carries bonds to UIDs that do not exist as far as this step.
            let count = Int64(vector.input.n)
            check("bonds_masked_norm", expected.bonds_masked_norm?.map { existing($0, count) }, trace.bondsMasked.flat)
            check("bonds_delta", expected.bonds_delta, trace.bondsDelta?.flat)
            check("bonds_delta_norm", expected.bonds_delta_norm, trace.bondsDeltaNormalised?.flat)
            check("ema_bonds_norm", expected.ema_bonds_norm, trace.bondsAveragedNormalised.flat)
            check("bonds_masked", expected.bonds_masked?.map { existing($0, count) }, trace.bondsMasked.flat)
            check("weights_for_bonds", expected.weights_for_bonds, trace.weightsForBonds.flat)
            check("ema_bonds", expected.ema_bonds, trace.bondsAveraged?.flat)
            check("alphas", expected.alphas?.flatMap { $0 }, trace.alphas)
            #expect(differences.isEmpty, "\(vector.name): \(differences)")
        }
        print("yuma: \(compared) traced values compared")
    }
}

/// The entries of a flat row that point to UIDs below `count`.
private func existing(_ row: [Int64], _ count: Int64) -> [Int64] {
    stride(from: 0, to: row.count - 1, by: 2).filter { row[$0] < count }.flatMap { [row[$0], row[$0 + 1]] }
}

extension SparseRows<Int64> {
    /// Rows as flat lists of UID and value in turn.
    var flat: [[Int64]] { (0..<rowCount).map { row($0).flatMap { [Int64($0.uid), $0.value] } } }
}
