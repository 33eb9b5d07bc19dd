import Frame
import Primitives
import RuntimeInterface

extension Swap {
    /// The highest fee rate, in parts of 65,535: 15.3 %.
    static let feeRateMaximum: UInt16 = 10_000

    /// Sets the share of a trade's input that the block's author gets, in parts of 65,535. Emits `FeeRateSet`.
    ///
    /// Fails with `mechanismDoesNotExist` where there is no such subnet and with `feeRateTooHigh`. For root.
    static func setFeeRate(
        _ origin: Origin, _ netuid: NetUID, _ rate: UInt16, in state: inout State
    ) throws(DispatchError) {
        try origin.requireRoot()
        guard state.get(Subtensor.networksAdded, netuid) else { throw .swap(.mechanismDoesNotExist) }
        guard rate <= feeRateMaximum else { throw .swap(.feeRateTooHigh) }
        state.set(feeRate, netuid, to: rate)
        state.deposit(.swap(.feeRateSet(netuid: netuid, rate: rate)))
    }
}
