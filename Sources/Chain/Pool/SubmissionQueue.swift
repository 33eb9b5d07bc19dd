/// Submissions that wait to be judged: a state machine that hands them out in batches and takes verdicts back in the
/// order of arrival.
///
/// 1. A worker takes what waits, up to the length of a batch, and ends when nothing does. A lone submission is judged
///    at once; what comes meanwhile waits for the worker that is there, and hires another one where it is a crowd. So
///    batches are long as soon as there is enough to do.
/// 2. Batches are judged side by side; their verdicts come out in the order in which the submissions came in.
struct SubmissionQueue<Item: Sendable, Verdict: Sendable>: Sendable {
    /// What one worker judges together.
    struct Batch: Sendable {
        fileprivate let ticket: Int
        let items: [Item]
    }

    private let workerMaximum: Int
    private let crowd: Int
    private let batchLengthMaximum: Int
    private let waitingMaximum: Int
    private var waiting: [Item] = []
    private var head = 0
    private var workers = 0
    private var tickets = 0
    /// Verdicts that have to wait for those of earlier batches.
    private var finished: [Int: [(Item, Verdict)]] = [:]
    private var deliveredTickets = 0

    /// - Parameter crowd: how many have to wait for a worker beside the first one.
    init(workerMaximum: Int, crowd: Int, batchLengthMaximum: Int, waitingMaximum: Int) {
        self.workerMaximum = workerMaximum
        self.crowd = crowd
        self.batchLengthMaximum = batchLengthMaximum
        self.waitingMaximum = waitingMaximum
    }

    /// What the caller has to do for a new submission.
    enum Reception: Equatable {
        /// Nothing: a worker will come to it.
        case queued
        /// Start a worker.
        case needsWorker
        /// Refuse it: too many wait.
        case refused
    }

    /// Adds a submission.
    mutating func append(_ item: Item) -> Reception {
        guard waiting.count - head < waitingMaximum else { return .refused }
        waiting.append(item)
        guard workers == 0 || workers < workerMaximum && waiting.count - head >= crowd else { return .queued }
        workers += 1
        return .needsWorker
    }

    /// What a worker judges next, or `nil`: the worker ends.
    mutating func next() -> Batch? {
        guard head < waiting.count else {
            workers -= 1
            return nil
        }
        let end = min(head + batchLengthMaximum, waiting.count)
        let batch = Batch(ticket: tickets, items: Array(waiting[head..<end]))
        tickets += 1
        head = end
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        }
        return batch
    }

    /// Takes the verdicts on a batch.
    mutating func finish(_ batch: Batch, _ verdicts: [Verdict]) {
        finished[batch.ticket] = Array(zip(batch.items, verdicts))
    }

    /// The next verdicts in the order of arrival, or `nil` where an earlier batch is still judged.
    mutating func nextFinished() -> [(Item, Verdict)]? {
        guard let next = finished.removeValue(forKey: deliveredTickets) else { return nil }
        deliveredTickets += 1
        return next
    }
}
