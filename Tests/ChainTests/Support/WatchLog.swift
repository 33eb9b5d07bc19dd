import Chain
import Synchronization

/// What a watcher heard.
final class WatchLog: Sendable {
    private let content = Mutex<[TransactionStatus]>([])

    var statuses: [TransactionStatus] { content.withLock { $0 } }

    var watcher: TransactionWatcher { { status in self.content.withLock { $0.append(status) } } }
}
