public import RuntimeInterface

extension RuntimeCall {
    /// Weight, class and fee of this call, the calls inside it included.
    public var dispatchInfo: DispatchEventInfo {
        switch self {
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)):
            return DispatchEventInfo.sum(of: calls, own: info)
        case .sudo(.sudo(let call)), .sudo(.sudoUncheckedWeight(let call, _)), .sudo(.sudoAs(_, let call)):
            return DispatchEventInfo.carrying(call, own: info)
        case .sudo(.setKey): return DispatchEventInfo.paying(info)
        default:
            var total = DispatchEventInfo(info)
            total.weight.refTime = total.weight.refTime.multipliedClamped(by: UInt64(itemCount))
            return total
        }
    }

    /// How often the call does what its cost was measured for: calls that work through a list of any length are
    /// measured with one item.
    private var itemCount: Int {
        switch self {
        case .subtensor(.batchSetWeights(let netuids, _, _)), .subtensor(.batchCommitWeights(let netuids, _)):
            max(1, netuids.count)
        case .subtensor(.batchRevealWeights(_, let rows, _, _, _)): max(1, rows.count)
        default: 1
        }
    }
}

extension DispatchEventInfo {
    /// Weight by what the call costs; class and fee rule as the interface says.
    init(_ info: CallInfo) {
        self.init(
            weight: Weight(refTime: CallCost(info).referenceTime, proofSize: 0), class: info.dispatchClass,
            paysFee: info.paysFee ? .yes : .no)
    }

    /// A call of Sudo pays at first. The fee is given back where it ran, so that only the one who may send it sends it
    /// for nothing.
    static func paying(_ info: CallInfo) -> DispatchEventInfo {
        var paying = DispatchEventInfo(info)
        paying.paysFee = .yes
        return paying
    }

    /// A call that runs another with authority has its class and weight.
    static func carrying(_ call: RuntimeCall, own: CallInfo) -> DispatchEventInfo {
        var total = paying(own)
        let inner = call.dispatchInfo
        total.weight.refTime = total.weight.refTime.addingClamped(inner.weight.refTime)
        // What a block has to have is its author's to make, and nobody else's.
        total.class = inner.class == .mandatory ? .operational : inner.class
        return total
    }

    /// A call that carries others costs what they cost; it is free of fees only when all of them are, and pays where it
    /// carries none.
    static func sum(of calls: [RuntimeCall], own: CallInfo) -> DispatchEventInfo {
        var total = DispatchEventInfo(own)
        var paysFee = calls.isEmpty
        for call in calls {
            let inner = call.dispatchInfo
            total.weight.refTime = total.weight.refTime.addingClamped(inner.weight.refTime)
            if inner.paysFee == .yes { paysFee = true }
        }
        total.paysFee = paysFee ? .yes : .no
        return total
    }
}

extension UInt64 {
    /// The sum, or the largest number where it would not fit.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    /// The product, or the largest number where it would not fit.
    func multipliedClamped(by factor: UInt64) -> UInt64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
