import Frame
import Primitives
import RuntimeInterface
import SCALE

/// Settings of a subnet that weights and consensus depend on.
/// Source: pallets/admin-utils/src/lib.rs of the reference.
extension AdminUtils {
    /// Owners wait longer than for other values.
    static let weightsVersionKey = SubnetSetting(
        Subtensor.weightsVersionKey,
        by: .ownerOnceIn(tempos: Subtensor.weightsVersionKeyRateLimit, .setWeightsVersionKey),
        emits: { .subtensor(.weightsVersionKeySet($0, $1)) })
    static let weightsRateLimit = SubnetSetting(
        Subtensor.weightsSetRateLimit, by: .root, respectsWindow: false,
        emits: { .subtensor(.weightsSetRateLimitSet($0, $1)) })
    static let weightsMinimum = SubnetSetting(
        Subtensor.minAllowedWeights, by: .owner(.minAllowedWeights),
        emits: { .subtensor(.minAllowedWeightSet($0, $1)) })
    static let commitReveal = SubnetSetting(
        Subtensor.commitRevealWeightsEnabled, by: .owner(.commitRevealEnabled),
        emits: { .subtensor(.commitRevealEnabled($0, $1)) })
    static let revealPeriod = SubnetSetting(
        Subtensor.revealPeriodEpochs, by: .owner(.weightCommitInterval),
        bounds: [
            .init(.subtensor(.revealPeriodTooLarge)) { proposal, _ in proposal.value <= 100 },
            .init(.subtensor(.revealPeriodTooSmall)) { proposal, _ in proposal.value >= 1 },
        ],
        emits: { .subtensor(.commitRevealPeriodsSet($0, $1)) })

    static let kappa = SubnetSetting(
        Subtensor.kappa, by: .root, respectsWindow: false, emits: { .subtensor(.kappaSet($0, $1)) })
    static let rho = SubnetSetting(Subtensor.rho, by: .owner(.rho))
    static let yuma3 = SubnetSetting(
        Subtensor.yuma3On, by: .owner(.yuma3Enabled),
        emits: { .adminUtils(.yuma3EnableToggled(netuid: $0, enabled: $1)) })
    /// What clients of older networks read; the epochs follow the cutoff factor.
    static let activityCutoff = SubnetSetting(
        Subtensor.activityCutoff, by: .owner(.activityCutoff),
        bounds: [.init(.subtensor(.activityCutoffTooLow)) { $0.value >= $1.get(Subtensor.minActivityCutoff) }],
        emits: { .subtensor(.activityCutoffSet($0, $1)) })
    static let activityCutoffFactor = SubnetSetting(
        Subtensor.activityCutoffFactorMilli, by: .root, respectsWindow: false,
        bounds: [
            .init(.subtensor(.activityCutoffFactorMilliOutOfBounds)) { proposal, _ in
                Subtensor.activityCutoffFactors.contains(proposal.value)
            }
        ],
        emits: { .subtensor(.activityCutoffFactorMilliSet(netuid: $0, factorMilli: $1)) })

    static let bondsMovingAverage = SubnetSetting(
        Subtensor.bondsMovingAverage, by: .owner(.bondsMovingAverage),
        bounds: [
            .init(.adminUtils(.bondsMovingAverageMaxReached)) { proposal, _ in
                proposal.isRoots || proposal.value <= 975_000
            }
        ],
        emits: { .subtensor(.bondsMovingAverageSet($0, $1)) })
    static let bondsPenalty = SubnetSetting(
        Subtensor.bondsPenalty, by: .owner(.bondsPenalty), emits: { .subtensor(.bondsPenaltySet($0, $1)) })
    /// Whether commitments of metadata may reset bonds.
    static let bondsReset = SubnetSetting(
        Subtensor.bondsResetOn, by: .owner(.bondsResetEnabled),
        emits: { .subtensor(.bondsResetOnSet($0, $1)) },
        { .adminUtils(.bondsResetToggled(netuid: $0, enabled: $1)) })

    static let liquidAlpha = SubnetSetting(Subtensor.liquidAlphaOn, by: .owner(.liquidAlphaEnabled))
    /// The lowest and highest rate of liquid alpha: at least a fortieth of the range.
    static let alphaValues = SubnetSetting(
        Subtensor.alphaValues, by: .owner(.alphaValues),
        bounds: [
            .init(.subtensor(.liquidAlphaDisabled)) { $1.get(Subtensor.liquidAlphaOn, $0.netuid) },
            .init(.subtensor(.alphaHighTooLow)) { proposal, _ in proposal.value.second >= 1_638 },
            .init(.subtensor(.alphaLowOutOfRange)) { proposal, _ in
                proposal.value.first >= 1_638 && proposal.value.first <= proposal.value.second
            },
        ])
    static let sigmoidSteepness = SubnetSetting(
        Subtensor.alphaSigmoidSteepness, by: .owner(.alphaSigmoidSteepness),
        bounds: [
            .init(.adminUtils(.negativeSigmoidSteepness)) { proposal, _ in proposal.isRoots || proposal.value >= 0 }
        ])
    /// Source: RaoFoundation/subtensor (spec 461), pallets/admin-utils/src/lib.rs, call 104.
    static let liquidAlphaConsensus = SubnetSetting(
        Subtensor.liquidAlphaConsensusMode, by: .owner(.liquidAlphaConsensusMode),
        emits: { .subtensor(.liquidAlphaConsensusModeSet($0, $1)) })

    /// Chooses whether the epochs of a subnet find a consensus.
    ///
    /// Fails as ``Subtensor/setEpochConsensus(_:of:in:)``. For the subnet's owner and root. Source:
    /// RaoFoundation/subtensor at spec 475, pallets/admin-utils/src/lib.rs, call 111.
    static func setEpochConsensus(
        _ netuid: NetUID, _ consensus: EpochConsensus, _ origin: Origin, in state: inout State
    ) throws(DispatchError) {
        try change(netuid, by: .owner(.epochConsensus), origin, in: &state) { state throws(DispatchError) in
            try Subtensor.setEpochConsensus(consensus, of: netuid, in: &state)
        }
    }
}

/// Settings of a subnet that decide what it emits and to whom.
extension AdminUtils {
    /// Whether the subnet gets TAO.
    static let emission = SubnetSetting(
        Subtensor.subnetEmissionEnabled, by: .root, respectsWindow: false, bounds: [.notOnRoot],
        emits: { .adminUtils(.subnetEmissionEnabledSet(netuid: $0, enabled: $1)) })
    static let ownerCut = SubnetSetting(Subtensor.ownerCutEnabled, by: .ownerAtWill, bounds: [.notOnRoot])
    static let recycleOrBurn = SubnetSetting(Subtensor.recycleOrBurn, by: .owner(.recycleOrBurn))
    static let subtoken = SubnetSetting(Subtensor.subtokenEnabled, by: .root)
    static let transfers = SubnetSetting(
        Subtensor.transferToggle, by: .owner(.transferEnabled), emits: { .subtensor(.transferToggle($0, $1)) })
    static let priceHalvingPeriod = SubnetSetting(
        Subtensor.emaPriceHalvingBlocks, by: .root, respectsWindow: false)
    static let childkeyTakeMinimum = SubnetSetting(
        Subtensor.minChildkeyTakePerSubnet, by: .owner(.minChildkeyTake),
        bounds: [
            .init(.adminUtils(.invalidValue)) {
                $0.value.rawValue >= $1.get(Subtensor.minChildkeyTake).rawValue
                    && $0.value.rawValue <= $1.get(Subtensor.maxChildkeyTake).rawValue
            }
        ],
        emits: { .subtensor(.minChildKeyTakePerSubnetSet($0, $1)) })
}
