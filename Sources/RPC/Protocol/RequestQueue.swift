/// Messages of one client that wait for a worker or are with one: a state machine that bounds both.
///
/// A worker is one task that answers message after message until none waits, so that a burst costs a few tasks and not
/// one each, and starts them in the order in which they came.
public struct RequestQueue: Sendable {
    /// A message of a client.
    public struct Message: Sendable, Equatable {
        /// The bytes of the message.
        public var text: [UInt8]
        /// Whether the client called it text, which has to be UTF-8.
        public var isText: Bool

        /// A message.
        public init(text: [UInt8], isText: Bool) {
            self.text = text
            self.isText = isText
        }
    }

    private var waiting: [Message] = []
    private var head = 0
    private var workers = 0
    private var byteCount = 0

    /// Messages worked on at once.
    public let workerMaximum: Int
    /// Bytes that wait or are worked on before reading stops.
    public let byteMaximum: Int

    /// An empty queue.
    public init(workerMaximum: Int, byteMaximum: Int) {
        self.workerMaximum = workerMaximum
        self.byteMaximum = byteMaximum
    }

    /// Whether no more should be read from the client: messages wait for a worker, or too many bytes are held.
    public var isFull: Bool { waiting.count - head >= workerMaximum || byteCount > byteMaximum }

    /// Messages that wait for a worker.
    public var waitingCount: Int { waiting.count - head }

    /// Adds a message.
    public mutating func append(_ message: Message) {
        waiting.append(message)
        byteCount += message.text.count
    }

    /// How many workers to start now.
    public mutating func hire() -> Int {
        let hired = min(workerMaximum - workers, waitingCount)
        workers += hired
        return hired
    }

    /// The next message for a worker, or `nil`: that worker ends.
    public mutating func next(while mayWork: Bool = true) -> Message? {
        guard mayWork, head < waiting.count else {
            workers -= 1
            return nil
        }
        let message = waiting[head]
        // Taken ones are removed when they are half of the array: constant cost per message over time.
        waiting[head] = Message(text: [], isText: false)
        head += 1
        if head >= 32, head * 2 >= waiting.count {
            waiting.removeFirst(head)
            head = 0
        }
        return message
    }

    /// A worker is done with a message of so many bytes.
    public mutating func finish(byteCount count: Int) { byteCount -= count }

    /// The connection ends: workers get nothing more. The bytes of the messages that waited.
    @discardableResult
    public mutating func close() -> Int {
        defer {
            waiting = []
            head = 0
        }
        return waiting[head...].reduce(0) { $0 + $1.text.count }
    }
}
