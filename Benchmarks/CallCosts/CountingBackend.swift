import Frame
import Primitives
import Synchronization

/// Counts what is asked of a state below it: each entry once, and each walk over a map once.
final class CountingBackend: StateBackend {
    private let below: any StateBackend
    private let asked = Mutex<Set<ByteKey>>([])

    init(_ below: any StateBackend) { self.below = below }

    /// Entries and walks so far.
    var reads: Int { asked.withLock { $0.count } }

    func value(for key: [UInt8]) -> [UInt8]? {
        _ = asked.withLock { $0.insert(ByteKey(key)) }
        return below.value(for: key)
    }

    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        // A mark in front, so that a walk is not taken for a look at an entry of that key.
        _ = asked.withLock { $0.insert(ByteKey([0] + prefix)) }
        return below.keys(under: prefix, after: key, limit: limit)
    }
}
