public import Primitives
import Runtime
import RuntimeInterface
import Synchronization
import SystemPallets

/// What waits, to be asked about.
extension Chain {
    /// The nonce that an account should sign with next, behind everything of it that waits.
    public func nextNonce(of account: AccountID) throws(ChainError) -> UInt32 {
        let onChain = try executor.withLatestState { (state, _) throws(ChainError) in
            System.nonce(of: account, in: state)
        }
        return pool.withLock { $0.nextNonce(of: account, onChain: onChain) }
    }

    /// The extrinsics that wait, in order of arrival.
    public var pendingExtrinsics: [[UInt8]] { pool.withLock { $0.all.map(\.extrinsic.bytes) } }

    /// Whether an extrinsic waits that could stand in the next block.
    public var hasReadyExtrinsics: Bool { pool.withLock { $0.hasReady } }

    /// Calls `signal` whenever an extrinsic becomes ready; the engine that makes blocks on demand listens.
    func onSubmission(_ signal: (@Sendable () -> Void)?) { listeners.withLock { $0.submission = signal } }
}
