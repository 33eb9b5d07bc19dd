import Synchronization

/// Lets a few tasks through at once; the others wait, and the connections that they work for take turns.
final class FairGate: Sendable {
    private let queue: Mutex<TurnQueue<CheckedContinuation<Bool, Never>>>
    private let waiting: ServerStatistics.Counter

    /// - Parameter waiting: shows how many wait.
    init(width: Int, waitingMaximum: Int, waiting: ServerStatistics.Counter) {
        queue = Mutex(TurnQueue(width: width, waitingMaximum: waitingMaximum))
        self.waiting = waiting
    }

    /// Waits for the turn of a connection. False when it does not come, because too many wait or the connection has
    /// ended; after true, ``leave()`` is due.
    func enter(_ connection: UInt64) async -> Bool {
        await withCheckedContinuation { continuation in
            let admission = queue.withLock { queue in
                let admission = queue.arrive(continuation, of: connection)
                if admission == .wait { waiting.add() }
                return admission
            }
            switch admission {
            case .enter: continuation.resume(returning: true)
            case .wait: break
            case .refuse: continuation.resume(returning: false)
            }
        }
    }

    /// Makes room for the next one.
    func leave() {
        let next = queue.withLock { queue in
            let next = queue.leave()
            if next != nil { waiting.add(-1) }
            return next
        }
        next?.resume(returning: true)
    }

    /// A connection has ended: nobody waits for it any more.
    func drop(_ connection: UInt64) {
        let dropped = queue.withLock { queue in
            let dropped = queue.drop(connection)
            waiting.add(-dropped.count)
            return dropped
        }
        for continuation in dropped { continuation.resume(returning: false) }
    }
}
