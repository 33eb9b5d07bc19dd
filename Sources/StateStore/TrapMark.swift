import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Marks a store's note when the process dies of a mistake of its own, so that the next start can tell a trap from a
/// kill: nobody must be blamed for what runs when an operator or a power failure ends the node.
///
/// The mark is the number of the signal, in the note's first byte. Only the thread that ``begin(_:)`` was called on is
/// watched: a trap elsewhere says nothing about what is noted.
public enum TrapMark {
    /// The note's file; -1 where none is watched.
    private static let file = Atomic<Int32>(-1)
    /// The thread that runs what is noted; 0 where nobody does.
    private static let thread = Atomic<UInt>(0)
    /// What the signals did before, by their numbers, as the address of an array that is never given back.
    private static let before = Atomic<UInt>(0)
    private static let isInstalled = Atomic<Bool>(false)

    /// Where the mark stands in the file: behind the note's length.
    private static let offset: off_t = 1

    /// How Swift's own checks, a bad access and the runtime's errors end a process. A bus error is not among them: a
    /// map that cannot be read is the disk's doing.
    private static let traps = [SIGILL, SIGTRAP, SIGSEGV, SIGFPE, SIGABRT]

    /// Begins to watch for traps, for the life of the process. What happened on a trap before happens still, such as
    /// the printing of a backtrace.
    public static func install() {
        guard !isInstalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 64)
        actions.initialize(repeating: sigaction(), count: 64)
        before.store(UInt(bitPattern: actions), ordering: .releasing)
        for signal in traps + [SIGBUS] {
            var action = sigaction()
            #if canImport(Glibc)
                action.__sigaction_handler.sa_sigaction = { signal, information, _ in
                    TrapMark.handle(signal, information)
                }
            #elseif canImport(Musl)
                action.__sa_handler.sa_sigaction = { signal, information, _ in
                    TrapMark.handle(signal, information)
                }
            #elseif canImport(Darwin)
                action.__sigaction_u.__sa_sigaction = { signal, information, _ in
                    TrapMark.handle(signal, information)
                }
            #endif
            action.sa_flags = SA_SIGINFO | SA_ONSTACK
            sigaction(signal, &action, actions + Int(signal))
        }
    }

    /// From now on, a trap of the calling thread marks the note in this file.
    static func begin(_ note: Int32) {
        guard isInstalled.load(ordering: .acquiring) else { return }
        ensureAlternateStack()
        file.store(note, ordering: .relaxed)
        thread.store(currentThread, ordering: .releasing)
    }

    /// A trap marks nothing any more.
    static func end() { thread.store(0, ordering: .releasing) }

    private static var currentThread: UInt {
        #if canImport(Darwin)
            UInt(bitPattern: pthread_self())
        #else
            UInt(pthread_self())
        #endif
    }

    /// Runs inside the dying process: nothing here allocates, locks or waits.
    private static func handle(_ signal: Int32, _ information: UnsafeMutablePointer<siginfo_t>?) {
        let code = information?.pointee.si_code ?? Int32(SI_USER)
        // Somebody who sends the signal has another reason than what is noted.
        let isOwn = code != Int32(SI_USER) && (signal == SIGABRT || code > 0)
        if signal == SIGBUS {
            if isOwn { say("Error: the node stops, because the disk did not deliver a page of a file in use\n") }
        } else if isOwn, thread.load(ordering: .acquiring) == currentThread {
            var mark = UInt8(truncatingIfNeeded: signal)
            _ = pwrite(file.load(ordering: .relaxed), &mark, 1, offset)
        }
        if let actions = UnsafeMutablePointer<sigaction>(bitPattern: before.load(ordering: .acquiring)) {
            sigaction(signal, actions + Int(signal), nil)
        }
        // A trap happens again by itself when this returns; what was sent has to be sent again.
        if code <= 0 || !isOwn { raise(signal) }
    }

    private static func say(_ text: StaticString) { _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount) }

    /// Where the stack overflows, the handler needs another one. It stays with the thread.
    private static func ensureAlternateStack() {
        var stack = stack_t()
        guard sigaltstack(nil, &stack) == 0, Int32(stack.ss_flags) & Int32(SS_DISABLE) != 0 else { return }
        let size = 65_536
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        stack.ss_size = size
        stack.ss_flags = 0
        sigaltstack(&stack, nil)
    }
}
