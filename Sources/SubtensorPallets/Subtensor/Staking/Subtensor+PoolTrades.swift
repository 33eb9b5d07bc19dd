import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Trades that move the reserves and the counters of a subnet. Who pays and who gets is left to the caller.
/// Source: pallets/subtensor/src/staking/stake_utils.rs.
extension Subtensor {
    /// Turns TAO that was paid to the subnet's account into alpha outside of the pool. Root and stable subnets trade
    /// one for one without fee.
    ///
    /// `TotalStake` grows by what the pool takes in, so that it stays the sum of all reserves; the reference adds the
    /// fee too, which leaves with the block's author.
    /// - Throws: as ``Swap/trade(_:_:on:limit:chargesFee:in:)``.
    static func swapTaoForAlpha(
        _ tao: Rao, on netuid: NetUID, limit: Rao = Swap.priceMaximum, chargesFee: Bool = true, in state: inout State
    ) throws(DispatchError) -> SwapOutcome {
        let outcome: SwapOutcome
        if state.get(subnetMechanism, netuid) == Swap.dynamicMechanism {
            outcome = try Swap.trade(.buy, tao.units, on: netuid, limit: limit, chargesFee: chargesFee, in: &state)
        } else {
            outcome = SwapOutcome(paidIn: tao.units, paidOut: tao.units, fee: 0, feeToBlockAuthor: 0)
        }
        let paid = Rao(outcome.paidIn)
        let bought = Alpha(outcome.paidOut)
        if !bought.isZero { state.update(subnetAlphaIn, netuid) { $0 = $0.subtractingClamped(bought) } }
        state.update(subnetAlphaOut, netuid) { $0 = $0.addingClamped(bought) }
        state.update(subnetTAO, netuid) { $0 = $0.addingClamped(paid) }
        state.update(totalStake) { $0 = $0.addingClamped(paid) }
        addVolume(tao, on: netuid, in: &state)
        return outcome
    }

    /// Turns alpha outside of the pool into TAO on the subnet's account that is no longer staked. Root and stable
    /// subnets trade one for one without fee.
    /// - Throws: as ``Swap/trade(_:_:on:limit:chargesFee:in:)``.
    static func swapAlphaForTao(
        _ alpha: Alpha, on netuid: NetUID, limit: Rao = Swap.priceMinimum, chargesFee: Bool = true,
        in state: inout State
    ) throws(DispatchError) -> SwapOutcome {
        let outcome: SwapOutcome
        if state.get(subnetMechanism, netuid) == Swap.dynamicMechanism {
            outcome = try Swap.trade(.sell, alpha.units, on: netuid, limit: limit, chargesFee: chargesFee, in: &state)
        } else {
            outcome = SwapOutcome(paidIn: alpha.units, paidOut: alpha.units, fee: 0, feeToBlockAuthor: 0)
        }
        let sold = Alpha(outcome.paidIn)
        let paid = Rao(outcome.paidOut)
        state.update(subnetAlphaIn, netuid) { $0 = $0.addingClamped(sold) }
        state.update(subnetAlphaOut, netuid) { $0 = $0.subtractingClamped(sold) }
        if !paid.isZero { state.update(subnetTAO, netuid) { $0 = $0.subtractingClamped(paid) } }
        state.update(totalStake) { $0 = $0.subtractingClamped(paid) }
        addVolume(paid, on: netuid, in: &state)
        return outcome
    }

    /// Counts TAO that users brought to a subnet.
    static func recordTaoInflow(_ tao: Rao, on netuid: NetUID, in state: inout State) {
        state.update(subnetTaoFlow, netuid) { $0 = sum($0, Int64(clamping: tao.units)) }
    }

    /// Counts TAO that users took from a subnet.
    static func recordTaoOutflow(_ tao: Rao, on netuid: NetUID, in state: inout State) {
        state.update(subnetTaoFlow, netuid) { $0 = sum($0, -Int64(clamping: tao.units)) }
    }

    /// Counts TAO that the protocol brought to a subnet.
    static func recordProtocolInflow(_ tao: Rao, on netuid: NetUID, in state: inout State) {
        state.update(subnetProtocolFlow, netuid) { $0 = sum($0, Int64(clamping: tao.units)) }
    }

    /// Counts TAO that the protocol took from a subnet.
    static func recordProtocolOutflow(_ tao: Rao, on netuid: NetUID, in state: inout State) {
        state.update(subnetProtocolFlow, netuid) { $0 = sum($0, -Int64(clamping: tao.units)) }
    }

    /// The sum, clamped to the range of the type.
    private static func sum(_ flow: Int64, _ change: Int64) -> Int64 {
        let (sum, overflow) = flow.addingReportingOverflow(change)
        guard overflow else { return sum }
        return change < 0 ? .min : .max
    }

    private static func addVolume(_ tao: Rao, on netuid: NetUID, in state: inout State) {
        state.update(subnetVolume, netuid) { volume in
            let (sum, overflow) = volume.addingReportingOverflow(UInt128(tao.units))
            volume = overflow ? .max : sum
        }
    }
}
