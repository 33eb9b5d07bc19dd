/// Texts on their way to one client, bounded in number and bytes: a state machine between the threads that send and
/// the one that writes to the socket.
public struct OutgoingQueue: Sendable {
    /// What to do after a text was queued.
    public enum Action: Sendable, Equatable {
        /// Nothing: the writer is on its way already.
        case none
        /// Wake the writer.
        case wakeWriter
        /// The client reads too slowly: the text was not added; drop everything and close the connection.
        case overflow
    }

    private var texts: [[UInt8]] = []
    private var isWriterAwake = false

    /// Bytes that wait.
    public private(set) var byteCount = 0
    /// Bytes that may wait.
    public let byteMaximum: Int
    /// Texts that may wait.
    public let countMaximum: Int

    /// An empty queue.
    public init(byteMaximum: Int, countMaximum: Int) {
        self.byteMaximum = byteMaximum
        self.countMaximum = countMaximum
    }

    /// Texts that wait.
    public var count: Int { texts.count }

    /// Whether so much waits that no more requests should be worked on. A quarter of the room is left for what is
    /// being worked on already and for notifications.
    public var isCongested: Bool { byteCount > byteMaximum / 4 * 3 || texts.count > countMaximum / 4 * 3 }

    /// Adds a text at the end.
    public mutating func append(_ text: [UInt8]) -> Action {
        guard byteCount + text.count <= byteMaximum, texts.count < countMaximum else { return .overflow }
        texts.append(text)
        byteCount += text.count
        if isWriterAwake { return .none }
        isWriterAwake = true
        return .wakeWriter
    }

    /// Bytes that a text holds while it waits and is written.
    public static func heldByteCount(of text: [UInt8]) -> Int { text.count + 64 }

    /// The connection ends: nothing waits any more. The bytes that were held.
    public mutating func close() -> Int {
        defer {
            texts = []
            byteCount = 0
        }
        return texts.reduce(0) { $0 + Self.heldByteCount(of: $1) }
    }

    /// Takes texts from the front: at least one if there is any, and no more once they make `byteGoal` bytes. An empty
    /// result puts the writer to sleep; until then it has to come back by itself.
    public mutating func take(byteGoal: Int) -> [[UInt8]] {
        var taken: [[UInt8]]
        if byteCount <= byteGoal {
            taken = texts
            texts = []
            byteCount = 0
        } else {
            var bytes = 0
            let end = texts.firstIndex { text in
                bytes += text.count
                return bytes >= byteGoal
            }
            taken = Array(texts[...(end ?? texts.count - 1)])
            texts.removeFirst(taken.count)
            byteCount -= taken.reduce(0) { $0 + $1.count }
        }
        isWriterAwake = !taken.isEmpty
        return taken
    }
}
