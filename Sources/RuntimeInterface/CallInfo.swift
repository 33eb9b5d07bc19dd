/// What is fixed about a call, whatever its arguments: names, fee rule, class and cost.
public struct CallInfo: Hashable, Sendable {
    /// Index of the pallet.
    public let pallet: UInt8
    /// Index of the call inside of the pallet.
    public let call: UInt8
    /// The pallet's name on chain.
    public let palletName: String
    /// The call's name on chain.
    public let callName: String
    /// Whether the signer pays the transaction fee.
    public let paysFee: Bool
    /// The class that the call's weight counts for.
    public let dispatchClass: DispatchClass
    /// Database reads that the call's weight stands for.
    public let reads: UInt32
    /// Database writes that the call's weight stands for.
    public let writes: UInt32

    public init(
        _ pallet: UInt8, _ call: UInt8, _ palletName: String, _ callName: String, paysFee: Bool = true,
        dispatchClass: DispatchClass = .normal, reads: UInt32 = 1, writes: UInt32 = 1
    ) {
        self.pallet = pallet
        self.call = call
        self.palletName = palletName
        self.callName = callName
        self.paysFee = paysFee
        self.dispatchClass = dispatchClass
        self.reads = reads
        self.writes = writes
    }
}
