import CSodium

/// The start of libsodium, which must precede its first use: it picks the fastest code for this machine and opens
/// the system's source of entropy.
package enum Sodium {
    /// Reading this starts the library: Swift runs a static initialiser exactly once, whichever thread comes first.
    package static let isStarted: Bool = {
        // 0 is a first start and 1 a repeated one; a negative answer means a machine without an entropy source.
        precondition(sodium_init() >= 0, "libsodium does not start: the machine has no source of entropy")
        return true
    }()

    /// Starts the library unless it runs already.
    @inline(__always)
    package static func start() { _ = isStarted }
}
