/// Who may go next when only a few may at once: connections take turns, and each sends those of its own in the order in
/// which they came. A state machine without I/O.
struct TurnQueue<Ticket> {
    private var free: Int
    private let waitingMaximum: Int
    // Connections that wait, in the order of their turns; each has a row that is not empty.
    private var turns: [UInt64] = []
    private var rows: [UInt64: [Ticket]] = [:]

    /// Tickets that wait.
    private(set) var waitingCount = 0

    /// A queue before a place with room for `width`.
    init(width: Int, waitingMaximum: Int) {
        free = width
        self.waitingMaximum = waitingMaximum
    }

    /// What becomes of a ticket.
    enum Admission: Equatable { case enter, wait, refuse }

    /// A ticket of a connection comes. The caller keeps it where the answer is not ``Admission/wait``.
    mutating func arrive(_ ticket: Ticket, of connection: UInt64) -> Admission {
        if free > 0 {
            free -= 1
            return .enter
        }
        guard waitingCount < waitingMaximum else { return .refuse }
        waitingCount += 1
        if rows[connection] == nil { turns.append(connection) }
        rows[connection, default: []].append(ticket)
        return .wait
    }

    /// One leaves: the ticket that enters in its place, or `nil`.
    mutating func leave() -> Ticket? {
        guard !turns.isEmpty else {
            free += 1
            return nil
        }
        let connection = turns.removeFirst()
        guard var row = rows.removeValue(forKey: connection) else {
            preconditionFailure("every connection that has a turn has a row")
        }
        let ticket = row.removeFirst()
        waitingCount -= 1
        if !row.isEmpty {
            rows[connection] = row
            turns.append(connection)
        }
        return ticket
    }

    /// A connection ends: its tickets, which wait no longer.
    mutating func drop(_ connection: UInt64) -> [Ticket] {
        guard let row = rows.removeValue(forKey: connection) else { return [] }
        turns.removeAll { $0 == connection }
        waitingCount -= row.count
        return row
    }
}
