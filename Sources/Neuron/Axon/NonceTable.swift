/// Remembers the last nonce of every sender process, so that no request counts twice.
///
/// Rules of the reference implementation: the first request of a process must have a nonce younger than 4 s plus the
/// request's timeout; every later one must have a greater nonce than the last. Three things are stricter here. The
/// timeout, which nobody signs, counts at most ``timeoutSecondsMax``; a nonce must not lie further in the future than
/// it may lie in the past; and the table is bounded. An entry is forgotten only when its nonce is so old that a replay
/// would fail as a first contact, so forgetting never lets a replay in.
struct NonceTable {
    /// Tolerated delay of a first contact, beside the timeout.
    static let toleranceNanoseconds: Int64 = 4_000_000_000
    /// The largest timeout that widens the window.
    static let timeoutSecondsMax = 120.0
    private static let sweepPauseNanoseconds: Int64 = 1_000_000_000

    private struct Session: Hashable {
        var hotkey: String
        var uuid: String
    }

    private let sessionsMax: Int
    private let sessionsPerHotkeyMax: Int
    private var nonces: [Session: Int64] = [:]
    private var sessionCounts: [String: Int] = [:]
    private var lastSweep = Int64.min

    init(sessionsMax: Int, sessionsPerHotkeyMax: Int) {
        self.sessionsMax = sessionsMax
        self.sessionsPerHotkeyMax = sessionsPerHotkeyMax
    }

    /// Number of processes remembered.
    var count: Int { nonces.count }

    /// Why a nonce is not acceptable at the time `now`, or `nil` when it is. Nothing is remembered.
    func refusal(
        of nonce: Int64, hotkey: String, uuid: String, timeoutSeconds: Double, now: Int64
    ) -> AxonRefusal.Unverified? {
        let window = Self.window(timeoutSeconds)
        if nonce > now + Self.window(Self.timeoutSecondsMax) { return .nonceInFuture }
        if let last = nonces[Session(hotkey: hotkey, uuid: uuid)] { return nonce > last ? nil : .nonceReplayed }
        return nonce > now - window ? nil : .nonceTooOld
    }

    /// Remembers the nonce of a verified request; checks again, since another request may have come between.
    mutating func record(
        _ nonce: Int64, hotkey: String, uuid: String, timeoutSeconds: Double, now: Int64
    ) -> AxonRefusal.Unverified? {
        if let refusal = refusal(of: nonce, hotkey: hotkey, uuid: uuid, timeoutSeconds: timeoutSeconds, now: now) {
            return refusal
        }
        let session = Session(hotkey: hotkey, uuid: uuid)
        if nonces[session] == nil {
            if nonces.count >= sessionsMax || sessionCounts[hotkey, default: 0] >= sessionsPerHotkeyMax {
                sweep(now: now)
            }
            guard nonces.count < sessionsMax, sessionCounts[hotkey, default: 0] < sessionsPerHotkeyMax else {
                return .tooManySessions
            }
            sessionCounts[hotkey, default: 0] += 1
        }
        nonces[session] = nonce
        return nil
    }

    /// Forgets what no replay can use any more; at most once a second, because it looks at every entry.
    private mutating func sweep(now: Int64) {
        guard lastSweep == .min || now - lastSweep >= Self.sweepPauseNanoseconds else { return }
        lastSweep = now
        let oldest = now - Self.window(Self.timeoutSecondsMax)
        nonces = nonces.filter { $0.value > oldest }
        sessionCounts = nonces.keys.reduce(into: [:]) { $0[$1.hotkey, default: 0] += 1 }
    }

    private static func window(_ timeoutSeconds: Double) -> Int64 {
        toleranceNanoseconds + Int64(min(max(timeoutSeconds, 0), timeoutSecondsMax) * 1e9)
    }
}
