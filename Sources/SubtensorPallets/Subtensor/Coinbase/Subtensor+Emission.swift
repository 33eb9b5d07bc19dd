import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// The emission of one block. Source: pallets/subtensor/src/coinbase/run_coinbase.rs.
extension Subtensor {
    /// Mints what the issuance allows: 1 TAO in every block, half of it after each halving. `BlockEmission` always says
    /// the TAO of a block; in the reference it says what was last computed, which may be a subnet's alpha.
    static func mintBlockEmission(in state: inout State) -> TaoCredit {
        let emission = BlockEmission.emission(issuance: state.get(totalIssuance).units)
        if state.get(blockEmission) != emission { state.set(blockEmission, to: emission) }
        return mintTao(Rao(emission), in: &state)
    }

    /// Whether a subnet takes part in emission: it was started, its token is traded and neurons may register.
    static func takesPartInEmission(_ netuid: NetUID, in state: borrowing State) -> Bool {
        state.contains(firstEmissionBlockNumber, netuid) && state.get(subtokenEnabled, netuid)
            && state.get(networkRegistrationAllowed, netuid)
    }

    /// Divides a block's TAO among the subnets and mints their alpha. What cannot be spent is recycled.
    static func emit(_ credit: consuming TaoCredit, in state: inout State) {
        for (netuid, _) in state.entries(of: subnetRootSellTao) { state.remove(subnetRootSellTao, netuid) }
        var subnets: [SubnetEmissionState] = []
        for netuid in netuids(in: state) where !netuid.isRoot && takesPartInEmission(netuid, in: state) {
            Swap.initializePool(netuid, in: &state)
            subnets.append(SubnetEmissionState(netuid, in: state))
        }
        guard !subnets.isEmpty else {
            credit.recycle(in: &state)
            return
        }
        var block = EmissionBlock(
            block: currentBlock(in: state), emission: credit.amount, totalIssuance: state.get(totalIssuance),
            totalStake: state.get(totalStake), rootTao: state.get(subnetTAO, .root),
            taoWeight: rootTaoWeight(in: state), ownerCut: state.get(subnetOwnerCut),
            priceSmoothing: state.get(subnetMovingAlpha), subnets: subnets)
        block.run()
        var staked = Rao.zero
        for (before, after) in zip(subnets, block.subnets) {
            var after = after
            if !credit.spend(after.accountCredit, on: subnetAccount(after.netuid), in: &state) {
                after.forgoTao(of: before)
            }
            staked = staked.addingClamped(after.pool.tao.subtractingClamped(before.pool.tao))
            store(after, replacing: before, in: &state)
        }
        if !staked.isZero { state.update(totalStake) { $0 = $0.addingClamped(staked) } }
        credit.recycle(in: &state)
    }

    /// Writes what a block changed of a subnet.
    private static func store(
        _ after: SubnetEmissionState, replacing before: SubnetEmissionState, in state: inout State
    ) {
        let netuid = after.netuid
        if after.pool.quoteWeight != before.pool.quoteWeight {
            Swap.setQuoteWeight(after.pool.quoteWeight, of: netuid, in: &state)
        }
        if after.pool.alpha != before.pool.alpha { state.set(subnetAlphaIn, netuid, to: after.pool.alpha) }
        if after.pool.tao != before.pool.tao { state.set(subnetTAO, netuid, to: after.pool.tao) }
        if after.alphaOut != before.alphaOut { state.set(subnetAlphaOut, netuid, to: after.alphaOut) }
        AlphaAssets.mint(after.alphaInEmission.addingClamped(after.alphaOutEmission), on: netuid, in: &state)
        AlphaAssets.recycle(after.recycledAlpha, on: netuid, in: &state)
        state.set(subnetMovingPrice, netuid, to: after.movingPrice)
        state.set(rootProp, netuid, to: after.rootProportion)
        state.set(subnetTaoInEmission, netuid, to: after.taoInEmission)
        state.set(subnetAlphaInEmission, netuid, to: after.alphaInEmission)
        state.set(subnetAlphaOutEmission, netuid, to: after.alphaOutEmission)
        state.set(subnetExcessTao, netuid, to: after.excessTao)
        if !after.protocolAlpha.isZero {
            state.update(subnetProtocolAlpha, netuid) { $0 = $0.addingClamped(after.protocolAlpha) }
        }
        if !after.protocolFlow.isZero { recordProtocolInflow(after.protocolFlow, on: netuid, in: &state) }
        if after.volume > 0 {
            state.update(subnetVolume, netuid) { volume in
                let (sum, overflow) = volume.addingReportingOverflow(after.volume)
                volume = overflow ? .max : sum
            }
        }
        setPending(after.pending, of: netuid, replacing: before.pending, in: &state)
    }
}

extension SubnetEmissionState {
    /// What a block needs to know of a subnet.
    init(_ netuid: NetUID, in state: borrowing State) {
        self.init(
            netuid: netuid, pool: Swap.pool(netuid, in: state), alphaOut: state.get(Subtensor.subnetAlphaOut, netuid),
            movingPrice: state.get(Subtensor.subnetMovingPrice, netuid),
            minerBurned: state.get(Subtensor.minerBurned, netuid),
            firstEmissionBlock: state.get(Subtensor.firstEmissionBlockNumber, netuid),
            isSubtokenEnabled: state.get(Subtensor.subtokenEnabled, netuid),
            isRegistrationAllowed: state.get(Subtensor.networkRegistrationAllowed, netuid),
            isEmissionEnabled: state.get(Subtensor.subnetEmissionEnabled, netuid),
            isOwnerCutEnabled: state.get(Subtensor.ownerCutEnabled, netuid),
            priceHalvingBlocks: state.get(Subtensor.emaPriceHalvingBlocks, netuid),
            pending: Subtensor.pending(of: netuid, in: state))
    }

    /// Takes back what the block's TAO did, where the subnet's account could not receive it: an account that does not
    /// exist yet comes to life with 500 rao at least. The weights stay.
    mutating func forgoTao(of before: SubnetEmissionState) {
        pool.tao = before.pool.tao
        pool.alpha = pool.alpha.addingClamped(protocolAlpha)
        alphaOut = alphaOut.subtractingClamped(protocolAlpha)
        (taoInEmission, excessTao, protocolFlow, accountCredit) = (.zero, .zero, .zero, .zero)
        (protocolAlpha, volume) = (.zero, 0)
    }
}
