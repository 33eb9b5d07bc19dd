public import Primitives
import RuntimeInterface

extension ChainClient {
    /// What happened in a block, by default the newest one.
    public func events(of block: Hash? = nil) async throws(ClientError) -> [ChainEvent] {
        let shapes = try await current().shapes
        guard let bytes = try await storage(paths: [System.events.path], at: block)[0] else { return [] }
        return try ChainEvent.list(bytes, shapes)
    }
}
