import StateStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The end of a process whose store cannot be read in the middle of a computation.
///
/// The state machine knows no reads that fail: a missing value means something to it, so that going on would be to make
/// a state up. Nothing is lost by the end: what was committed is committed, and what was not is executed again.
enum UnreadableStore {
    /// The status that such a process ends with: `EX_IOERR` of sysexits.h.
    static let exitStatus: Int32 = 74

    /// Says why in one line on the standard error, and ends the process at once.
    static func stop(_ error: StoreError) -> Never {
        let line = Array("Error: the node stops, because \(error)\n".utf8)
        // Nobody is left to be told where this cannot be written.
        _ = write(STDERR_FILENO, line, line.count)
        _exit(exitStatus)
    }
}
