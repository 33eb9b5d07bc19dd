private import Synchronization

/// One source for many subscribers: the chain publishes a value once, encoded, and every subscriber gets it.
///
///     let newHeads = Broadcast()
///     // the handler:   case .chainSubscribeNewHeads: .subscription(newHeads.subscription { chain.bestHeaderJSON })
///     // the importer:  newHeads.publish(headerJSON)
public final class Broadcast: Sendable {
    private struct Subscribers {
        var last: UInt64 = 0
        var sinks: [UInt64: SubscriptionSink] = [:]
    }

    private let subscribers = Mutex(Subscribers())

    /// A source without subscribers.
    public init() {}

    /// Subscribers at this moment.
    public var count: Int { subscribers.withLock { $0.sinks.count } }

    /// A subscription to everything published from its beginning on.
    ///
    /// - Parameter first: the value to begin with, for sources whose subscribers get the present one at once. It is
    ///   asked after the subscriber was added, so no value is missed; one may come twice.
    public func subscription(first: @escaping @Sendable () -> [UInt8]? = { nil }) -> Subscription {
        Subscription { sink in
            let key = self.subscribers.withLock { subscribers in
                subscribers.last += 1
                subscribers.sinks[subscribers.last] = sink
                return subscribers.last
            }
            if let value = first() { sink.send(value) }
            return { self.subscribers.withLock { _ = $0.sinks.removeValue(forKey: key) } }
        }
    }

    /// Pushes `result`, JSON already, to every subscriber. Never waits for any of them.
    public func publish(_ result: [UInt8]) {
        // Sent outside the lock: a sink that fails cancels itself, which takes the lock.
        for sink in subscribers.withLock({ Array($0.sinks.values) }) { sink.send(result) }
    }
}
