import NIOCore
import NIOPosix

/// Threads of the server's own on which requests are worked on.
///
/// Swift's shared threads are as few as the cores, and the engine that makes blocks needs one of them at every beat: a
/// row of costly requests there would stop the chain. Among threads of its own the system divides the cores fairly.
final class WorkThreads: TaskExecutor {
    /// Those of all servers of this process: two more than may be busy with costly requests by default, so that there
    /// is always one for the light ones.
    static let shared = WorkThreads(count: max(4, System.coreCount))

    private let pool: NIOThreadPool

    private init(count: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
