/// What a trade moves. The pool itself stays as it is: the caller changes the reserves.
public struct SwapOutcome: Hashable, Sendable {
    /// What the pool takes in, without the fee.
    public var paidIn: UInt64
    /// What the pool gives.
    public var paidOut: UInt64
    /// The fee, in the token that goes in.
    public var fee: UInt64
    /// The part of the fee that the block's author gets.
    public var feeToBlockAuthor: UInt64

    public init(paidIn: UInt64, paidOut: UInt64, fee: UInt64, feeToBlockAuthor: UInt64) {
        self.paidIn = paidIn
        self.paidOut = paidOut
        self.fee = fee
        self.feeToBlockAuthor = feeToBlockAuthor
    }
}
