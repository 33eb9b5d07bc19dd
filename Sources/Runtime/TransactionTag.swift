public import Primitives

/// Names one place in an account's row of extrinsics.
public struct TransactionTag: Hashable, Sendable {
    public let account: AccountID
    public let nonce: UInt32

    public init(account: AccountID, nonce: UInt32) {
        self.account = account
        self.nonce = nonce
    }
}
