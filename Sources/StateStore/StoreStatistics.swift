public import Primitives

/// How much room the store takes and how much of the past it holds.
public struct StoreStatistics: Equatable, Sendable {
    /// Length of the data file; 0 for a store in memory.
    public var fileByteCount = 0
    /// Bytes of the file that hold pages, free ones among them.
    public var usedByteCount = 0
    /// Bytes of a page.
    public var pageByteCount = 0
    /// Pages that are free to be written again.
    public var freePageCount = 0
    /// Bytes that the file may grow to.
    public var mapByteMaximum = 0
    /// Reads under way.
    public var readerCount = 0
    /// Reads that may be under way at once.
    public var readerMaximum = 0
    /// Bytes that the file system has left for it; `nil` where that is not known.
    public var availableByteCount: Int?
    /// The oldest block whose state can be read.
    public var oldestState: BlockNumber = 0
}
