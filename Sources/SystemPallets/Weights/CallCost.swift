public import RuntimeInterface

/// What a call costs the chain: accesses of the database, and work.
public struct CallCost: Hashable, Sendable {
    /// Entries that the call reads, each once; a walk over a map counts one more.
    public let reads: UInt32
    /// Entries that the call writes, each once.
    public let writes: UInt32
    /// Picoseconds of the call's own work.
    public let workReferenceTime: UInt64

    /// A cost that was measured.
    public init(reads: UInt32, writes: UInt32, microseconds: UInt32) {
        self.reads = reads
        self.writes = writes
        workReferenceTime = UInt64(microseconds) * 1_000_000
    }

    /// The cost of a call, measured where it was (``measured(pallet:call:)``); else the estimate of the interface, for
    /// a call that is new.
    public init(_ info: CallInfo) {
        self =
            Self.measured(pallet: info.pallet, call: info.call)
            ?? CallCost(reads: info.reads, writes: info.writes, microseconds: 20)
    }

    /// Picoseconds in all; an access of the database counts what the metadata tells clients.
    public var referenceTime: UInt64 {
        workReferenceTime + UInt64(reads) * System.dbWeight.read + UInt64(writes) * System.dbWeight.write
    }
}
