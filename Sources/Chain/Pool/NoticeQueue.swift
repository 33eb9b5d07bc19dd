import Synchronization

/// Tells watchers what became of their transactions: in the order in which it came to pass, on one thread at a time and
/// with nothing of the chain locked.
final class NoticeQueue: Sendable {
    private struct Content {
        var waiting: [TransactionPool.Notice] = []
        var isDelivering = false
    }

    private let content = Mutex(Content())

    /// Queues notices. The caller holds the pool, whose order they keep, and calls ``deliver()`` when it no longer
    /// does.
    func append(_ notices: [TransactionPool.Notice]) {
        let watched = notices.filter { $0.watcher != nil }
        guard !watched.isEmpty else { return }
        content.withLock { $0.waiting += watched }
    }

    /// Calls the watchers of everything that waits, unless another thread is at it: that one goes on until nothing
    /// waits.
    func deliver() {
        while let notices = next() {
            for notice in notices { notice.watcher?(notice.status) }
            content.withLock { $0.isDelivering = false }
        }
    }

    private func next() -> [TransactionPool.Notice]? {
        content.withLock { content in
            guard !content.isDelivering, !content.waiting.isEmpty else { return nil }
            content.isDelivering = true
            defer { content.waiting = [] }
            return content.waiting
        }
    }
}
