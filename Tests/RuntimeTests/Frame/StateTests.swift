import Frame
import Primitives
import RuntimeInterface
import Testbed
import Testing

/// The overlay of a block above what is committed, against a plain dictionary.
@Suite struct StateTests {
    private static func state(_ values: [[UInt8]: [UInt8]] = [:]) -> State {
        State(backend: MemoryBackend(values)) { (_, _, _) throws(DispatchError) in throw .other }
    }

    @Test("reads see the writes before them, and changes are sorted and last")
    func readsSeeWrites() {
        var state = Self.state([[1]: [10], [2]: [20]])
        state.setRaw([1], to: [11])
        state.setRaw([2], to: nil)
        state.setRaw([0], to: [1])
        state.setRaw([0], to: [2])
        #expect(state.raw([1]) == [11] && state.raw([2]) == nil && state.raw([0]) == [2] && state.raw([9]) == nil)
        #expect(
            state.changes == [
                StateChange(key: [0], value: [2]), StateChange(key: [1], value: [11]),
                StateChange(key: [2], value: nil),
            ])
    }

    @Test("a transaction that throws leaves neither writes nor events, nested ones too")
    func transactions() {
        var state = Self.state([[1]: [10]])
        state.setRaw([3], to: [1])
        let before = state.changes
        #expect(throws: DispatchError.exhausted) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                state.setRaw([1], to: nil)
                try state.transaction { (state: inout State) throws(DispatchError) in
                    state.setRaw([3], to: [2])
                    state.deposit(.system(.newAccount(account: .zero)))
                }
                #expect(state.raw([3]) == [2] && state.events.count == 1)
                do throws(DispatchError) {
                    try state.transaction { (state: inout State) throws(DispatchError) in
                        state.setRaw([3], to: [3])
                        throw .other
                    }
                } catch {
                    #expect(state.raw([3]) == [2] && state.events.count == 1)
                }
                throw .exhausted
            }
        }
        #expect(state.changes == before && state.events.isEmpty && state.raw([1]) == [10])
    }

    @Test("a rehearsal tells its result and leaves nothing")
    func rehearsals() throws {
        var state = Self.state()
        let result = try state.rehearsal { (state: inout State) throws(DispatchError) in
            state.setRaw([1], to: [1])
            state.deposit(.system(.newAccount(account: .zero)))
            return state.raw([1])
        }
        #expect(result == [1] && state.raw([1]) == nil && state.events.isEmpty && state.changes.isEmpty)
    }

    @Test("a dispatch goes to the dispatcher, and its writes stay unless a transaction undoes them")
    func dispatching() {
        var state = State(backend: MemoryBackend()) { (_, origin, state) throws(DispatchError) in
            state.setRaw([7], to: [7])
            try origin.requireRoot()
        }
        let call = RuntimeCall.system(.remark(remark: []))
        #expect(throws: DispatchError.badOrigin) {
            try state.transaction { (state: inout State) throws(DispatchError) in
                try state.dispatch(call, from: .none)
            }
        }
        #expect(state.raw([7]) == nil)
        #expect(throws: DispatchError.badOrigin) { try state.dispatch(call, from: .none) }
        #expect(state.raw([7]) == [7])
    }

    @Test("keys and values follow a dictionary through random writes, removals and undone transactions")
    func followsDictionary() throws {
        let seed: UInt64 = 2_026
        var random = SeededRandom(seed: seed)
        var operations = 0
        for round in 0..<40 {
            var model: [[UInt8]: [UInt8]] = [:]
            func key() -> [UInt8] {
                // Prefixes as long as those of storage items, and short ones.
                let first = UInt8.random(in: 0..<3, using: &random)
                let length = Bool.random(using: &random) ? 31 : 1
                return Array(repeating: first, count: length) + random.bytes(2).map { $0 & 3 }
            }
            for _ in 0..<30 { model[key()] = random.bytes(2) }
            var state = Self.state(model)
            for step in 0..<60 {
                operations += 1
                let isUndone = Int.random(in: 0..<4, using: &random) == 0
                let kept = model
                try? state.transaction { (state: inout State) throws(DispatchError) in
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        let target = key()
                        switch Int.random(in: 0..<5, using: &random) {
                        case 0:
                            state.setRaw(target, to: nil)
                            model[target] = nil
                        case 1:
                            let prefix = Array(target.prefix(Int.random(in: 1...target.count, using: &random)))
                            let doomed = model.keys.filter { $0.starts(with: prefix) }
                            #expect(state.removeRaw(under: prefix) == doomed.count)
                            for key in doomed { model[key] = nil }
                        default:
                            let value = random.bytes(3)
                            state.setRaw(target, to: value)
                            model[target] = value
                        }
                    }
                    if isUndone { throw .other }
                }
                if isUndone { model = kept }
                let prefix = Array(key().prefix(Int.random(in: 0...33, using: &random)))
                let expected = model.keys.filter { $0.starts(with: prefix) }
                    .sorted { $0.lexicographicallyPrecedes($1) }
                #expect(state.rawKeys(under: prefix) == expected, "seed \(seed), round \(round), step \(step)")
                let target = key()
                #expect(state.raw(target) == model[target])
            }
        }
        print("state: \(operations) transactions")
    }

    @Test("origins let pass whom they name")
    func origins() throws {
        let signer = AccountID.zero
        #expect(try Origin.signed(signer).signer() == signer)
        for origin in [Origin.root, .none] {
            #expect(throws: DispatchError.badOrigin) { try origin.signer() }
        }
        try Origin.root.requireRoot()
        try Origin.none.requireNone()
        for origin in [Origin.none, .signed(signer)] {
            #expect(throws: DispatchError.badOrigin) { try origin.requireRoot() }
        }
        for origin in [Origin.root, .signed(signer)] {
            #expect(throws: DispatchError.badOrigin) { try origin.requireNone() }
        }
    }
}
