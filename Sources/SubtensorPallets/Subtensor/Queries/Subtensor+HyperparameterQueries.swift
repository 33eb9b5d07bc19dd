import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

/// The settings of a subnet. Source: pallets/subtensor/src/rpc_info/subnet_info.rs.
extension Subtensor {
    /// The settings as the first version lists them; `nil` where there is no such subnet.
    public static func hyperparameters(of netuid: NetUID, in state: borrowing State) -> SubnetHyperparams? {
        subnetExists(netuid, in: state) ? hyperparameters(presentOf: netuid, in: state) : nil
    }

    /// The settings of a subnet that exists.
    static func hyperparameters(presentOf netuid: NetUID, in state: borrowing State) -> SubnetHyperparams {
        let alphas = state.get(alphaValues, netuid)
        return SubnetHyperparams(
            rho: state.get(rho, netuid), kappa: state.get(kappa, netuid),
            immunityPeriod: state.get(immunityPeriod, netuid), minAllowedWeights: state.get(minAllowedWeights, netuid),
            maxWeightsLimit: state.get(maxWeightsLimit, netuid), tempo: state.get(tempo, netuid),
            minDifficulty: state.get(minDifficulty, netuid), maxDifficulty: state.get(maxDifficulty, netuid),
            weightsVersion: state.get(weightsVersionKey, netuid),
            weightsRateLimit: state.get(weightsSetRateLimit, netuid),
            adjustmentInterval: state.get(adjustmentInterval, netuid),
            activityCutoff: activityCutoffBlocks(of: netuid, in: state),
            registrationAllowed: state.get(networkRegistrationAllowed, netuid),
            targetRegsPerInterval: state.get(targetRegistrationsPerInterval, netuid),
            minBurn: state.get(minBurn, netuid), maxBurn: state.get(maxBurn, netuid),
            bondsMovingAvg: state.get(bondsMovingAverage, netuid),
            maxRegsPerBlock: state.get(maxRegistrationsPerBlock, netuid),
            servingRateLimit: state.get(servingRateLimit, netuid),
            maxValidators: state.get(maxAllowedValidators, netuid), adjustmentAlpha: state.get(adjustmentAlpha, netuid),
            difficulty: state.get(difficulty, netuid), commitRevealPeriod: state.get(revealPeriodEpochs, netuid),
            commitRevealWeightsEnabled: state.get(commitRevealWeightsEnabled, netuid), alphaHigh: alphas.second,
            alphaLow: alphas.first, liquidAlphaEnabled: state.get(liquidAlphaOn, netuid))
    }

    /// The settings as the second version lists them; `nil` where there is no such subnet.
    public static func hyperparametersV2(of netuid: NetUID, in state: borrowing State) -> SubnetHyperparamsV2? {
        guard let first = hyperparameters(of: netuid, in: state) else { return nil }
        return SubnetHyperparamsV2(
            rho: first.rho, kappa: first.kappa, immunityPeriod: first.immunityPeriod,
            minAllowedWeights: first.minAllowedWeights, maxWeightsLimit: first.maxWeightsLimit, tempo: first.tempo,
            minDifficulty: first.minDifficulty, maxDifficulty: first.maxDifficulty,
            weightsVersion: first.weightsVersion, weightsRateLimit: first.weightsRateLimit,
            adjustmentInterval: first.adjustmentInterval, activityCutoff: first.activityCutoff,
            registrationAllowed: first.registrationAllowed, targetRegsPerInterval: first.targetRegsPerInterval,
            minBurn: first.minBurn, maxBurn: first.maxBurn, bondsMovingAvg: first.bondsMovingAvg,
            maxRegsPerBlock: first.maxRegsPerBlock, servingRateLimit: first.servingRateLimit,
            maxValidators: first.maxValidators, adjustmentAlpha: first.adjustmentAlpha, difficulty: first.difficulty,
            commitRevealPeriod: first.commitRevealPeriod, commitRevealWeightsEnabled: first.commitRevealWeightsEnabled,
            alphaHigh: first.alphaHigh, alphaLow: first.alphaLow, liquidAlphaEnabled: first.liquidAlphaEnabled,
            alphaSigmoidSteepness: sigmoidSteepness(of: netuid, in: state),
            yumaVersion: yumaVersion(of: netuid, in: state), subnetIsActive: state.get(subtokenEnabled, netuid),
            transfersEnabled: state.get(transferToggle, netuid), bondsResetEnabled: state.get(bondsResetOn, netuid),
            userLiquidityEnabled: false)
    }

    /// The settings as named values, in the reference's order; `nil` where there is no such subnet.
    public static func hyperparametersV3(of netuid: NetUID, in state: borrowing State) -> [HyperparamEntry]? {
        guard let first = hyperparameters(of: netuid, in: state) else { return nil }
        let values: [(String, HyperparamValue)] = [
            ("kappa", .u16(first.kappa)),
            ("immunity_period", .u16(first.immunityPeriod)),
            ("min_allowed_weights", .u16(first.minAllowedWeights)),
            ("max_weights_limit", .u16(first.maxWeightsLimit)),
            ("tempo", .u16(first.tempo)),
            ("weights_version", .u64(first.weightsVersion)),
            ("weights_rate_limit", .u64(first.weightsRateLimit)),
            ("activity_cutoff", .u64(first.activityCutoff)),
            ("activity_cutoff_factor", .u32(state.get(activityCutoffFactorMilli, netuid))),
            ("registration_allowed", .bool(first.registrationAllowed)),
            ("target_regs_per_interval", .u16(first.targetRegsPerInterval)),
            ("min_burn", .taoBalance(first.minBurn)),
            ("max_burn", .taoBalance(first.maxBurn)),
            ("burn_half_life", .u16(state.get(burnHalfLife, netuid))),
            ("burn_increase_mult", .u64F64(state.get(burnIncreaseMult, netuid))),
            ("bonds_moving_avg", .u64(first.bondsMovingAvg)),
            ("max_regs_per_block", .u16(first.maxRegsPerBlock)),
            ("serving_rate_limit", .u64(first.servingRateLimit)),
            ("max_validators", .u16(first.maxValidators)),
            ("commit_reveal_period", .u64(first.commitRevealPeriod)),
            ("commit_reveal_weights_enabled", .bool(first.commitRevealWeightsEnabled)),
            ("alpha_high", .u16(first.alphaHigh)),
            ("alpha_low", .u16(first.alphaLow)),
            ("liquid_alpha_enabled", .bool(first.liquidAlphaEnabled)),
            ("alpha_sigmoid_steepness", .i32F32(sigmoidSteepness(of: netuid, in: state))),
            ("yuma_version", .u16(yumaVersion(of: netuid, in: state))),
            ("subnet_is_active", .bool(state.get(subtokenEnabled, netuid))),
            ("transfers_enabled", .bool(state.get(transferToggle, netuid))),
            ("bonds_reset_enabled", .bool(state.get(bondsResetOn, netuid))),
            ("user_liquidity_enabled", .bool(false)),
            ("owner_cut_enabled", .bool(state.get(ownerCutEnabled, netuid))),
            ("owner_cut_auto_lock_enabled", .bool(state.get(ownerCutAutoLockEnabled, netuid))),
            ("min_childkey_take", .u16(effectiveChildkeyTakeMinimum(on: netuid, in: state))),
        ]
        return values.map { HyperparamEntry(name: Array($0.0.utf8), value: $0.1) }
    }

    private static func yumaVersion(of netuid: NetUID, in state: borrowing State) -> UInt16 {
        state.get(yuma3On, netuid) ? 3 : 2
    }

    private static func sigmoidSteepness(of netuid: NetUID, in state: borrowing State) -> I32F32 {
        I32F32(saturating: state.get(alphaSigmoidSteepness, netuid))
    }
}
