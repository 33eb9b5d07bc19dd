import Foundation
import Yuma

/// One golden vector of an epoch, as stored.
struct EpochVector: Decodable {
    var name: String
    var input: Input
    var output: Output
    var trace: Trace

    /// Rows are flat lists of UID and value in turn.
    typealias Rows = [[Int64]]

    struct Input: Decodable {
        var n: UInt16
        var current_block: UInt64
        var tempo: UInt16
        var activity_cutoff: UInt64
        var last_mechanism_step_block: UInt64
        var last_update: [UInt64]
        var block_at_registration: [UInt64]
        var alpha_stake: [UInt64]
        var tao_stake: [UInt64]
        var tao_weight: UInt64
        var stake_threshold: UInt64
        var max_allowed_validators: UInt16
        var validator_permit: [UInt8]
        var owner_uid: UInt16?
        var kappa: UInt16
        var bonds_penalty: UInt16
        var alpha_low: UInt16
        var alpha_high: UInt16
        var bonds_moving_average: UInt64
        var alpha_sigmoid_steepness: Int16
        var yuma3: Bool
        var liquid_alpha: Bool
        var rao_emission: UInt64
        var weights: Rows
        var bonds: Rows
    }

    struct Output: Decodable {
        var active: [UInt8]
        var stake_weight: [UInt16]
        var consensus: [UInt16]
        var incentive: [UInt16]
        var dividends: [UInt16]
        var validator_trust: [UInt16]
        var server_emission: [UInt64]
        var validator_emission: [UInt64]
        var emission: [UInt64]
        var stake: [UInt64]
        var validator_permit: [UInt8]
        var bonds: Rows
    }

    struct Trace: Decodable {
        var stake: [Int64]
        var active_stake: [Int64]
        var consensus: [Int64]
        var validator_trust: [Int64]
        var incentive: [Int64]
        var dividends: [Int64]
        var norm_server_emission: [Int64]
        var norm_validator_emission: [Int64]
        var norm_combined_emission: [Int64]
        var total_bonds_per_validator: [Int64]?
        var weights: Rows?
        var clipped_weights: Rows?
        var bonds_masked_norm: Rows?
        var bonds_delta: Rows?
        var bonds_delta_norm: Rows?
        var ema_bonds_norm: Rows?
        var bonds_masked: Rows?
        var weights_for_bonds: Rows?
        var ema_bonds: Rows?
        var alphas: [[Int64]]?
    }

    /// What tells an epoch vector from other JSON files.
    private struct Probe: Decodable {
        struct Size: Decodable { var n: UInt16 }
        struct Empty: Decodable {}
        var input: Size
        var output: Empty
    }

    /// The vector in a file; `nil` for a file of another kind. A broken epoch vector throws.
    init?(_ data: Data) throws {
        guard (try? JSONDecoder().decode(Probe.self, from: data)) != nil else { return nil }
        self = try JSONDecoder().decode(EpochVector.self, from: data)
    }
}

extension EpochInput {
    init(_ vector: EpochVector.Input) {
        self.init()
        neuronCount = vector.n
        currentBlock = vector.current_block
        tempo = vector.tempo
        activityCutoff = vector.activity_cutoff
        lastMechanismStepBlock = vector.last_mechanism_step_block
        lastUpdate = vector.last_update
        blockAtRegistration = vector.block_at_registration
        alphaStake = vector.alpha_stake
        taoStake = vector.tao_stake
        taoWeight = vector.tao_weight
        stakeThreshold = vector.stake_threshold
        maxAllowedValidators = vector.max_allowed_validators
        validatorPermits = vector.validator_permit.map { $0 != 0 }
        ownerUID = vector.owner_uid
        kappa = vector.kappa
        bondsPenalty = vector.bonds_penalty
        alphaLow = vector.alpha_low
        alphaHigh = vector.alpha_high
        bondsMovingAverage = vector.bonds_moving_average
        alphaSigmoidSteepness = vector.alpha_sigmoid_steepness
        yuma3 = vector.yuma3
        liquidAlpha = vector.liquid_alpha
        raoEmission = vector.rao_emission
        weights = SparseRows(flat: vector.weights)
        bonds = SparseRows(flat: vector.bonds)
    }
}

extension EpochOutput {
    init(_ vector: EpochVector.Output) {
        self.init()
        active = vector.active.map { $0 != 0 }
        stakeWeight = vector.stake_weight
        consensus = vector.consensus
        incentive = vector.incentive
        dividends = vector.dividends
        validatorTrust = vector.validator_trust
        serverEmission = vector.server_emission
        validatorEmission = vector.validator_emission
        emission = vector.emission
        stake = vector.stake
        validatorPermits = vector.validator_permit.map { $0 != 0 }
        bonds = SparseRows(flat: vector.bonds)
    }

    /// The fields that differ, by name.
    func differences(from other: EpochOutput) -> [String] {
        var names: [String] = []
        if active != other.active { names.append("active") }
        if stakeWeight != other.stakeWeight { names.append("stakeWeight") }
        if consensus != other.consensus { names.append("consensus") }
        if incentive != other.incentive { names.append("incentive") }
        if dividends != other.dividends { names.append("dividends") }
        if validatorTrust != other.validatorTrust { names.append("validatorTrust") }
        if serverEmission != other.serverEmission { names.append("serverEmission") }
        if validatorEmission != other.validatorEmission { names.append("validatorEmission") }
        if emission != other.emission { names.append("emission") }
        if stake != other.stake { names.append("stake") }
        if validatorPermits != other.validatorPermits { names.append("validatorPermits") }
        if bonds != other.bonds { names.append("bonds") }
        return names
    }
}

extension SparseRows where Value: FixedWidthInteger {
    /// Rows given as flat lists of UID and value in turn.
    init(flat rows: [[Int64]]) {
        self.init(
            rows.map { row in
                stride(from: 0, to: row.count - 1, by: 2).map { (UInt16(row[$0]), Value(row[$0 + 1])) }
            })
    }
}
