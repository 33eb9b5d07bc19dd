/// What came back from an axon: an answer, or the reason why there is none.
public struct DendriteReply<S: Synapse>: Sendable {
    /// 200, the axon's status, or what the dendrite itself found: 503 no connection, 408 no answer in time, 400 broken
    /// body, 422 unreadable answer.
    public let status: Int
    /// The status in words.
    public let message: String
    /// The answer; `nil` unless the status is 200.
    public let synapse: S?
    /// What the axon says about itself.
    public let axon: TerminalInfo
    /// Seconds from sending to reading.
    public let processSeconds: Double

    /// Whether there is an answer.
    public var isSuccess: Bool { synapse != nil }
}
