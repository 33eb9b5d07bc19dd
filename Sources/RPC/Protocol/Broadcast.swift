private import Synchronization

/// One source for many subscribers: the chain publishes a value once, encoded, and every subscriber gets it.
///
///     let newHeads = Broadcast()
///     // the handler:   case .chainSubscribeNewHeads: .subscription(newHeads.subscription { chain.bestHeaderJSON })
///     // the importer:  newHeads.publish(headerJSON)
public final class Broadcast: Sendable {
    fileprivate struct Subscribers {
        var last: UInt64 = 0
        var sinks: [UInt64: SubscriptionSink] = [:]
        // Values published while a subscriber's first one is on its way: they go out after it.
        var pending: [UInt64: [[UInt8]]] = [:]
    }

    private let subscribers = Mutex(Subscribers())

    /// A source without subscribers.
    public init() {}

    /// Subscribers at this moment.
    public var count: Int { subscribers.withLock { $0.sinks.count + $0.pending.count } }

    /// A subscription to everything published from its beginning on.
    ///
    /// - Parameter first: the value to begin with, for sources whose subscribers get the present one at once. It is
    ///   asked after the subscriber was added, so no value is missed; one may come twice.
    public func subscription(first: @escaping @Sendable () -> [UInt8]? = { nil }) -> Subscription {
        Subscription { sink in
            let key = self.subscribers.withLock { subscribers in
                subscribers.last += 1
                subscribers.pending[subscribers.last] = []
                return subscribers.last
            }
            if let value = first() { sink.send(value) }
            while let values = self.subscribers.withLock({ $0.settle(key, sink) }) {
                for value in values { sink.send(value) }
            }
            return { self.subscribers.withLock { _ = $0.sinks.removeValue(forKey: key) } }
        }
    }

    /// Pushes `result`, JSON already, to every subscriber. Never waits for any of them. What one thread publishes
    /// arrives in order.
    public func publish(_ result: [UInt8]) {
        let sinks = subscribers.withLock { subscribers in
            for key in subscribers.pending.keys { subscribers.pending[key]?.append(result) }
            return Array(subscribers.sinks.values)
        }
        // Sent outside the lock: a sink that overflows cancels itself, which takes the lock.
        for sink in sinks { sink.send(result) }
    }
}

extension Broadcast.Subscribers {
    // What was published meanwhile; `nil` when there is nothing, and the subscriber is one like the others.
    fileprivate mutating func settle(_ key: UInt64, _ sink: SubscriptionSink) -> [[UInt8]]? {
        if let values = pending[key], !values.isEmpty {
            pending[key] = []
            return values
        }
        pending[key] = nil
        sinks[key] = sink
        return nil
    }
}
