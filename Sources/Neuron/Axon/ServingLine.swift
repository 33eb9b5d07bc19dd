/// Who is served when more ask than an axon works on at a time: a state machine that never waits itself.
///
/// Places are taken at once while there are any. Then requests wait, those of higher priority first and equals in the
/// order of their coming. Both their number and their bytes are bounded: where there is no room, the newcomer takes the
/// room of waiting requests of lower priority, or is refused.
struct ServingLine {
    /// One that waits.
    struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    /// What becomes of a newcomer.
    enum Entry: Equatable {
        /// It has a place.
        case served
        /// It waits; those it displaced are to be refused.
        case waits(Ticket, displaced: [Ticket])
        /// There is no room.
        case refused
    }

    private struct Waiting {
        let ticket: Ticket
        let priority: Double
        let byteCount: Int
    }

    private let placeCount: Int
    private let waitingMax: Int
    private let waitingBytesMax: Int
    private var servedCount = 0
    private var lastNumber: UInt64 = 0
    /// The next one first.
    private var waiting: [Waiting] = []
    private var waitingBytes = 0

    init(placeCount: Int, waitingMax: Int, waitingBytesMax: Int) {
        self.placeCount = placeCount
        self.waitingMax = waitingMax
        self.waitingBytesMax = waitingBytesMax
    }

    /// Those that wait.
    var waitingCount: Int { waiting.count }

    /// A request comes; a priority that is no number counts as the lowest.
    mutating func enter(priority: Double, byteCount: Int) -> Entry {
        if servedCount < placeCount {
            servedCount += 1
            return .served
        }
        let priority = priority.isNaN ? -Double.infinity : priority
        // From the end: who would have to go to make room.
        var keptCount = waiting.count
        var keptBytes = waitingBytes
        while keptCount >= waitingMax || keptBytes + byteCount > waitingBytesMax {
            guard keptCount > 0, waiting[keptCount - 1].priority < priority else { return .refused }
            keptCount -= 1
            keptBytes -= waiting[keptCount].byteCount
        }
        let displaced = waiting[keptCount...].map(\.ticket)
        waiting.removeSubrange(keptCount...)
        lastNumber += 1
        let ticket = Ticket(number: lastNumber)
        let index = waiting.firstIndex { $0.priority < priority } ?? waiting.count
        waiting.insert(Waiting(ticket: ticket, priority: priority, byteCount: byteCount), at: index)
        waitingBytes = keptBytes + byteCount
        return .waits(ticket, displaced: displaced)
    }

    /// A place comes free: the one that takes it, or `nil` when nobody waits.
    mutating func leave() -> Ticket? {
        guard !waiting.isEmpty else {
            servedCount -= 1
            return nil
        }
        let next = waiting.removeFirst()
        waitingBytes -= next.byteCount
        return next.ticket
    }

    /// One waits no longer; nothing happens when it does not wait.
    mutating func giveUp(_ ticket: Ticket) {
        guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return }
        waitingBytes -= waiting.remove(at: index).byteCount
    }
}
