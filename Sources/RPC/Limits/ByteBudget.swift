import Synchronization

/// The bytes that all connections together may make the server hold.
///
/// Every connection has an account. Up to an allowance an account holds what it likes; what goes beyond is drawn from
/// the common budget. When that is exhausted, the account that draws most is closed and its connection ended, be it the
/// one that asked for more or another: those that hold little go on.
final class ByteBudget: Sendable {
    private struct State {
        var drawn = 0
        var accounts: [UInt64: (drawn: Int, evict: @Sendable () -> Void)] = [:]
        var last: UInt64 = 0
    }

    private let byteMaximum: Int
    private let allowance: Int
    private let statistics: ServerStatistics
    private let state = Mutex(State())

    init(byteMaximum: Int, allowance: Int = RPCLimits.heldByteAllowance, statistics: ServerStatistics) {
        self.byteMaximum = byteMaximum
        self.allowance = allowance
        self.statistics = statistics
    }

    /// Opens an account.
    /// - Parameter evict: called, from any thread, when the account was closed for the sake of the others. It must
    ///   return at once.
    func open(evict: @escaping @Sendable () -> Void) -> Account {
        let number = state.withLock { state in
            state.last += 1
            state.accounts[state.last] = (0, evict)
            return state.last
        }
        return Account(budget: self, number: number)
    }

    /// What one connection holds.
    final class Account: Sendable {
        private let budget: ByteBudget
        private let number: UInt64
        private let held = Mutex(0)

        fileprivate init(budget: ByteBudget, number: UInt64) {
            self.budget = budget
            self.number = number
        }

        deinit { close() }

        /// Holds so many bytes more. False when that cannot be: the account is closed now, and whoever asked ends the
        /// connection.
        func take(_ count: Int) -> Bool {
            let isTaken = held.withLock { held in
                let more = budget.drawn(by: held + count) - budget.drawn(by: held)
                guard more == 0 || budget.draw(more, for: number) else { return false }
                held += count
                return true
            }
            return isTaken
        }

        /// Lets go of so many bytes.
        func give(_ count: Int) {
            held.withLock { held in
                let less = budget.drawn(by: held) - budget.drawn(by: held - count)
                if less > 0 { budget.putBack(less, of: number) }
                held -= count
            }
        }

        /// Whether it was closed, for whatever reason.
        var isOpen: Bool { budget.state.withLock { $0.accounts[number] != nil } }

        /// Lets go of everything.
        func close() { budget.close(number) }
    }

    private func drawn(by held: Int) -> Int { max(0, held - allowance) }

    private func draw(_ count: Int, for number: UInt64) -> Bool {
        var evictions: [@Sendable () -> Void] = []
        let isDrawn = state.withLock { state -> Bool in
            guard let own = state.accounts[number] else { return false }
            while state.drawn + count > byteMaximum {
                let most = state.accounts.max { ($0.value.drawn, $0.key) < ($1.value.drawn, $1.key) }
                statistics.count(.memory)
                guard let most, most.key != number, most.value.drawn > own.drawn + count else {
                    remove(number, from: &state)
                    return false
                }
                evictions.append(most.value.evict)
                remove(most.key, from: &state)
            }
            state.accounts[number]?.drawn += count
            state.drawn += count
            statistics.bytesHeldCounter.add(count)
            return true
        }
        // Outside the lock: whoever is evicted may let go of bytes at once.
        for evict in evictions { evict() }
        return isDrawn
    }

    private func putBack(_ count: Int, of number: UInt64) {
        state.withLock { state in
            // An account that was closed has put everything back already.
            guard state.accounts[number] != nil else { return }
            state.accounts[number]?.drawn -= count
            state.drawn -= count
            statistics.bytesHeldCounter.add(-count)
        }
    }

    private func close(_ number: UInt64) { state.withLock { remove(number, from: &$0) } }

    private func remove(_ number: UInt64, from state: inout State) {
        guard let account = state.accounts.removeValue(forKey: number) else { return }
        state.drawn -= account.drawn
        statistics.bytesHeldCounter.add(-account.drawn)
    }
}
