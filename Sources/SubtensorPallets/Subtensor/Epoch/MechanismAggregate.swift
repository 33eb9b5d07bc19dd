import FixedPoint
import Primitives
import Yuma

/// The epochs of a subnet's mechanisms put together: amounts are added, shares are weighted by the mechanism's part of
/// the emission, rounded down after each, and flags hold where any mechanism sets them. Source:
/// pallets/subtensor/src/subnets/mechanism.rs, `epoch_with_mechanisms`.
struct MechanismAggregate: Hashable, Sendable {
    var active: [Bool] = []
    var emission: [UInt64] = []
    var consensus: [UInt16] = []
    var dividends: [UInt16] = []
    var validatorTrust: [UInt16] = []
    var validatorPermits: [Bool] = []
    var stakeWeight: [UInt16] = []
    var serverEmission: [UInt64] = []
    var validatorEmission: [UInt64] = []
    /// Stake of each neuron, added up over mechanisms, as the reference does.
    var stake: [UInt64] = []

    /// - Parameters:
    ///   - outputs: the epochs, the main mechanism's first, all of one number of neurons.
    ///   - emissions: what each divided.
    init(_ outputs: [EpochOutput], emissions: [Alpha]) {
        let total = emissions.reduce(Alpha.zero) { $0.addingClamped($1) }
        for (index, (output, emission)) in zip(outputs, emissions).enumerated() {
            // Where nothing is emitted the main mechanism counts for all.
            let weight =
                total.isZero
                ? (index == 0 ? U64F64.one : .zero)
                : U64F64(emission.units).dividedSafely(by: U64F64(total.units))
            add(output, weight)
        }
    }

    /// Lets the emission of each neuron be what it earned on all mechanisms, not weighted: how epochs without consensus
    /// count (RaoFoundation/subtensor at spec 475, pallets/subtensor/src/tests/null_consensus.rs).
    mutating func addEmissionExactly() {
        emission = zip(serverEmission, validatorEmission).map { Alpha($0).addingClamped(Alpha($1)).units }
    }

    private mutating func add(_ output: EpochOutput, _ weight: U64F64) {
        func sum(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
            left.isEmpty ? right : zip(left, right).map { Alpha($0).addingClamped(Alpha($1)).units }
        }
        func either(_ left: [Bool], _ right: [Bool]) -> [Bool] {
            left.isEmpty ? right : zip(left, right).map { $0 || $1 }
        }
        func accumulated<Number: FixedWidthInteger>(_ left: [Number], _ right: [Number]) -> [Number] {
            right.indices.map { index in
                let old = U64F64(UInt64(index < left.count ? left[index] : 0))
                let added = U64F64(UInt64(right[index])).multipliedSaturated(by: weight)
                return old.addingSaturated(added).floored()
            }
        }
        active = either(active, output.active)
        validatorPermits = either(validatorPermits, output.validatorPermits)
        serverEmission = sum(serverEmission, output.serverEmission)
        validatorEmission = sum(validatorEmission, output.validatorEmission)
        stake = sum(stake, output.stake)
        emission = accumulated(emission, output.emission)
        consensus = accumulated(consensus, output.consensus)
        dividends = accumulated(dividends, output.dividends)
        validatorTrust = accumulated(validatorTrust, output.validatorTrust)
        stakeWeight = accumulated(stakeWeight, output.stakeWeight)
    }
}
