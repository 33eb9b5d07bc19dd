public import RuntimeInterface

extension RuntimeCall {
    /// Weight, class and fee of this call, the calls inside it included.
    public var dispatchInfo: DispatchEventInfo {
        switch self {
        case .utility(.batch(let calls)), .utility(.batchAll(let calls)), .utility(.forceBatch(let calls)):
            DispatchEventInfo.sum(of: calls, own: info)
        case .sudo(.sudo(let call)), .sudo(.sudoUncheckedWeight(let call, _)), .sudo(.sudoAs(_, let call)):
            DispatchEventInfo.carrying(call, own: info)
        case .sudo(.setKey): DispatchEventInfo.paying(info)
        default:
            DispatchEventInfo(info)
        }
    }
}

extension DispatchEventInfo {
    /// Picoseconds of a storage read and of a write, as the reference's `DbWeight` says, and of a call's own work.
    private static let readReferenceTime: UInt64 = 25_000_000
    private static let writeReferenceTime: UInt64 = 100_000_000
    private static let callReferenceTime: UInt64 = 20_000_000

    /// What the interface says of a call.
    init(_ info: CallInfo) {
        let time =
            Self.callReferenceTime + UInt64(info.reads) * Self.readReferenceTime
            + UInt64(info.writes) * Self.writeReferenceTime
        self.init(
            weight: Weight(refTime: time, proofSize: 0), class: info.dispatchClass, paysFee: info.paysFee ? .yes : .no)
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
        total.class = inner.class
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
}
