import Chain
import JSON
import Primitives
import StateStore
import Synchronization

/// Tells subscribers when storage values change.
final class StorageWatch: Sendable {
    private struct Watcher {
        let keys: [[UInt8]]
        var last: [[UInt8]?]
        let sink: SubscriptionSink
    }

    private struct Watchers {
        var next: UInt64 = 0
        var byNumber: [UInt64: Watcher] = [:]
    }

    /// The chain holds this watch by its observer, so the other way must not keep it alive.
    private weak let chain: Chain?
    private let watchers = Mutex(Watchers())

    init(chain: Chain) { self.chain = chain }

    /// Begins with the values as they are, then tells each change.
    func subscription(_ keys: [[UInt8]]) -> Subscription {
        Subscription { [self] sink in
            // No block may come between the first values and the watching: its changes would go unseen.
            let number = chain?.betweenBlocks {
                let (hash, values) = values(of: keys, at: .latest)
                let number = watchers.withLock { watchers in
                    watchers.next += 1
                    watchers.byNumber[watchers.next] = Watcher(keys: keys, last: values, sink: sink)
                    return watchers.next
                }
                if let hash { sink.send(JSONWriter.encode { $0.changes(zip(keys, values), at: hash) }) }
                return number
            }
            return { [self] in
                guard let number else { return }
                watchers.withLock { $0.byNumber[number] = nil }
            }
        }
    }

    /// Sends what a block changed of what is watched.
    func publish(_ hash: Hash) {
        let watched = watchers.withLock { $0.byNumber.sorted { $0.key < $1.key } }
        for (number, watcher) in watched {
            let (block, values) = values(of: watcher.keys, at: .hash(hash))
            guard let block else { continue }
            let changed = zip(watcher.keys, zip(watcher.last, values)).filter { $0.1.0 != $0.1.1 }
            guard !changed.isEmpty else { continue }
            watchers.withLock { $0.byNumber[number]?.last = values }
            watcher.sink.send(JSONWriter.encode { $0.changes(changed.map { ($0.0, $0.1.1) }, at: block) })
        }
    }

    private func values(of keys: [[UInt8]], at reference: BlockReference) -> (Hash?, [[UInt8]?]) {
        let read = try? chain?.executor.store.read(at: reference) { reader throws(StoreError) in
            (reader.block.hash, try reader.values(for: keys))
        }
        return read.map { ($0.0, $0.1) } ?? (nil, [])
    }
}
