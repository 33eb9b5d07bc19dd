import FixedPoint
import RuntimeInterface

/// The settings of the whole network. Source: pallets/admin-utils/src/lib.rs of the reference.
extension AdminUtils {
    static let txRateLimit = NetworkSetting(Subtensor.txRateLimit) { .subtensor(.txRateLimitSet($0)) }
    static let delegateTakeRateLimit = NetworkSetting(Subtensor.txDelegateTakeRateLimit) {
        .subtensor(.txDelegateTakeRateLimitSet($0))
    }
    static let delegateTakeMinimum = NetworkSetting(Subtensor.minDelegateTake) { .subtensor(.minDelegateTakeSet($0)) }
    static let delegateTakeMaximum = NetworkSetting(Subtensor.maxDelegateTake) { .subtensor(.maxDelegateTakeSet($0)) }
    /// The share of childkey dividends that is burned, in parts of 2⁶⁴ − 1.
    static let childkeyBurn = NetworkSetting(Subtensor.ckBurn)

    /// Blocks between the announcement of a coldkey swap and the swap.
    static let coldkeySwapDelay = NetworkSetting(Subtensor.coldkeySwapAnnouncementDelay) {
        .subtensor(.coldkeySwapAnnouncementDelaySet($0))
    }
    /// Blocks after which a swap that could have happened may be announced anew or taken back.
    static let coldkeySwapChangeDelay = NetworkSetting(Subtensor.coldkeySwapReannouncementDelay) {
        .subtensor(.coldkeySwapReannouncementDelaySet($0))
    }

    static let networkRateLimit = NetworkSetting(Subtensor.networkRateLimit) { .subtensor(.networkRateLimitSet($0)) }
    static let networkImmunityPeriod = NetworkSetting(Subtensor.networkImmunityPeriod) {
        .subtensor(.networkImmunityPeriodSet($0))
    }
    static let lockCostMinimum = NetworkSetting(Subtensor.networkMinLockCost) {
        .subtensor(.networkMinLockCostSet($0))
    }
    static let lockReductionInterval = NetworkSetting(Subtensor.networkLockReductionInterval) {
        .subtensor(.networkLockCostReductionIntervalSet($0))
    }
    static let subnetLimit = NetworkSetting(Subtensor.subnetLimit) { .subtensor(.subnetLimitSet($0)) }
    static let startCallDelay = NetworkSetting(Subtensor.startCallDelay) { .subtensor(.startCallDelaySet($0)) }
    /// The reference dissolves at once, too; clients read the value.
    static let dissolveDuration = NetworkSetting(Subtensor.dissolveNetworkScheduleDuration) {
        .subtensor(.dissolveNetworkScheduleDurationSet($0))
    }

    static let subnetOwnerCut = NetworkSetting(Subtensor.subnetOwnerCut) { .subtensor(.subnetOwnerCutSet($0)) }
    static let stakeThreshold = NetworkSetting(Subtensor.stakeThreshold) { .subtensor(.stakeThresholdSet($0)) }
    /// How fast moving prices follow prices.
    static let movingAlpha = NetworkSetting(Subtensor.subnetMovingAlpha)
    static let commitRevealVersion = NetworkSetting(Subtensor.commitRevealWeightsVersion) {
        .subtensor(.commitRevealVersionSet($0))
    }

    // What shares of emission by flows of TAO would depend on. Spec 425 and its successors keep the values and the sums
    // of flows, and share by prices: nothing computes the averages (pallets/subtensor/src/coinbase/subnet_emissions.rs,
    // `get_shares_flow`, which nothing calls).
    static let flowCutoff = NetworkSetting(Subtensor.taoFlowCutoff)
    static let flowExponent = NetworkSetting(
        Subtensor.flowNormExponent,
        bounds: [.init(.adminUtils(.invalidValue)) { proposal, _ in (U64F64(1)...U64F64(2)).contains(proposal.value) }])
    static let flowSmoothing = NetworkSetting(Subtensor.flowEmaSmoothingFactor)
    static let netFlow = NetworkSetting(Subtensor.netTaoFlowEnabled)

    static let adminFreezeWindow = NetworkSetting(Subtensor.adminFreezeWindow) {
        .subtensor(.adminFreezeWindowSet($0))
    }
    static let ownerRateLimit = NetworkSetting(Subtensor.ownerHyperparamRateLimit) {
        .subtensor(.ownerHyperparamRateLimitSet($0))
    }
    static let epochsMaximum = NetworkSetting(
        Subtensor.maxEpochsPerBlock,
        bounds: [.init(.adminUtils(.valueNotInBounds)) { proposal, _ in proposal.value > 0 }]
    ) { .subtensor(.maxEpochsPerBlockSet($0)) }
}
