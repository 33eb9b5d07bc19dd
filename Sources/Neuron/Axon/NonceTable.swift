/// Remembers the nonces of every sender process, so that no request counts twice.
///
/// Rules of the reference implementation: the first request of a process must have a nonce younger than 4 s plus the
/// request's timeout; every later one must have a greater nonce than the last. Three things are stricter here. The
/// timeout, which nobody signs, counts at most ``timeoutSecondsMax``; a nonce must not lie further in the future than
/// it may lie in the past; and the table is bounded. An entry is forgotten only when its newest nonce is so old that a
/// replay would fail as a first contact, so forgetting never lets a replay in.
///
/// One thing is milder: requests that a process sends at the same time travel over several connections and overtake
/// each other. A nonce below the newest is accepted once, if it is as young as a first contact's and lies above all
/// that the session has already dropped from its memory of ``Session/nonceCountMax``.
struct NonceTable {
    /// Tolerated delay of a first contact, beside the timeout.
    static let toleranceNanoseconds: Int64 = 4_000_000_000
    /// The largest timeout that widens the window.
    static let timeoutSecondsMax = 120.0
    private static let sweepPauseNanoseconds: Int64 = 1_000_000_000

    private struct Sender: Hashable {
        var hotkey: String
        var uuid: String
    }

    /// What is remembered of one process.
    struct Session {
        /// How many nonces a session remembers.
        static let nonceCountMax = 64

        /// Sorted; the newest last.
        private var nonces: [Int64]
        /// This nonce and all below it are refused.
        private var floor = Int64.min

        init(first nonce: Int64) { nonces = [nonce] }

        /// The newest nonce; a session always has one.
        var newest: Int64 { nonces.last ?? .max }

        /// Whether the nonce was used, or may have been.
        func refuses(_ nonce: Int64) -> Bool {
            nonce <= floor || (nonce <= newest && nonces.contains(nonce))
        }

        /// Takes down a nonce that is not refused.
        mutating func record(_ nonce: Int64) {
            nonces.insert(nonce, at: (nonces.lastIndex { $0 < nonce } ?? -1) + 1)
            if nonces.count > Self.nonceCountMax { floor = nonces.removeFirst() }
        }
    }

    private let sessionsMax: Int
    private let sessionsPerHotkeyMax: Int
    private var sessions: [Sender: Session] = [:]
    private var sessionCounts: [String: Int] = [:]
    private var lastSweep = Int64.min

    init(sessionsMax: Int, sessionsPerHotkeyMax: Int) {
        self.sessionsMax = sessionsMax
        self.sessionsPerHotkeyMax = sessionsPerHotkeyMax
    }

    /// Number of processes remembered.
    var count: Int { sessions.count }

    /// Why a nonce is not acceptable at the time `now`, or `nil` when it is. Nothing is remembered.
    func refusal(
        of nonce: Int64, hotkey: String, uuid: String, timeoutSeconds: Double, now: Int64
    ) -> AxonRefusal.Unverified? {
        let window = Self.window(timeoutSeconds)
        if nonce > now + Self.window(Self.timeoutSecondsMax) { return .nonceInFuture }
        guard let session = sessions[Sender(hotkey: hotkey, uuid: uuid)] else {
            return nonce > now - window ? nil : .nonceTooOld
        }
        if nonce > session.newest { return nil }
        return session.refuses(nonce) || nonce <= now - window ? .nonceReplayed : nil
    }

    /// Remembers the nonce of a verified request; checks again, since another request may have come between.
    mutating func record(
        _ nonce: Int64, hotkey: String, uuid: String, timeoutSeconds: Double, now: Int64
    ) -> AxonRefusal.Unverified? {
        if let refusal = refusal(of: nonce, hotkey: hotkey, uuid: uuid, timeoutSeconds: timeoutSeconds, now: now) {
            return refusal
        }
        let sender = Sender(hotkey: hotkey, uuid: uuid)
        if sessions[sender]?.record(nonce) == nil {
            if sessions.count >= sessionsMax || sessionCounts[hotkey, default: 0] >= sessionsPerHotkeyMax {
                sweep(now: now)
            }
            guard sessions.count < sessionsMax, sessionCounts[hotkey, default: 0] < sessionsPerHotkeyMax else {
                return .tooManySessions
            }
            sessionCounts[hotkey, default: 0] += 1
            sessions[sender] = Session(first: nonce)
        }
        return nil
    }

    /// Forgets what no replay can use any more; at most once a second, because it looks at every entry.
    private mutating func sweep(now: Int64) {
        guard lastSweep == .min || now - lastSweep >= Self.sweepPauseNanoseconds else { return }
        lastSweep = now
        let oldest = now - Self.window(Self.timeoutSecondsMax)
        sessions = sessions.filter { $0.value.newest > oldest }
        sessionCounts = sessions.keys.reduce(into: [:]) { $0[$1.hotkey, default: 0] += 1 }
    }

    private static func window(_ timeoutSeconds: Double) -> Int64 {
        toleranceNanoseconds + Int64(min(max(timeoutSeconds, 0), timeoutSecondsMax) * 1e9)
    }
}
