/// Notices peers that are gone without a word: asked at a steady interval, it says when to ping and when to give up.
struct SilenceWatch {
    /// What to do now.
    enum Action: Equatable { case none, ping, giveUp }

    private var heard = true
    private var hasPinged = false

    /// Something came from the peer.
    mutating func hear() {
        heard = true
        hasPinged = false
    }

    /// An interval has passed. While the server itself does not read, silence means nothing.
    mutating func tick(isReading: Bool) -> Action {
        defer { heard = false }
        if heard || !isReading { return .none }
        if hasPinged { return .giveUp }
        hasPinged = true
        return .ping
    }
}
