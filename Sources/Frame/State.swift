public import Primitives
public import RuntimeInterface

/// Routes a call to its pallet. The runtime installs it, so that pallets which carry calls (Utility, Sudo) need not
/// know who serves them.
public typealias Dispatcher = @Sendable (RuntimeCall, Origin, inout State) throws(DispatchError) -> Void

/// The only handle on chain state: not copyable and passed `inout`, so nobody can keep it.
///
/// Reads see the writes before them. A ``transaction(_:)`` that throws leaves nothing behind, neither writes nor
/// events.
public struct State: ~Copyable {
    let backend: any StateBackend
    var overlay = Overlay()
    private let dispatcher: Dispatcher

    /// Events of this block, oldest first.
    public private(set) var events: [EventRecord] = []

    /// Where in the block an event belongs that is deposited now.
    public var phase: Phase = .initialization

    /// A state above `backend` whose calls go to `dispatcher`.
    public init(backend: any StateBackend, dispatcher: @escaping Dispatcher) {
        self.backend = backend
        self.dispatcher = dispatcher
    }

    /// Sends `call` to its pallet.
    /// - Throws: what the pallet throws. Writes made before the error stay: wrap in ``transaction(_:)`` to undo them.
    public mutating func dispatch(_ call: RuntimeCall, from origin: Origin) throws(DispatchError) {
        let dispatcher = dispatcher
        try dispatcher(call, origin, &self)
    }

    /// Runs `body`; when it throws, every write and event since is undone.
    public mutating func transaction<Result>(
        _ body: (inout State) throws(DispatchError) -> Result
    ) throws(DispatchError) -> Result {
        let checkpoint = overlay.checkpoint
        let deposited = events.count
        do {
            return try body(&self)
        } catch {
            overlay.undo(to: checkpoint)
            events.removeSubrange(deposited...)
            throw error
        }
    }

    /// Runs `body` and undoes every write and event of it: what would happen, without it happening.
    public mutating func rehearsal<Result>(
        _ body: (inout State) throws(DispatchError) -> Result
    ) throws(DispatchError) -> Result {
        let checkpoint = overlay.checkpoint
        let deposited = events.count
        defer {
            overlay.undo(to: checkpoint)
            events.removeSubrange(deposited...)
        }
        return try body(&self)
    }

    /// Records that something happened.
    public mutating func deposit(_ event: RuntimeEvent) {
        events.append(EventRecord(phase: phase, event: event, topics: []))
    }

    /// Everything written since this state was made, sorted by key.
    public var changes: [StateChange] { overlay.changes }
}
