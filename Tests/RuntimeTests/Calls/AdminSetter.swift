import FixedPoint
import Primitives
import RuntimeInterface

/// One setter of a hyper-parameter and who may use it.
struct AdminSetter: Sendable {
    enum Permission: Sendable, Equatable {
        case owner
        /// Like ``owner``, with a limit of so many blocks in place of one in tempos.
        case ownerEvery(BlockNumber)
        /// Like ``owner``, without a limit of its own.
        case ownerAtWill
        case root
    }

    var name: String
    var permission: Permission
    /// Whether it is refused shortly before an epoch.
    var respectsWindow: Bool
    var call: @Sendable (NetUID) -> AdminUtils.Call
    private var eventOf: [@Sendable (NetUID) -> RuntimeEvent]

    /// - Parameter events: what it emits, in order.
    init(
        _ name: String, _ permission: Permission, window: Bool = true,
        _ call: @escaping @Sendable (NetUID) -> AdminUtils.Call,
        _ events: @Sendable (NetUID) -> RuntimeEvent...
    ) {
        self.name = name
        self.permission = permission
        respectsWindow = window
        self.call = call
        eventOf = events
    }

    /// All that it emits on a subnet, in order.
    func events(_ netuid: NetUID) -> [RuntimeEvent] { eventOf.map { $0(netuid) } }

    /// Every setter of a value of one subnet.
    static let all: [AdminSetter] = [
        .init("serving rate limit", .owner, { .sudoSetServingRateLimit(netuid: $0, servingRateLimit: 3) }) {
            .subtensor(.servingRateLimitSet($0, 3))
        },
        .init("version key", .owner, { .sudoSetWeightsVersionKey(netuid: $0, weightsVersionKey: 3) }) {
            .subtensor(.weightsVersionKeySet($0, 3))
        },
        .init(
            "weights rate limit", .root, window: false,
            {
                .sudoSetWeightsSetRateLimit(netuid: $0, weightsSetRateLimit: 3)
            }
        ) { .subtensor(.weightsSetRateLimitSet($0, 3)) },
        .init("immunity period", .owner, { .sudoSetImmunityPeriod(netuid: $0, immunityPeriod: 3) }) {
            .subtensor(.immunityPeriodSet($0, 3))
        },
        .init("minimum of weights", .owner, { .sudoSetMinAllowedWeights(netuid: $0, minAllowedWeights: 3) }) {
            .subtensor(.minAllowedWeightSet($0, 3))
        },
        .init("maximum of UIDs", .owner, { .sudoSetMaxAllowedUIDs(netuid: $0, maxAllowedUIDs: 200) }) {
            .subtensor(.maxAllowedUidsSet($0, 200))
        },
        .init("minimum of UIDs", .root, { .sudoSetMinAllowedUIDs(netuid: $0, minAllowedUIDs: 0) }) {
            .subtensor(.minAllowedUidsSet($0, 0))
        },
        .init("kappa", .root, window: false, { .sudoSetKappa(netuid: $0, kappa: 3) }) { .subtensor(.kappaSet($0, 3)) },
        .init("rho", .owner, { .sudoSetRho(netuid: $0, rho: 3) }),
        .init("activity cutoff", .owner, { .sudoSetActivityCutoff(netuid: $0, activityCutoff: 360) }) {
            .subtensor(.activityCutoffSet($0, 360))
        },
        .init(
            "cutoff factor", .owner, window: false,
            {
                .sudoSetActivityCutoffFactor(netuid: $0, factorMilli: 3_000)
            }
        ) {
            .subtensor(.activityCutoffFactorMilliSet(netuid: $0, factorMilli: 3_000))
        },
        .init(
            "registration", .owner, window: false,
            {
                .sudoSetNetworkRegistrationAllowed(netuid: $0, registrationAllowed: true)
            }
        ) { .subtensor(.registrationAllowed($0, true)) },
        .init(
            "registration by work", .owner, window: false,
            {
                .sudoSetNetworkPowRegistrationAllowed(netuid: $0, registrationAllowed: true)
            }
        ) { .subtensor(.powRegistrationAllowed($0, true)) },
        .init("difficulty", .root, { .sudoSetDifficulty(netuid: $0, difficulty: 3) }) {
            .subtensor(.difficultySet($0, 3))
        },
        .init("least difficulty", .root, { .sudoSetMinDifficulty(netuid: $0, minDifficulty: 3) }) {
            .subtensor(.minDifficultySet($0, 3))
        },
        .init("highest difficulty", .owner, { .sudoSetMaxDifficulty(netuid: $0, maxDifficulty: 3) }) {
            .subtensor(.maxDifficultySet($0, 3))
        },
        .init(
            "adjustment interval", .root, window: false,
            {
                .sudoSetAdjustmentInterval(netuid: $0, adjustmentInterval: 3)
            }
        ) { .subtensor(.adjustmentIntervalSet($0, 3)) },
        .init("adjustment alpha", .owner, { .sudoSetAdjustmentAlpha(netuid: $0, adjustmentAlpha: 3) }) {
            .subtensor(.adjustmentAlphaSet($0, 3))
        },
        .init("trimming", .ownerAtWill, { .sudoTrimToMaxAllowedUIDs(netuid: $0, maxN: 200) }),
        .init(
            "target of registrations", .root,
            {
                .sudoSetTargetRegistrationsPerInterval(netuid: $0, targetRegistrationsPerInterval: 3)
            }
        ) { .subtensor(.registrationPerIntervalSet($0, 3)) },
        .init("least price", .owner, { .sudoSetMinBurn(netuid: $0, minBurn: 3) }) { .subtensor(.minBurnSet($0, 3)) },
        .init("highest price", .owner, { .sudoSetMaxBurn(netuid: $0, maxBurn: .tao(3)) }) {
            .subtensor(.maxBurnSet($0, .tao(3)))
        },
        .init("validators", .root, { .sudoSetMaxAllowedValidators(netuid: $0, maxAllowedValidators: 3) }) {
            .subtensor(.maxAllowedValidatorsSet($0, 3))
        },
        .init("bonds average", .owner, { .sudoSetBondsMovingAverage(netuid: $0, bondsMovingAverage: 3) }) {
            .subtensor(.bondsMovingAverageSet($0, 3))
        },
        .init("bonds penalty", .owner, { .sudoSetBondsPenalty(netuid: $0, bondsPenalty: 3) }) {
            .subtensor(.bondsPenaltySet($0, 3))
        },
        .init(
            "registrations a block", .root,
            {
                .sudoSetMaxRegistrationsPerBlock(netuid: $0, maxRegistrationsPerBlock: 3)
            }
        ) { .subtensor(.maxRegistrationsPerBlockSet($0, 3)) },
        .init("tempo", .ownerEvery(360), { .sudoSetTempo(netuid: $0, tempo: 360) }) { .subtensor(.tempoSet($0, 360)) },
        .init("commit-reveal", .owner, { .sudoSetCommitRevealWeightsEnabled(netuid: $0, enabled: false) }) {
            .subtensor(.commitRevealEnabled($0, false))
        },
        .init("liquid alpha", .owner, { .sudoSetLiquidAlphaEnabled(netuid: $0, enabled: true) }),
        .init("reveal period", .owner, { .sudoSetCommitRevealWeightsInterval(netuid: $0, interval: 3) }) {
            .subtensor(.commitRevealPeriodsSet($0, 3))
        },
        .init("recycle or burn", .owner, { .sudoSetRecycleOrBurn(netuid: $0, recycleOrBurn: .recycle) }),
        .init("price average", .root, window: false, { .sudoSetEMAPriceHalvingPeriod(netuid: $0, emaHalving: 3) }),
        .init("steepness", .owner, { .sudoSetAlphaSigmoidSteepness(netuid: $0, steepness: 3) }),
        .init(
            "consensus of liquid alpha", .owner, { .sudoSetLiquidAlphaConsensusMode(netuid: $0, mode: .previous) }
        ) { .subtensor(.liquidAlphaConsensusModeSet($0, .previous)) },
        .init("consensus of epochs", .owner, { .sudoSetEpochConsensus(netuid: $0, mode: .yuma) }) {
            .subtensor(.epochConsensusSet($0, .yuma))
        },
        .init("recycled TAO", .root, window: false, { .sudoSetRaoRecycled(netuid: $0, raoRecycled: 3) }) {
            .subtensor(.raoRecycledForRegistrationSet($0, 3))
        },
        .init("yuma3", .owner, { .sudoSetYuma3Enabled(netuid: $0, enabled: true) }) {
            .adminUtils(.yuma3EnableToggled(netuid: $0, enabled: true))
        },
        .init("subtoken", .root, { .sudoSetSubtokenEnabled(netuid: $0, subtokenEnabled: true) }),
        .init("immune owners", .owner, { .sudoSetOwnerImmuneNeuronLimit(netuid: $0, immuneNeurons: 3) }),
        .init("non-immune UIDs", .root, window: false, { .sudoSetMinNonImmuneUIDs(netuid: $0, min: 3) }) {
            .subtensor(.minNonImmuneUidsSet($0, 3))
        },
        .init("half-life of the price", .owner, { .sudoSetBurnHalfLife(netuid: $0, burnHalfLife: 3) }) {
            .adminUtils(.burnHalfLifeSet(netuid: $0, burnHalfLife: 3))
        },
        .init("increase of the price", .owner, { .sudoSetBurnIncreaseMult(netuid: $0, burnIncreaseMult: U64F64(3)) }) {
            .adminUtils(.burnIncreaseMultSet(netuid: $0, burnIncreaseMult: U64F64(3)))
        },
        .init("owner's cut", .ownerAtWill, { .sudoSetOwnerCutEnabled(netuid: $0, enabled: false) }),
        .init("mechanisms", .ownerEvery(1), { .sudoSetMechanismCount(netuid: $0, mechanismCount: MechanismID(1)) }),
        .init(
            "mechanisms' emission", .ownerEvery(1),
            { .sudoSetMechanismEmissionSplit(netuid: $0, maybeSplit: [65_535]) }),
        .init("transfers", .owner, { .sudoSetToggleTransfer(netuid: $0, toggle: false) }) {
            .subtensor(.transferToggle($0, false))
        },
        .init(
            "reset of bonds", .owner, { .sudoSetBondsResetEnabled(netuid: $0, enabled: true) },
            { .subtensor(.bondsResetOnSet($0, true)) },
            { .adminUtils(.bondsResetToggled(netuid: $0, enabled: true)) }),
        .init("least childkey take", .owner, { .sudoSetMinChildkeyTakePerSubnet(netuid: $0, take: PerU16(3)) }) {
            .subtensor(.minChildKeyTakePerSubnetSet($0, PerU16(3)))
        },
        .init("emission", .root, window: false, { .sudoSetSubnetEmissionEnabled(netuid: $0, enabled: true) }) {
            .adminUtils(.subnetEmissionEnabledSet(netuid: $0, enabled: true))
        },
    ]
}
