import Foundation

/// Ends a child process whose parent died without a word, such as by `kill -9`.
enum ParentWatch {
    /// The variable by which a parent tells its child to go with it: the parent's process number.
    static let variable = "MYELIN_PARENT"

    /// Begins to watch, where the variable asks for it: an orderly end is asked for first, and forced 5 s later.
    static func begin() {
        guard let text = ProcessInfo.processInfo.environment[variable], let parent = pid_t(text) else { return }
        Thread.detachNewThread {
            while getppid() == parent { usleep(200_000) }
            kill(getpid(), SIGTERM)
            sleep(5)
            _exit(1)
        }
    }
}
