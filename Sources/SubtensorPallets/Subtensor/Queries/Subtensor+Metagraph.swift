import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

/// Whole subnets at once. Source: pallets/subtensor/src/rpc_info/metagraph.rs.
extension Subtensor {
    /// The metagraph of a subnet, with incentives and updates of one of its mechanisms; `nil` where there is no such
    /// subnet or mechanism.
    public static func metagraph(
        of netuid: NetUID, mechanism: MechanismID = .main, in state: borrowing State
    ) -> Metagraph? {
        guard subnetExists(netuid, in: state) else { return nil }
        guard mechanism == .main || mechanism < state.get(mechanismCountCurrent, netuid) else { return nil }
        let index = storageIndex(netuid, mechanism)
        let neurons = MetagraphNeurons(netuid, in: state)
        let info = dynamicInfo(presentOf: netuid, in: state)
        let settings = hyperparameters(presentOf: netuid, in: state)
        // There is no collateral on this chain: nothing is locked, asked for or earned.
        let collateral = [Compact<Alpha>](repeating: Compact(.zero), count: neurons.hotkeys.count)
        return Metagraph(
            netuid: netuid, name: info.subnetName, symbol: info.tokenSymbol, identity: info.subnetIdentity,
            networkRegisteredAt: info.networkRegisteredAt, ownerHotkey: info.ownerHotkey,
            ownerColdkey: info.ownerColdkey, block: currentBlock(in: state), tempo: info.tempo,
            lastStep: info.lastStep, blocksSinceLastStep: info.blocksSinceLastStep, subnetEmission: 0,
            alphaIn: info.alphaIn, alphaOut: info.alphaOut, taoIn: info.taoIn, alphaOutEmission: info.alphaOutEmission,
            alphaInEmission: info.alphaInEmission, taoInEmission: info.taoInEmission,
            pendingAlphaEmission: info.pendingAlphaEmission, pendingRootEmission: .zero,
            subnetVolume: info.subnetVolume, movingPrice: info.movingPrice, rho: settings.rho, kappa: settings.kappa,
            minAllowedWeights: settings.minAllowedWeights, maxWeightsLimit: settings.maxWeightsLimit,
            weightsVersion: settings.weightsVersion, weightsRateLimit: settings.weightsRateLimit,
            activityCutoff: settings.activityCutoff, maxValidators: settings.maxValidators,
            numUIDs: state.get(subnetworkN, netuid), maxUIDs: state.get(maxAllowedUids, netuid),
            burn: state.get(burn, netuid), difficulty: settings.difficulty,
            registrationAllowed: settings.registrationAllowed,
            powRegistrationAllowed: state.get(networkPowRegistrationAllowed, netuid),
            immunityPeriod: settings.immunityPeriod, minDifficulty: settings.minDifficulty,
            maxDifficulty: settings.maxDifficulty, minBurn: settings.minBurn, maxBurn: settings.maxBurn,
            adjustmentAlpha: settings.adjustmentAlpha, adjustmentInterval: settings.adjustmentInterval,
            targetRegsPerInterval: settings.targetRegsPerInterval, maxRegsPerBlock: settings.maxRegsPerBlock,
            servingRateLimit: settings.servingRateLimit,
            commitRevealWeightsEnabled: settings.commitRevealWeightsEnabled,
            commitRevealPeriod: settings.commitRevealPeriod, liquidAlphaEnabled: settings.liquidAlphaEnabled,
            alphaHigh: settings.alphaHigh, alphaLow: settings.alphaLow, bondsMovingAvg: settings.bondsMovingAvg,
            hotkeys: neurons.hotkeys, coldkeys: neurons.coldkeys, identities: neurons.identities, axons: neurons.axons,
            active: state.get(active, netuid), validatorPermit: state.get(validatorPermit, netuid), pruningScore: [],
            lastUpdate: state.get(lastUpdate, index).map { Compact($0) },
            emission: state.get(emission, netuid).map { Compact($0) },
            dividends: state.get(dividends, netuid).map { Compact($0) },
            incentives: state.get(incentive, index).map { Compact($0) },
            consensus: state.get(consensus, netuid).map { Compact($0) }, trust: [], rank: [],
            blockAtRegistration: neurons.registrations, alphaStake: neurons.alphaStake, taoStake: neurons.taoStake,
            totalStake: neurons.totalStake,
            taoDividendsPerHotkey: neurons.hotkeys.map { Pair($0, Compact(.zero)) },
            alphaDividendsPerHotkey: neurons.alphaDividends, collateralLocked: collateral, collateralMin: collateral,
            collateralEarned: collateral)
    }

    /// The metagraph of every subnet, root included.
    public static func metagraphs(in state: borrowing State) -> [Metagraph?] {
        var metagraphs: [Metagraph?] = []
        for netuid in netuids(in: state) { metagraphs.append(metagraph(of: netuid, in: state)) }
        return metagraphs
    }

    /// The metagraph of every mechanism of every subnet.
    public static func mechagraphs(in state: borrowing State) -> [Metagraph?] {
        var metagraphs: [Metagraph?] = []
        for netuid in netuids(in: state) {
            for number in 0..<state.get(mechanismCountCurrent, netuid).number {
                metagraphs.append(metagraph(of: netuid, mechanism: MechanismID(number), in: state))
            }
        }
        return metagraphs
    }

    /// The columns of a metagraph that `indices` name; the netuid is always there. `nil` where there is no such subnet
    /// or mechanism.
    public static func selectiveMetagraph(
        of netuid: NetUID, mechanism: MechanismID = .main, _ indices: [UInt16], in state: borrowing State
    ) -> SelectiveMetagraph? {
        guard let full = metagraph(of: netuid, mechanism: mechanism, in: state) else { return nil }
        var selected = SelectiveMetagraph(indices, of: full)
        if indices.contains(SelectiveMetagraph.validatorsIndex) {
            selected.validators = validators(of: netuid, in: state).map { Compact($0) }
        }
        if indices.contains(SelectiveMetagraph.commitmentsIndex) {
            selected.commitments = state.entries(of: Commitments.commitmentOf, under: netuid).map { entry in
                Pair(entry.key, entry.value.encoded().map { Compact($0) })
            }
        }
        return selected
    }

    /// UIDs with a permit and more stake than the threshold, least stake first.
    private static func validators(of netuid: NetUID, in state: borrowing State) -> [UID] {
        let threshold = I64F64(saturating: state.get(stakeThreshold))
        let stakes = stakeWeights(on: netuid, in: state).map(\.total)
        let permits = state.get(validatorPermit, netuid)
        let uids = stakes.indices.filter { $0 < permits.count && permits[$0] && stakes[$0] > threshold }
        return uids.sorted { (stakes[$0], $0) < (stakes[$1], $1) }.map { UID($0) }
    }
}
