public import Frame
public import RuntimeInterface

extension Utility: Pallet {}

extension Utility.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .batch(let calls): try Utility.batch(calls, from: origin, on: &state)
        case .batchAll(let calls): try Utility.batchAll(calls, from: origin, on: &state)
        case .forceBatch(let calls): try Utility.forceBatch(calls, from: origin, on: &state)
        }
    }
}

extension Utility {
    /// Calls that one batch may hold.
    static let batchedCallsMaximum = 10_922

    /// Runs the calls until one fails; what ran before it stays. Emits `ItemCompleted` for each, then `BatchCompleted`
    /// or `BatchInterrupted`.
    static func batch(_ calls: [RuntimeCall], from origin: Origin, on state: inout State) throws(DispatchError) {
        try requireBatchable(calls, origin)
        for (index, call) in calls.enumerated() {
            do throws(DispatchError) {
                try run(call, from: origin, on: &state)
            } catch {
                state.deposit(.utility(.batchInterrupted(index: UInt32(index), error: error)))
                return
            }
            state.deposit(.utility(.itemCompleted))
        }
        state.deposit(.utility(.batchCompleted))
    }

    /// Runs all calls or none.
    static func batchAll(_ calls: [RuntimeCall], from origin: Origin, on state: inout State) throws(DispatchError) {
        try requireBatchable(calls, origin)
        for call in calls {
            try run(call, from: origin, on: &state)
            state.deposit(.utility(.itemCompleted))
        }
        state.deposit(.utility(.batchCompleted))
    }

    /// Runs every call, whatever becomes of the others.
    static func forceBatch(_ calls: [RuntimeCall], from origin: Origin, on state: inout State) throws(DispatchError) {
        try requireBatchable(calls, origin)
        var failed = false
        for call in calls {
            do throws(DispatchError) {
                try run(call, from: origin, on: &state)
                state.deposit(.utility(.itemCompleted))
            } catch {
                failed = true
                state.deposit(.utility(.itemFailed(error: error)))
            }
        }
        state.deposit(.utility(failed ? .batchCompletedWithErrors : .batchCompleted))
    }

    /// - Throws: `.system(.callFiltered)` for a batch inside a batch, which would multiply the limit, unless root sends
    ///   it.
    private static func requireBatchable(_ calls: [RuntimeCall], _ origin: Origin) throws(DispatchError) {
        if origin != .root {
            for case .utility in calls { throw .system(.callFiltered) }
        }
        guard origin != .none else { throw .badOrigin }
        guard calls.count <= batchedCallsMaximum else { throw .utility(.tooManyCalls) }
    }

    /// Runs one call of a batch; when it fails, nothing of it stays.
    private static func run(_ call: RuntimeCall, from origin: Origin, on state: inout State) throws(DispatchError) {
        try state.transaction { (state: inout State) throws(DispatchError) in try state.dispatch(call, from: origin) }
    }
}
