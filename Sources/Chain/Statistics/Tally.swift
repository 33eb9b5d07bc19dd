import Synchronization

/// One counter for each case of an enum, from any thread.
public final class Tally<Case: CaseIterable & Hashable & Sendable>: Sendable {
    private final class Counter: Sendable {
        let count = Atomic<UInt64>(0)
    }

    private let counters: [Case: Counter]

    /// All at zero.
    public init() {
        counters = Dictionary(uniqueKeysWithValues: Case.allCases.map { ($0, Counter()) })
    }

    /// Counts `count` more of a case.
    public func add(_ count: Int = 1, to place: Case) {
        guard count > 0 else { return }
        counters[place]?.count.add(UInt64(count), ordering: .relaxed)
    }

    /// How many there were of a case.
    public subscript(place: Case) -> UInt64 { counters[place]?.count.load(ordering: .relaxed) ?? 0 }
}
