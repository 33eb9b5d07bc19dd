/// Notices clients that are gone without a word and those that owe something for too long: asked at a steady interval,
/// it says when to ping and when to give up.
struct SilenceWatch {
    /// What to do now.
    enum Action: Equatable {
        case none
        case ping
        /// The client is gone, or a message that it began does not end.
        case giveUp
        /// What was sent to the client is not read.
        case giveUpWriting
    }

    // Intervals without progress before the server gives up.
    private static let patience = 2

    private var heard = true
    private var hasPinged = false
    private var messageIntervals = 0
    private var writingIntervals = 0

    /// Something came from the client.
    mutating func hear() {
        heard = true
        hasPinged = false
    }

    /// A message came whole.
    mutating func hearMessage() { messageIntervals = 0 }

    /// The client took some of what was written.
    mutating func wrote() { writingIntervals = 0 }

    /// An interval has passed. While the server itself does not read, silence means nothing.
    /// - Parameters:
    ///   - isInMessage: whether a message has begun and not ended.
    ///   - isWriting: whether something is written that the client has not taken.
    mutating func tick(isReading: Bool, isInMessage: Bool = false, isWriting: Bool = false) -> Action {
        defer { heard = false }
        writingIntervals = isWriting ? writingIntervals + 1 : 0
        if writingIntervals > Self.patience { return .giveUpWriting }
        guard isReading else { return .none }
        messageIntervals = isInMessage ? messageIntervals + 1 : 0
        if messageIntervals > Self.patience { return .giveUp }
        if heard { return .none }
        if hasPinged { return .giveUp }
        hasPinged = true
        return .ping
    }
}
