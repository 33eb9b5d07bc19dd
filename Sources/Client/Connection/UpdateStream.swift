import JSON

/// The updates of a subscription, in order. Reading waits for the next one; the loop ends with an error when the
/// connection ends or when more updates wait than the configuration allows. Leaving the loop ends the subscription.
public struct UpdateStream<Element: Sendable>: AsyncSequence, Sendable {
    /// What ends the loop.
    public typealias Failure = ClientError

    private let values: AsyncThrowingStream<JSONValue, any Error>
    private let decode: @Sendable (JSONValue) throws(ClientError) -> Element

    init(
        _ values: AsyncThrowingStream<JSONValue, any Error>,
        decode: @escaping @Sendable (JSONValue) throws(ClientError) -> Element
    ) {
        self.values = values
        self.decode = decode
    }

    /// The same updates, decoded further.
    func map<Mapped: Sendable>(
        _ transform: @escaping @Sendable (Element) throws(ClientError) -> Mapped
    ) -> UpdateStream<Mapped> {
        let decode = decode
        return UpdateStream<Mapped>(values) { (value) throws(ClientError) in try transform(try decode(value)) }
    }

    /// A reader; all readers of one stream share its updates.
    public func makeAsyncIterator() -> Iterator { Iterator(values: values.makeAsyncIterator(), decode: decode) }

    /// Reads one update after the other.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var values: AsyncThrowingStream<JSONValue, any Error>.Iterator
        fileprivate let decode: @Sendable (JSONValue) throws(ClientError) -> Element

        /// The next update; `nil` once the reading task was cancelled.
        public mutating func next() async throws(ClientError) -> Element? {
            try await next(isolation: nil)
        }

        /// The same on the caller's actor.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(ClientError) -> Element? {
            let value: JSONValue?
            do {
                value = try await values.next(isolation: actor)
            } catch {
                // Only this module ends the stream, and it does so with its own errors.
                throw error as? ClientError ?? .closed(reason: "\(error)")
            }
            guard let value else { return nil }
            return try decode(value)
        }
    }
}
