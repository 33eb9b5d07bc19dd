/// What became of extrinsics that blocks were proposed with.
public enum ExtrinsicOutcome: String, CaseIterable, Sendable {
    /// Its call succeeded.
    case succeeded
    /// It paid its fee, and its call failed.
    case failed
    /// It was left out of the block.
    case rejected
    /// The author put it in: the time, the key for encrypted extrinsics.
    case inherent
}
