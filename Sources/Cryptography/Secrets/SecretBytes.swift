import CSodium
import Hashing
import Synchronization

/// Bytes that are wiped when the last holder lets go of them.
///
/// A class, because a structure's bytes would be copied wherever it goes; a copyable handle, because keys are kept in
/// collections and shared by tasks, which a `~Copyable` type does not allow. The memory is libsodium's: locked so that
/// it is not swapped out, left out of core dumps, between guard pages, zeroed before it is returned.
final class SecretBytes: Sendable {
    /// Guarded memory takes four mappings and a system allows a process some 65,000. A program with more keys than this
    /// is a load test; its further secrets stand in ordinary memory, which is zeroed all the same.
    private static let guardedMaximum = 4096
    private static let guardedCount = Mutex(0)

    // Safe to share: written by the initialiser alone and freed by deinit alone, when nobody else can see it.
    nonisolated(unsafe) private let start: UnsafeMutableRawPointer
    private let isGuarded: Bool
    let count: Int

    /// Takes a copy of `bytes` and overwrites the caller's own with zeros.
    init(erasing bytes: inout [UInt8]) {
        Sodium.start()
        count = bytes.count
        let mayGuard = Self.guardedCount.withLock { live in
            guard live < Self.guardedMaximum else { return false }
            live += 1
            return true
        }
        if mayGuard, let guarded = sodium_malloc(bytes.count) {
            start = guarded
            isGuarded = true
        } else {
            if mayGuard { Self.guardedCount.withLock { $0 -= 1 } }
            start = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
            isGuarded = false
        }
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { start.copyMemory(from: base, byteCount: source.count) }
        }
        if isGuarded { sodium_mprotect_readonly(start) }
        bytes.erase()
    }

    deinit {
        if isGuarded {
            sodium_free(start)
            Self.guardedCount.withLock { $0 -= 1 }
        } else {
            sodium_memzero(start, count)
            start.deallocate()
        }
    }

    /// Lends a copy as an array, overwritten with zeros afterwards.
    func withBytes<Result>(_ range: Range<Int>, _ body: ([UInt8]) -> Result) -> Result {
        var copy = [UInt8](UnsafeRawBufferPointer(start: start, count: count)[range])
        defer { copy.erase() }
        return body(copy)
    }
}

extension [UInt8] {
    /// Overwrites with zeros in a way that the compiler does not leave out, then empties.
    mutating func erase() {
        withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) }
        removeAll()
    }

    /// Whether both are equal, in a time that depends on their lengths alone: for tags and tokens.
    public func isEqualInConstantTime(to other: [UInt8]) -> Bool {
        count == other.count && sodium_memcmp(self, other, count) == 0
    }
}
