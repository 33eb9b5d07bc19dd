import Chain
import JSON
import Primitives
import StateStore
import Synchronization

/// Tells subscribers when storage values change.
///
/// What a block costs here grows with what it changed, not with what is watched: a client that watches a million keys
/// must not slow down the thread that makes blocks.
final class StorageWatch: Sendable {
    private struct Watchers {
        var next: UInt64 = 0
        var sinks: [UInt64: SubscriptionSink] = [:]
        var byKey: [[UInt8]: Set<UInt64>] = [:]
    }

    /// The chain holds this watch by its observer, so the other way must not keep it alive.
    private weak let chain: Chain?
    private let watchers = Mutex(Watchers())

    init(chain: Chain) { self.chain = chain }

    /// Begins with the values as they are, then tells each change.
    func subscription(_ keys: [[UInt8]]) -> Subscription {
        // The entries of the tables beside the keys themselves.
        let byteCount = keys.reduce(0) { $0 + 2 * $1.count + 160 }
        return Subscription(byteCount: byteCount) { [self] sink in
            guard let number = begin(keys, sink) else { return {} }
            return { [self] in remove(number, keys) }
        }
    }

    // No block may come between the first values and the watching: its changes would go unseen. Many values take long
    // to read, so they are read before, and again where a block came meanwhile; only the last attempt holds up blocks.
    private func begin(_ keys: [[UInt8]], _ sink: SubscriptionSink) -> UInt64? {
        guard let chain else { return nil }
        for _ in 0..<3 {
            guard let (block, first) = firstValues(of: keys, in: chain) else { return nil }
            let number = chain.betweenBlocks { () -> UInt64? in
                guard (try? chain.executor.store.latest())?.hash == block else { return nil }
                sink.send(first)
                return add(keys, sink)
            }
            if let number { return number }
        }
        return chain.betweenBlocks {
            if let (_, first) = firstValues(of: keys, in: chain) { sink.send(first) }
            return add(keys, sink)
        }
    }

    private func firstValues(of keys: [[UInt8]], in chain: Chain) -> (block: Hash, text: [UInt8])? {
        try? chain.executor.store.read(at: .latest) { reader throws(StoreError) in
            let values = try reader.values(for: keys)
            return (reader.block.hash, JSONWriter.encode { $0.changes(zip(keys, values), at: reader.block.hash) })
        }
    }

    private func add(_ keys: [[UInt8]], _ sink: SubscriptionSink) -> UInt64 {
        watchers.withLock { watchers in
            watchers.next += 1
            watchers.sinks[watchers.next] = sink
            for key in keys { watchers.byKey[key, default: []].insert(watchers.next) }
            return watchers.next
        }
    }

    private func remove(_ number: UInt64, _ keys: [[UInt8]]) {
        watchers.withLock { watchers in
            guard watchers.sinks.removeValue(forKey: number) != nil else { return }
            for key in keys {
                watchers.byKey[key]?.remove(number)
                if watchers.byKey[key]?.isEmpty == true { watchers.byKey[key] = nil }
            }
        }
    }

    /// Sends what a block changed of what is watched.
    func publish(_ block: ExecutedBlock) {
        guard watchers.withLock({ !$0.sinks.isEmpty }) else { return }
        let told = watchers.withLock { watchers in
            var changes: [UInt64: [StateChange]] = [:]
            for change in block.state.writes {
                for number in watchers.byKey[change.key] ?? [] { changes[number, default: []].append(change) }
            }
            return changes.sorted { $0.key < $1.key }.compactMap { number, changes in
                watchers.sinks[number].map { (sink: $0, changes: changes) }
            }
        }
        // Outside the lock: a sink that overflows cancels itself, which takes the lock.
        for (sink, changes) in told {
            sink.send(JSONWriter.encode { $0.changes(changes.map { ($0.key, $0.value) }, at: block.hash) })
        }
    }
}
