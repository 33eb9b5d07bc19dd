import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// Hyper-parameters: who sets them, when, how often, and within which bounds.
@Suite struct AdminUtilsTests {
    private static let owner = TestChain.bob
    private static let origin = Origin.signed(owner.accountID)
    private static let stranger = Origin.signed(TestChain.dave.accountID)

    private static func chain() throws -> (TestChain, NetUID) {
        let chain = TestChain()
        let netuid = try chain.addSubnet(owner: owner)
        return (chain, netuid)
    }

    @Test("a setter obeys root, the owner where that is allowed, and nobody else", arguments: AdminSetter.all.indices)
    func permissions(_ position: Int) throws {
        let setter = AdminSetter.all[position]
        let (chain, netuid) = try Self.chain()
        let call = RuntimeCall.adminUtils(setter.call(netuid))
        #expect(chain.dispatch(call, from: Self.stranger) == .badOrigin, "\(setter.name)")
        #expect(chain.dispatch(call, from: .none) == .badOrigin, "\(setter.name)")
        let mark = chain.events.count
        let isOwners = setter.permission != .root
        #expect(chain.dispatch(call, from: Self.origin) == (isOwners ? nil : .badOrigin), "\(setter.name)")
        #expect(Array(chain.events[mark...]) == (isOwners ? setter.events(netuid) : []), "\(setter.name)")
        let second = chain.events.count
        chain.root(call)
        #expect(Array(chain.events[second...]) == setter.events(netuid), "\(setter.name)")
        let elsewhere = RuntimeCall.adminUtils(setter.call(99))
        #expect(chain.dispatch(elsewhere, from: .root) == .adminUtils(.subnetDoesNotExist), "\(setter.name)")
        #expect(chain.dispatch(elsewhere, from: Self.origin) == .badOrigin, "\(setter.name)")
        chain.advance()
    }

    @Test("before an epoch a setter waits, for root as well", arguments: AdminSetter.all.indices)
    func windows(_ position: Int) throws {
        let setter = AdminSetter.all[position]
        let (chain, netuid) = try Self.chain()
        chain.root(.adminUtils(.sudoSetAdminFreezeWindow(window: 10)))
        let last = UInt64(chain.number)
        chain.state.set(Subtensor.lastEpochBlock, netuid, to: last)
        chain.state.set(Subtensor.tempo, netuid, to: 50)
        let call = RuntimeCall.adminUtils(setter.call(netuid))
        let frozen = DispatchError.subtensor(.adminActionProhibitedDuringWeightsWindow)
        chain.state.set(System.number, to: BlockNumber(last) + 41)
        #expect(chain.dispatch(call, from: .root) == (setter.respectsWindow ? frozen : nil), "\(setter.name)")
        if setter.permission != .root { #expect(chain.dispatch(call, from: Self.origin) == frozen, "\(setter.name)") }
        chain.state.set(System.number, to: BlockNumber(last) + 40)
        #expect(chain.dispatch(call, from: .root) == nil, "\(setter.name)")
    }

    @Test("the owner sets a value once in so many tempos or blocks", arguments: AdminSetter.all.indices)
    func ownerRates(_ position: Int) throws {
        let setter = AdminSetter.all[position]
        let (chain, netuid) = try Self.chain()
        chain.state.set(Subtensor.tempo, netuid, to: 50)
        let tempos = setter.name == "version key" ? chain.state.get(Subtensor.weightsVersionKeyRateLimit) : 2
        let limit: BlockNumber
        switch setter.permission {
        case .owner: limit = BlockNumber(50 * tempos)
        case .ownerEvery(let blocks): limit = blocks
        case .ownerAtWill, .root: return
        }
        let call = RuntimeCall.adminUtils(setter.call(netuid))
        #expect(chain.dispatch(call, from: Self.origin) == nil, "\(setter.name)")
        let changed = chain.number
        for (block, expected) in [
            (changed, .subtensor(.txRateLimitExceeded)), (changed + limit - 1, .subtensor(.txRateLimitExceeded)),
            (changed + limit, nil),
        ] as [(BlockNumber, DispatchError?)] {
            chain.state.set(System.number, to: block)
            chain.state.set(Subtensor.lastEpochBlock, netuid, to: UInt64(block))
            #expect(chain.dispatch(call, from: Self.origin) == expected, "\(setter.name) at \(block - changed)")
        }
        // Another value has a limit of its own.
        #expect(
            chain.dispatch(.adminUtils(.sudoSetOwnerCutEnabled(netuid: netuid, enabled: true)), from: Self.origin)
                == nil)
    }

    /// Every setter of a value of the whole network, and its event.
    private static let networkSetters: [(call: AdminUtils.Call, event: RuntimeEvent?)] = [
        (.sudoSetDefaultTake(defaultTake: PerU16(5)), .subtensor(.maxDelegateTakeSet(PerU16(5)))),
        (.sudoSetColdkeySwapAnnouncementDelay(duration: 5), .subtensor(.coldkeySwapAnnouncementDelaySet(5))),
        (.sudoSetColdkeySwapReannouncementDelay(duration: 5), .subtensor(.coldkeySwapReannouncementDelaySet(5))),
        (.sudoSetTxRateLimit(txRateLimit: 5), .subtensor(.txRateLimitSet(5))),
        (.sudoSetSubnetOwnerCut(subnetOwnerCut: 5), .subtensor(.subnetOwnerCutSet(5))),
        (.sudoSetNetworkRateLimit(rateLimit: 5), .subtensor(.networkRateLimitSet(5))),
        (.sudoSetNetworkImmunityPeriod(immunityPeriod: 5), .subtensor(.networkImmunityPeriodSet(5))),
        (.sudoSetNetworkMinLockCost(lockCost: 5), .subtensor(.networkMinLockCostSet(5))),
        (.sudoSetSubnetLimit(maxSubnets: 5), .subtensor(.subnetLimitSet(5))),
        (.sudoSetLockReductionInterval(interval: 5), .subtensor(.networkLockCostReductionIntervalSet(5))),
        (.sudoSetStakeThreshold(minStake: 5), .subtensor(.stakeThresholdSet(5))),
        (.sudoSetNominatorMinRequiredStake(minStake: 5), nil),
        (.sudoSetTxDelegateTakeRateLimit(txRateLimit: 5), .subtensor(.txDelegateTakeRateLimitSet(5))),
        (.sudoSetMinDelegateTake(take: PerU16(5)), .subtensor(.minDelegateTakeSet(PerU16(5)))),
        (.sudoSetAdminFreezeWindow(window: 5), .subtensor(.adminFreezeWindowSet(5))),
        (.sudoSetOwnerHparamRateLimit(epochs: 5), .subtensor(.ownerHyperparamRateLimitSet(5))),
        (.sudoSetStartCallDelay(delay: 5), .subtensor(.startCallDelaySet(5))),
        (.sudoSetMaxEpochsPerBlock(maxEpochsPerBlock: 5), .subtensor(.maxEpochsPerBlockSet(5))),
        (.sudoSetDissolveNetworkScheduleDuration(duration: 5), .subtensor(.dissolveNetworkScheduleDurationSet(5))),
        (.sudoSetCommitRevealVersion(version: 5), .subtensor(.commitRevealVersionSet(5))),
        (.sudoSetMaxMechanismCount(maxMechanismCount: MechanismID(5)), nil),
        (.sudoSetCkBurn(burn: 5), nil),
        (.sudoSetSubnetMovingAlpha(alpha: .half), nil),
        (.sudoSetTaoFlowCutoff(flowCutoff: I64F64(saturating: 5)), nil),
        (.sudoSetTaoFlowNormalizationExponent(exponent: U64F64(2)), nil),
        (.sudoSetTaoFlowSmoothingFactor(smoothingFactor: 5), nil),
        (.sudoSetNetTaoFlowEnabled(enabled: false), nil),
    ]

    @Test("values of the whole network are root's")
    func globals() throws {
        let (chain, _) = try Self.chain()
        for (call, event) in Self.networkSetters {
            for origin in [Self.origin, .none, .signed(TestChain.alice.accountID)] {
                #expect(chain.dispatch(.adminUtils(call), from: origin) == .badOrigin)
            }
            let mark = chain.events.count
            chain.root(.adminUtils(call))
            #expect(Array(chain.events[mark...]) == (event.map { [$0] } ?? []), "\(call)")
        }
        let none = RuntimeCall.adminUtils(.sudoSetMaxEpochsPerBlock(maxEpochsPerBlock: 0))
        #expect(chain.dispatch(none, from: .root) == .adminUtils(.valueNotInBounds))
        #expect(chain.state.get(Subtensor.taoFlowCutoff) == I64F64(saturating: 5))
        #expect(chain.state.get(Subtensor.flowNormExponent) == U64F64(2))
        #expect(chain.state.get(Subtensor.flowEmaSmoothingFactor) == 5)
        #expect(chain.state.get(Subtensor.netTaoFlowEnabled) == false)
        let one = U64F64(1).bits
        for (bits, failure) in [
            (one - 1, .adminUtils(.invalidValue)), (one, nil), (2 * one, nil),
            (2 * one + 1, .adminUtils(.invalidValue)),
        ] as [(UInt128, DispatchError?)] {
            let call = AdminUtils.Call.sudoSetTaoFlowNormalizationExponent(exponent: U64F64(bits: bits))
            #expect(chain.dispatch(.adminUtils(call), from: .root) == failure)
        }
        print("admin: \(AdminSetter.all.count) setters of subnets, \(Self.networkSetters.count) of the network")
        chain.advance()
    }

    @Test("nobody sets the issuance")
    func issuance() throws {
        let (chain, _) = try Self.chain()
        let call = RuntimeCall.adminUtils(.sudoSetTotalIssuance(totalIssuance: 5))
        for origin in [Origin.root, Self.origin, Self.stranger, .none] {
            #expect(chain.dispatch(call, from: origin) == .adminUtils(.deprecated))
        }
    }

    @Test("the owner's hotkey is set once a week, by owner or root")
    func ownerHotkey() throws {
        let (chain, netuid) = try Self.chain()
        let hotkey = TestChain.key("Another").accountID
        let call = RuntimeCall.adminUtils(.sudoSetSnOwnerHotkey(netuid: netuid, hotkey: hotkey))
        #expect(chain.dispatch(call, from: Self.stranger) == .badOrigin)
        #expect(chain.dispatch(call, from: Self.origin) == nil)
        #expect(chain.has(.subtensor(.subnetOwnerHotkeySet(netuid, hotkey))))
        let set = chain.number
        for (block, expected) in [(50_399, .subtensor(.txRateLimitExceeded)), (50_400, nil)]
            as [(BlockNumber, DispatchError?)]
        {
            chain.state.set(System.number, to: set + block)
            #expect(chain.dispatch(call, from: .root) == expected)
        }
        // The older name is the same call, and has the same limit.
        let alias = RuntimeCall.adminUtils(.sudoSetSubnetOwnerHotkey(netuid: netuid, hotkey: Self.owner.accountID))
        #expect(chain.dispatch(alias, from: .root) == .subtensor(.txRateLimitExceeded))
        chain.state.set(System.number, to: set + 50_400 + 50_400)
        #expect(chain.dispatch(alias, from: Self.stranger) == .badOrigin)
        #expect(chain.dispatch(alias, from: Self.origin) == nil)
        #expect(chain.has(.subtensor(.subnetOwnerHotkeySet(netuid, Self.owner.accountID))))
        let account = RuntimeCall.adminUtils(
            .sudoSetSnOwnerHotkey(netuid: netuid, hotkey: Subtensor.subnetAccount(netuid)))
        chain.state.set(System.number, to: set + 3 * 50_400)
        #expect(chain.dispatch(account, from: .root) == .subtensor(.cannotUseSystemAccount))
        let nowhere = RuntimeCall.adminUtils(.sudoSetSnOwnerHotkey(netuid: 99, hotkey: hotkey))
        #expect(chain.dispatch(nowhere, from: .root) == .subtensor(.subnetNotExists))
    }

    @Test("every served call of the pallet stands in these tables")
    func completeness() throws {
        let metadata = try RuntimeMetadata(blob: ServedMetadata.v15(slotDuration: 250))
        let pallet = try #require(metadata.pallet("AdminUtils"))
        let served = Set(metadata.variants(of: pallet.calls).map(\.index))
        let special: [AdminUtils.Call] = [
            .sudoSetTotalIssuance(totalIssuance: 5), .sudoSetSnOwnerHotkey(netuid: 1, hotkey: .zero),
            .sudoSetAlphaValues(netuid: 1, alphaLow: 0, alphaHigh: 0),
            .sudoSetSubnetOwnerHotkey(netuid: 1, hotkey: .zero),
            .sudoTrimNullUIDsBatch(netuid: 1, target: 0),
            // AuthorityTests
            .swapAuthorities(newAuthorities: []),
            .scheduleGrandpaChange(nextAuthorities: [], inBlocks: 0, forced: nil),
        ]
        let calls = AdminSetter.all.map { $0.call(1) } + Self.networkSetters.map(\.call) + special
        let tried = Set(calls.map { $0.encoded()[0] })
        #expect(tried.isSubset(of: served))
        #expect(served.subtracting(tried).isEmpty)
    }

    /// Calls by root in this order, and what becomes of them: UIDs and prices.
    private static func boundsOfNeurons(_ netuid: NetUID) -> [(AdminUtils.Call, DispatchError?)] {
        [
            (
                .sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 63),
                .adminUtils(.maxAllowedUidsLessThanMinAllowedUids)
            ),
            (
                .sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 257),
                .adminUtils(.maxAllowedUidsGreaterThanDefaultMaxAllowedUids)
            ),
            (.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 256), nil),
            (
                .sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 256),
                .adminUtils(.minAllowedUidsGreaterThanMaxAllowedUids)
            ),
            (
                .sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 1),
                .adminUtils(.minAllowedUidsGreaterThanCurrentUids)
            ),
            (.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 0), nil),
            (
                .sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 0),
                .adminUtils(.maxAllowedUIdsLessThanCurrentUIds)
            ),
            (
                .sudoSetMaxAllowedValidators(netuid: netuid, maxAllowedValidators: 257),
                .adminUtils(.maxValidatorsLargerThanMaxUIds)
            ),
            (.sudoSetMaxAllowedValidators(netuid: netuid, maxAllowedValidators: 256), nil),
            (.sudoSetMinBurn(netuid: netuid, minBurn: .tao(1)), .adminUtils(.valueNotInBounds)),
            (.sudoSetMinBurn(netuid: netuid, minBurn: .tao(1) - 1), nil),
            (.sudoSetMaxBurn(netuid: netuid, maxBurn: .tao(1) - 1), .adminUtils(.valueNotInBounds)),
            (.sudoSetMinBurn(netuid: netuid, minBurn: 1), nil),
            (.sudoSetMaxBurn(netuid: netuid, maxBurn: 100_000_000), .adminUtils(.valueNotInBounds)),
            (.sudoSetMaxBurn(netuid: netuid, maxBurn: 100_000_001), nil),
            (.sudoSetMinBurn(netuid: netuid, minBurn: 100_000_001), .adminUtils(.valueNotInBounds)),
        ]
    }

    /// Calls by root in this order, and what becomes of them: weights, bonds and emission.
    private static func boundsOfConsensus(_ netuid: NetUID) -> [(AdminUtils.Call, DispatchError?)] {
        [
            (.sudoSetCommitRevealWeightsInterval(netuid: netuid, interval: 0), .subtensor(.revealPeriodTooSmall)),
            (.sudoSetCommitRevealWeightsInterval(netuid: netuid, interval: 101), .subtensor(.revealPeriodTooLarge)),
            (.sudoSetCommitRevealWeightsInterval(netuid: netuid, interval: 100), nil),
            (.sudoSetAlphaValues(netuid: netuid, alphaLow: 2_000, alphaHigh: 3_000), .subtensor(.liquidAlphaDisabled)),
            (.sudoSetLiquidAlphaEnabled(netuid: netuid, enabled: true), nil),
            (.sudoSetAlphaValues(netuid: netuid, alphaLow: 1_638, alphaHigh: 1_637), .subtensor(.alphaHighTooLow)),
            (.sudoSetAlphaValues(netuid: netuid, alphaLow: 1_637, alphaHigh: 1_638), .subtensor(.alphaLowOutOfRange)),
            (.sudoSetAlphaValues(netuid: netuid, alphaLow: 3_001, alphaHigh: 3_000), .subtensor(.alphaLowOutOfRange)),
            (.sudoSetAlphaValues(netuid: netuid, alphaLow: 1_638, alphaHigh: 1_638), nil),
            (.sudoSetOwnerImmuneNeuronLimit(netuid: netuid, immuneNeurons: 0), .subtensor(.invalidValue)),
            (.sudoSetOwnerImmuneNeuronLimit(netuid: netuid, immuneNeurons: 11), .subtensor(.invalidValue)),
            (.sudoSetOwnerImmuneNeuronLimit(netuid: netuid, immuneNeurons: 10), nil),
            (.sudoSetBurnHalfLife(netuid: netuid, burnHalfLife: 0), .adminUtils(.invalidValue)),
            (.sudoSetBurnHalfLife(netuid: netuid, burnHalfLife: 36_101), .adminUtils(.invalidValue)),
            (.sudoSetBurnHalfLife(netuid: .root, burnHalfLife: 1), .adminUtils(.notPermittedOnRootSubnet)),
            (.sudoSetBurnIncreaseMult(netuid: netuid, burnIncreaseMult: U64F64(0)), .adminUtils(.invalidValue)),
            (.sudoSetBurnIncreaseMult(netuid: netuid, burnIncreaseMult: U64F64(4)), .adminUtils(.invalidValue)),
            (
                .sudoSetBurnIncreaseMult(netuid: .root, burnIncreaseMult: U64F64(2)),
                .adminUtils(.notPermittedOnRootSubnet)
            ),
            (.sudoSetOwnerCutEnabled(netuid: .root, enabled: true), .adminUtils(.notPermittedOnRootSubnet)),
            (.sudoSetSubnetEmissionEnabled(netuid: .root, enabled: true), .adminUtils(.notPermittedOnRootSubnet)),
            (.sudoSetAlphaSigmoidSteepness(netuid: netuid, steepness: -5), nil),
            (.sudoSetBondsMovingAverage(netuid: netuid, bondsMovingAverage: .max), nil),
            (.sudoSetActivityCutoff(netuid: netuid, activityCutoff: 359), .subtensor(.activityCutoffTooLow)),
            (.sudoSetActivityCutoff(netuid: netuid, activityCutoff: 360), nil),
            (
                .sudoSetMinChildkeyTakePerSubnet(netuid: netuid, take: PerU16(11_797)), .adminUtils(.invalidValue)
            ),
            (.sudoSetMinChildkeyTakePerSubnet(netuid: netuid, take: PerU16(11_796)), nil),
            (
                .sudoSetActivityCutoffFactor(netuid: netuid, factorMilli: 50_001),
                .subtensor(.activityCutoffFactorMilliOutOfBounds)
            ),
            (
                .sudoSetActivityCutoffFactor(netuid: netuid, factorMilli: 999),
                .subtensor(.activityCutoffFactorMilliOutOfBounds)
            ),
        ]
    }

    @Test("values keep their bounds")
    func bounds() throws {
        let (chain, netuid) = try Self.chain()
        chain.state.set(Subtensor.minAllowedUids, netuid, to: 64)
        let cases = Self.boundsOfNeurons(netuid) + Self.boundsOfConsensus(netuid)
        for (call, expected) in cases { #expect(chain.dispatch(.adminUtils(call), from: .root) == expected, "\(call)") }
        chain.state.set(Subtensor.mechanismCountCurrent, netuid, to: 2)
        #expect(
            chain.dispatch(.adminUtils(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 129)), from: .root)
                == .subtensor(.tooManyUIDsPerMechanism))
        let forOwners: [(AdminUtils.Call, DispatchError?)] = [
            (.sudoSetAlphaSigmoidSteepness(netuid: netuid, steepness: -1), .adminUtils(.negativeSigmoidSteepness)),
            (.sudoSetAlphaSigmoidSteepness(netuid: netuid, steepness: 0), nil),
            (
                .sudoSetBondsMovingAverage(netuid: netuid, bondsMovingAverage: 975_001),
                .adminUtils(.bondsMovingAverageMaxReached)
            ),
            (.sudoSetBondsMovingAverage(netuid: netuid, bondsMovingAverage: 975_000), nil),
        ]
        for (call, expected) in forOwners {
            #expect(chain.dispatch(.adminUtils(call), from: Self.origin) == expected, "\(call)")
        }
    }
}
