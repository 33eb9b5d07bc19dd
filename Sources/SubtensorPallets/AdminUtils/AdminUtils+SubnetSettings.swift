import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// Settings of a subnet that decide who is its neuron and at which price.
/// Source: pallets/admin-utils/src/lib.rs of the reference.
extension AdminUtils {
    static let servingRateLimit = SubnetSetting(
        Subtensor.servingRateLimit, by: .owner(.servingRateLimit), emits: { .subtensor(.servingRateLimitSet($0, $1)) })
    static let immunityPeriod = SubnetSetting(
        Subtensor.immunityPeriod, by: .owner(.immunityPeriod), emits: { .subtensor(.immunityPeriodSet($0, $1)) })

    static let uidsMaximum = SubnetSetting(
        Subtensor.maxAllowedUids, by: .owner(.maxAllowedUids),
        bounds: [
            .init(.adminUtils(.maxAllowedUidsLessThanMinAllowedUids)) {
                $0.value >= $1.get(Subtensor.minAllowedUids, $0.netuid)
            },
            .init(.adminUtils(.maxAllowedUIdsLessThanCurrentUIds)) {
                $0.value >= $1.get(Subtensor.subnetworkN, $0.netuid)
            },
            .init(.adminUtils(.maxAllowedUidsGreaterThanDefaultMaxAllowedUids)) {
                $0.value
                    <= Subtensor.uidsOfAllMechanismsMaximum($1.get(Subtensor.subnetEpochConsensus, $0.netuid))
            },
            .init(.subtensor(.tooManyUIDsPerMechanism)) {
                Subtensor.hasRoom(
                    for: $0.value, mechanisms: $1.get(Subtensor.mechanismCountCurrent, $0.netuid), on: $0.netuid,
                    in: $1)
            },
        ],
        emits: { .subtensor(.maxAllowedUidsSet($0, $1)) })
    static let uidsMinimum = SubnetSetting(
        Subtensor.minAllowedUids, by: .root,
        bounds: [
            .init(.adminUtils(.minAllowedUidsGreaterThanMaxAllowedUids)) {
                $0.value < $1.get(Subtensor.maxAllowedUids, $0.netuid)
            },
            .init(.adminUtils(.minAllowedUidsGreaterThanCurrentUids)) {
                $0.value < $1.get(Subtensor.subnetworkN, $0.netuid)
            },
        ],
        emits: { .subtensor(.minAllowedUidsSet($0, $1)) })
    static let nonImmuneMinimum = SubnetSetting(
        Subtensor.minNonImmuneUids, by: .root, respectsWindow: false,
        emits: { .subtensor(.minNonImmuneUidsSet($0, $1)) })
    static let ownerImmuneLimit = SubnetSetting(
        Subtensor.immuneOwnerUidsLimit, by: .owner(.immuneNeuronLimit),
        bounds: [.init(.subtensor(.invalidValue)) { proposal, _ in (1...10).contains(proposal.value) }])
    static let validatorsMaximum = SubnetSetting(
        Subtensor.maxAllowedValidators, by: .root,
        bounds: [
            // Without consensus there is one validator, whatever root says.
            .init(.adminUtils(.invalidValue)) { $0.value == 1 || !Subtensor.isNull($0.netuid, in: $1) },
            .init(.adminUtils(.maxValidatorsLargerThanMaxUIds)) {
                $0.value <= $1.get(Subtensor.maxAllowedUids, $0.netuid)
            },
        ],
        emits: { .subtensor(.maxAllowedValidatorsSet($0, $1)) })

    static let registrationTarget = SubnetSetting(
        Subtensor.targetRegistrationsPerInterval, by: .root, emits: { .subtensor(.registrationPerIntervalSet($0, $1)) })
    static let registrationsMaximum = SubnetSetting(
        Subtensor.maxRegistrationsPerBlock, by: .root, emits: { .subtensor(.maxRegistrationsPerBlockSet($0, $1)) })
    static let raoRecycled = SubnetSetting(
        Subtensor.raoRecycledForRegistration, by: .root, respectsWindow: false,
        emits: { .subtensor(.raoRecycledForRegistrationSet($0, $1)) })

    static let burnMinimum = SubnetSetting(
        Subtensor.minBurn, by: .owner(.minBurn),
        bounds: [
            .init(.adminUtils(.valueNotInBounds)) {
                $0.value < .tao(1) && $0.value < $1.get(Subtensor.maxBurn, $0.netuid)
            }
        ],
        emits: { .subtensor(.minBurnSet($0, $1)) })
    static let burnMaximum = SubnetSetting(
        Subtensor.maxBurn, by: .owner(.maxBurn),
        bounds: [
            .init(.adminUtils(.valueNotInBounds)) {
                $0.value > Rao(100_000_000) && $0.value > $1.get(Subtensor.minBurn, $0.netuid)
            }
        ],
        emits: { .subtensor(.maxBurnSet($0, $1)) })
    static let burnHalfLife = SubnetSetting(
        Subtensor.burnHalfLife, by: .owner(.burnHalfLife),
        bounds: [
            .notOnRoot, .init(.adminUtils(.invalidValue)) { proposal, _ in (1...36_100).contains(proposal.value) },
        ],
        emits: { .adminUtils(.burnHalfLifeSet(netuid: $0, burnHalfLife: $1)) })
    static let burnIncrease = SubnetSetting(
        Subtensor.burnIncreaseMult, by: .owner(.burnIncreaseMult),
        bounds: [
            .notOnRoot,
            .init(.adminUtils(.invalidValue)) { proposal, _ in
                proposal.value >= U64F64(1) && proposal.value <= U64F64(3)
            },
        ],
        emits: { .adminUtils(.burnIncreaseMultSet(netuid: $0, burnIncreaseMult: $1)) })
}
