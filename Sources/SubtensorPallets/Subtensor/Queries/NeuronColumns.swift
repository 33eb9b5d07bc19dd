import Frame
import Primitives
import RuntimeInterface

/// What a subnet's neurons have in lists by UID, read once for all of them. A place missing in a list reads as nothing.
struct NeuronColumns {
    private var active: [Bool]
    private var permits: [Bool]
    private var emission: [Alpha]
    private var incentive: [PerU16]
    private var consensus: [PerU16]
    private var validatorTrust: [PerU16]
    private var dividends: [PerU16]
    private var lastUpdate: [UInt64]

    init(_ netuid: NetUID, in state: borrowing State) {
        let index = Subtensor.storageIndex(netuid)
        active = state.get(Subtensor.active, netuid)
        permits = state.get(Subtensor.validatorPermit, netuid)
        emission = state.get(Subtensor.emission, netuid)
        incentive = state.get(Subtensor.incentive, index)
        consensus = state.get(Subtensor.consensus, netuid)
        validatorTrust = state.get(Subtensor.validatorTrust, netuid)
        dividends = state.get(Subtensor.dividends, netuid)
        lastUpdate = state.get(Subtensor.lastUpdate, index)
    }

    /// The row of one neuron.
    struct Row {
        var active = false
        var permit = false
        var emission = Alpha.zero
        var incentive = PerU16(0)
        var consensus = PerU16(0)
        var validatorTrust = PerU16(0)
        var dividends = PerU16(0)
        var lastUpdate: UInt64 = 0
    }

    subscript(uid: UID) -> Row {
        func place<Value>(_ list: [Value], _ absent: Value) -> Value { Int(uid) < list.count ? list[Int(uid)] : absent }
        return Row(
            active: place(active, false), permit: place(permits, false), emission: place(emission, .zero),
            incentive: place(incentive, PerU16(0)), consensus: place(consensus, PerU16(0)),
            validatorTrust: place(validatorTrust, PerU16(0)), dividends: place(dividends, PerU16(0)),
            lastUpdate: place(lastUpdate, 0))
    }
}
