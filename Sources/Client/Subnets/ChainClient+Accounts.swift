public import Cryptography
public import Primitives
public import RuntimeInterface

extension ChainClient {
    /// What an account can spend, reserved and frozen amounts apart.
    public func balance(of account: AccountID, at block: Hash? = nil) async throws(ClientError) -> Rao {
        try await storage(System.account, account, at: block).data.free
    }

    /// Composes, signs, submits and waits.
    /// - Throws: also ``ClientError/failed(_:)`` where the call is in a block and failed there.
    @discardableResult
    public func submit(
        _ call: RuntimeCall, by keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await compose(call).submit(by: keypair, options: options).successful()
    }

    /// Sends TAO and keeps the sender's account alive.
    @discardableResult
    public func transfer(
        _ amount: Rao, to account: AccountID, from keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await submit(
            .balances(.transferKeepAlive(dest: .id(account), value: amount)), by: keypair, options: options)
    }

    /// Runs a call as root. The sudo key signs; a failure of the inner call is thrown too.
    @discardableResult
    public func sudo(
        _ call: RuntimeCall, by keypair: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await submit(.sudo(.sudo(call: call)), by: keypair, options: options)
    }

    /// Throws where the account has less than `needed` free.
    func requireBalance(_ needed: Rao, of account: AccountID) async throws(ClientError) {
        let free = try await balance(of: account)
        guard free >= needed else { throw .insufficientBalance(account: account, free: free, needed: needed) }
    }
}
