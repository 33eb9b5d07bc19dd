import Chain
import Synchronization

/// Keeps what happens to a transaction between its submission and the moment its subscriber is known.
final class StatusBuffer: Sendable {
    private struct Content {
        var waiting: [TransactionStatus] = []
        var receiver: (@Sendable (TransactionStatus) -> Void)?
        var isDetached = false
    }

    private let content = Mutex(Content())

    func append(_ status: TransactionStatus) {
        let receiver = content.withLock { content -> (@Sendable (TransactionStatus) -> Void)? in
            if content.receiver == nil, !content.isDetached { content.waiting.append(status) }
            return content.receiver
        }
        receiver?(status)
    }

    /// Hands what waits to `receiver`, and everything after it.
    func attach(_ receiver: @escaping @Sendable (TransactionStatus) -> Void) {
        // Sending while the lock is held keeps the order; a sink never waits and never comes back here.
        content.withLock { content in
            for status in content.waiting { receiver(status) }
            content.waiting = []
            if !content.isDetached { content.receiver = receiver }
        }
    }

    func detach() {
        content.withLock { content in
            content.receiver = nil
            content.waiting = []
            content.isDetached = true
        }
    }
}
