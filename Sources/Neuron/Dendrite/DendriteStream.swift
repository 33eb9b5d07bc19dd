/// The answer of a streaming axon, chunk by chunk, as it comes.
///
/// ```swift
/// for await part in dendrite.stream(endpoint, Prompt(text: "hello")) {
///     switch part {
///     case .chunk(let bytes): text += bytes
///     case .end(let reply): print(reply.status, reply.message)
///     }
/// }
/// ```
///
/// The request is sent when the iteration begins, anew for each iterator. The axon is read no faster than the chunks
/// are taken; leaving the loop ends the request. The last part is always the end, with the status that the reference
/// implementation would give, unless the task is cancelled.
public struct DendriteStream<S: Synapse>: AsyncSequence, Sendable {
    /// What comes of a streamed answer.
    public enum Part: Sendable {
        /// The next bytes, in the portions in which they arrive, which need not be those in which the axon sent them.
        case chunk([UInt8])
        /// The end: on success with the synapse that was sent and with what the axon says about itself.
        case end(DendriteReply<S>)
    }

    let produce: @Sendable (Handoff<Part>) async -> Void

    /// Ends the request when the iteration ends, however it does.
    private final class Request: Sendable {
        let parts = Handoff<Part>()
        private let task: Task<Void, Never>

        init(_ produce: @escaping @Sendable (Handoff<Part>) async -> Void) {
            task = Task { [parts] in
                await produce(parts)
                parts.close()
            }
        }

        deinit {
            task.cancel()
            parts.close()
        }
    }

    /// Takes the parts.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let produce: @Sendable (Handoff<Part>) async -> Void
        private var request: Request?

        fileprivate init(_ produce: @escaping @Sendable (Handoff<Part>) async -> Void) { self.produce = produce }

        /// The next part; `nil` after the end and when the task is cancelled.
        public mutating func next() async -> Part? {
            let request = self.request ?? Request(produce)
            self.request = request
            return await request.parts.receive()
        }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(produce) }
}
