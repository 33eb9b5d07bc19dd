import FixedPoint
public import Frame
public import Primitives
public import RuntimeInterface
import SCALE
import Yuma

/// Subnets without their neurons. Source: pallets/subtensor/src/rpc_info/{subnet_info,dynamic_info,show_subnet}.rs.
extension Subtensor {
    /// The scaling law's power, which nothing uses any more: what clients always saw.
    private static let scalingLawPower: UInt16 = 50

    /// What the oldest clients show of a subnet; `nil` where there is none.
    public static func subnetInfoV1(of netuid: NetUID, in state: borrowing State) -> SubnetInfo? {
        guard let info = subnetInfo(of: netuid, in: state) else { return nil }
        return SubnetInfo(
            netuid: netuid, rho: info.rho, kappa: info.kappa, difficulty: info.difficulty,
            immunityPeriod: info.immunityPeriod, maxAllowedValidators: info.maxAllowedValidators,
            minAllowedWeights: info.minAllowedWeights, maxWeightsLimit: info.maxWeightsLimit,
            scalingLawPower: info.scalingLawPower, subnetworkN: info.subnetworkN, maxAllowedUIDs: info.maxAllowedUIDs,
            blocksSinceLastStep: info.blocksSinceLastStep, tempo: info.tempo, networkModality: 0, networkConnect: [],
            emissionValues: 0, burn: info.burn, owner: info.owner)
    }

    /// Every subnet as the oldest clients show it, ascending.
    public static func subnetInfosV1(in state: borrowing State) -> [SubnetInfo?] {
        var infos: [SubnetInfo?] = []
        for netuid in netuids(in: state).sorted() { infos.append(subnetInfoV1(of: netuid, in: state)) }
        return infos
    }

    /// What older clients show of a subnet; `nil` where there is none.
    public static func subnetInfo(of netuid: NetUID, in state: borrowing State) -> SubnetInfoV2? {
        guard subnetExists(netuid, in: state) else { return nil }
        return SubnetInfoV2(
            netuid: netuid, rho: state.get(rho, netuid), kappa: state.get(kappa, netuid),
            difficulty: state.get(difficulty, netuid), immunityPeriod: state.get(immunityPeriod, netuid),
            maxAllowedValidators: state.get(maxAllowedValidators, netuid),
            minAllowedWeights: state.get(minAllowedWeights, netuid),
            maxWeightsLimit: state.get(maxWeightsLimit, netuid), scalingLawPower: scalingLawPower,
            subnetworkN: state.get(subnetworkN, netuid), maxAllowedUIDs: state.get(maxAllowedUids, netuid),
            blocksSinceLastStep: state.get(blocksSinceLastStep, netuid), tempo: state.get(tempo, netuid),
            networkModality: 0, networkConnect: [], emissionValue: 0, burn: state.get(burn, netuid),
            owner: state.get(subnetOwner, netuid), identity: state.get(subnetIdentitiesV3, netuid))
    }

    /// Every subnet, ascending.
    public static func subnetInfos(in state: borrowing State) -> [SubnetInfoV2?] {
        var infos: [SubnetInfoV2?] = []
        for netuid in netuids(in: state).sorted() { infos.append(subnetInfo(of: netuid, in: state)) }
        return infos
    }

    /// Pool, emission and epochs of a subnet; `nil` where there is none.
    public static func dynamicInfo(of netuid: NetUID, in state: borrowing State) -> DynamicInfo? {
        subnetExists(netuid, in: state) ? dynamicInfo(presentOf: netuid, in: state) : nil
    }

    /// Pool, emission and epochs of every subnet.
    public static func dynamicInfos(in state: borrowing State) -> [DynamicInfo?] {
        var infos: [DynamicInfo?] = []
        for netuid in netuids(in: state) { infos.append(dynamicInfo(of: netuid, in: state)) }
        return infos
    }

    /// ``dynamicInfo(of:in:)`` of a subnet that exists.
    static func dynamicInfo(presentOf netuid: NetUID, in state: borrowing State) -> DynamicInfo {
        let lastStep = state.get(lastMechansimStepBlock, netuid)
        let now = currentBlock(in: state)
        let waiting = pending(of: netuid, in: state)
        return DynamicInfo(
            netuid: netuid, ownerHotkey: state.get(subnetOwnerHotkey, netuid),
            ownerColdkey: state.get(subnetOwner, netuid), subnetName: subnetName(netuid, in: state).map { Compact($0) },
            tokenSymbol: state.get(tokenSymbol, netuid).map { Compact($0) }, tempo: state.get(tempo, netuid),
            lastStep: lastStep, blocksSinceLastStep: now > lastStep ? now - lastStep : 0, emission: 0,
            alphaIn: state.get(subnetAlphaIn, netuid), alphaOut: state.get(subnetAlphaOut, netuid),
            taoIn: state.get(subnetTAO, netuid), alphaOutEmission: state.get(subnetAlphaOutEmission, netuid),
            alphaInEmission: state.get(subnetAlphaInEmission, netuid),
            taoInEmission: state.get(subnetTaoInEmission, netuid),
            pendingAlphaEmission: waiting.validator.addingClamped(waiting.server), pendingRootEmission: .zero,
            subnetVolume: state.get(subnetVolume, netuid), networkRegisteredAt: state.get(networkRegisteredAt, netuid),
            subnetIdentity: state.get(subnetIdentitiesV3, netuid), movingPrice: state.get(subnetMovingPrice, netuid))
    }

    /// The neurons of a subnet as columns; `nil` where there is no such subnet.
    public static func subnetState(of netuid: NetUID, in state: borrowing State) -> SubnetState? {
        guard subnetExists(netuid, in: state) else { return nil }
        let index = storageIndex(netuid)
        let neurons = MetagraphNeurons(netuid, in: state)
        var history: [[Compact<Alpha>]] = []
        for other in netuids(in: state) {
            var row: [Compact<Alpha>] = []
            for hotkey in neurons.hotkeys {
                row.append(Compact(state.get(lastHotkeyEmissionOnNetuid, hotkey, other)))
            }
            history.append(row)
        }
        return SubnetState(
            netuid: netuid, hotkeys: neurons.hotkeys, coldkeys: neurons.coldkeys, active: state.get(active, netuid),
            validatorPermit: state.get(validatorPermit, netuid), pruningScore: [],
            lastUpdate: state.get(lastUpdate, index).map { Compact($0) },
            emission: state.get(emission, netuid).map { Compact($0) },
            dividends: state.get(dividends, netuid).map { Compact($0) },
            incentives: state.get(incentive, index).map { Compact($0) },
            consensus: state.get(consensus, netuid).map { Compact($0) }, trust: [], rank: [],
            blockAtRegistration: neurons.registrations, alphaStake: neurons.alphaStake, taoStake: neurons.taoStake,
            totalStake: neurons.totalStake, emissionHistory: history)
    }
}
