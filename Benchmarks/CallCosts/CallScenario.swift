public import Frame
import Primitives
import Runtime
public import RuntimeInterface

/// A call in a case that costs it much, and what has to be so before.
public struct CallScenario: Sendable {
    /// Pallet and call as the chain names them.
    public let name: String
    public let call: RuntimeCall
    public let origin: Origin
    /// What has to be written before; it does not count.
    let prepare: @Sendable (inout State) -> Void
    /// What the call answers with, where it is one of ``CallScenarios/alwaysFailing``.
    private let expectedFailure: DispatchError?

    /// What a call did to the state, whatever the machine.
    public struct Counts: Hashable, Sendable {
        /// Entries that were looked up, each once, and walks over maps.
        public var reads: UInt32
        /// Entries that were written, each once.
        public var writes: UInt32

        /// The larger of both.
        func joined(with other: Counts) -> Counts {
            Counts(reads: max(reads, other.reads), writes: max(writes, other.writes))
        }
    }

    init(
        _ name: String, _ call: RuntimeCall, from origin: Origin,
        prepare: @escaping @Sendable (inout State) -> Void = { (_: inout State) in }
    ) {
        self.name = name
        self.call = call
        self.origin = origin
        self.prepare = prepare
        expectedFailure = CallScenarios.alwaysFailing[name]
    }

    /// Runs the call once above `backend`.
    /// - Throws: what the call throws; a scenario whose call fails measures nothing, unless the call always fails.
    public func counts(above backend: any StateBackend) throws(DispatchError) -> Counts {
        let prepared = preparing(backend)
        let counting = CountingBackend(prepared)
        var state = Runtime.state(over: counting)
        try dispatch(on: &state)
        return Counts(reads: UInt32(clamping: counting.reads), writes: UInt32(clamping: state.changes.count))
    }

    /// Runs the call on a state of its own each time, and hands each run to `measure`, which has to run what it gets.
    public func run(
        _ runs: Int, above backend: any StateBackend, measuring measure: (() -> Void) -> Void
    ) throws(DispatchError) {
        let prepared = preparing(backend)
        var failure: DispatchError?
        for _ in 0..<runs {
            var state = Runtime.state(over: prepared)
            measure {
                do throws(DispatchError) { try dispatch(on: &state) } catch { failure = error }
            }
        }
        if let failure { throw failure }
    }

    /// Runs the call, and lets one pass that fails as it always does.
    /// - Throws: what else the call throws, or `other` where one that always fails succeeds.
    private func dispatch(on state: inout State) throws(DispatchError) {
        do throws(DispatchError) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: origin)
            }
        } catch {
            guard error == expectedFailure else { throw error }
            return
        }
        guard expectedFailure == nil else { throw .other }
    }

    /// The state below the call.
    private func preparing(_ backend: any StateBackend) -> any StateBackend {
        var state = Runtime.state(over: backend)
        prepare(&state)
        let changes = state.changes
        return changes.isEmpty ? backend : PreparedBackend(backend, changes)
    }
}

/// A few entries above a state that stays as it is.
private struct PreparedBackend: StateBackend {
    private let below: any StateBackend
    private let changed: [ByteKey: [UInt8]?]

    init(_ below: any StateBackend, _ changes: [StateChange]) {
        self.below = below
        changed = Dictionary(changes.map { (ByteKey($0.key), $0.value) }) { _, last in last }
    }

    func value(for key: [UInt8]) -> [UInt8]? {
        if let value = changed[ByteKey(key)] { return value }
        return below.value(for: key)
    }

    func keys(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [[UInt8]] {
        var keys = Set(below.keys(under: prefix, after: nil, limit: .max).map { ByteKey($0) })
        for (changedKey, value) in changed where changedKey.bytes.starts(with: prefix) {
            if value == nil { keys.remove(changedKey) } else { keys.insert(changedKey) }
        }
        let sorted = keys.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) }
        return Array(sorted.filter { found in key.map { $0.lexicographicallyPrecedes(found) } ?? true }.prefix(limit))
    }
}
