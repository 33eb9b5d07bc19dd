public import Cryptography
public import Primitives
import RuntimeInterface

extension ChainClient {
    /// Buys stake in a hotkey at the price of the moment.
    @discardableResult
    public func addStake(
        _ amount: Rao, to hotkey: AccountID, on netuid: NetUID, by coldkey: Keypair,
        options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await requireBalance(amount, of: coldkey.accountID)
        return try await submit(
            .subtensor(.addStake(hotkey: hotkey, netuid: netuid, amountStaked: amount)), by: coldkey, options: options)
    }

    /// Sells stake in a hotkey at the price of the moment.
    @discardableResult
    public func removeStake(
        _ amount: Alpha, from hotkey: AccountID, on netuid: NetUID, by coldkey: Keypair,
        options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await submit(
            .subtensor(.removeStake(hotkey: hotkey, netuid: netuid, amountUnstaked: amount)), by: coldkey,
            options: options)
    }
}
