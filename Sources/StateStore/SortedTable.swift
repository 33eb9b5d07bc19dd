/// A sorted map of byte strings whose copies share what they have in common.
///
/// The entries stand in runs of bounded length. Changing a copy copies the list of runs and the runs it touches, so a
/// snapshot costs nothing and a small change to a large table little.
struct SortedTable<Value: Sendable>: Sendable {
    private struct Run: Sendable {
        var keys: [[UInt8]]
        var values: [Value]
    }

    private static var runLengthMaximum: Int { 128 }

    // No run is empty.
    private var runs: [Run] = []

    subscript(key: [UInt8]) -> Value? {
        get {
            guard let run = run(for: key), let index = index(of: key, in: run).found else { return nil }
            return runs[run].values[index]
        }
        set {
            if let newValue { insert(newValue, for: key) } else { remove(key) }
        }
    }

    /// Entries under `prefix` and strictly after `key`, ascending.
    func entries(under prefix: [UInt8], after key: [UInt8]?, limit: Int) -> [(key: [UInt8], value: Value)] {
        let start = [UInt8].walkStart(under: prefix, after: key)
        guard limit > 0, !runs.isEmpty else { return [] }
        var run = run(for: start) ?? 0
        var index = index(of: start, in: run).place
        var result: [(key: [UInt8], value: Value)] = []
        while run < runs.count {
            while index < runs[run].keys.count {
                let candidate = runs[run].keys[index]
                guard candidate.starts(with: prefix) else { return result }
                if candidate != key { result.append((key: candidate, value: runs[run].values[index])) }
                if result.count == limit { return result }
                index += 1
            }
            run += 1
            index = 0
        }
        return result
    }

    /// The last run that begins at or before `key`.
    private func run(for key: [UInt8]) -> Int? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if key.lexicographicallyPrecedes(runs[middle].keys[0]) { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? nil : low - 1
    }

    /// Where `key` is in a run, and where it would be.
    private func index(of key: [UInt8], in run: Int) -> (found: Int?, place: Int) {
        let keys = runs[run].keys
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle].lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return (low < keys.count && keys[low] == key ? low : nil, low)
    }

    private mutating func insert(_ value: Value, for key: [UInt8]) {
        guard !runs.isEmpty else {
            runs.append(Run(keys: [key], values: [value]))
            return
        }
        let run = run(for: key) ?? 0
        let (found, place) = index(of: key, in: run)
        if let found {
            runs[run].values[found] = value
            return
        }
        runs[run].keys.insert(key, at: place)
        runs[run].values.insert(value, at: place)
        let count = runs[run].keys.count
        guard count > Self.runLengthMaximum else { return }
        // Ascending insertion is common: the lower part is left nearly full then, not half empty.
        let cut = place == count - 1 ? count * 7 / 8 : count / 2
        let upper = Run(keys: Array(runs[run].keys[cut...]), values: Array(runs[run].values[cut...]))
        runs[run].keys.removeSubrange(cut...)
        runs[run].values.removeSubrange(cut...)
        runs.insert(upper, at: run + 1)
    }

    private mutating func remove(_ key: [UInt8]) {
        guard let run = run(for: key), let index = index(of: key, in: run).found else { return }
        runs[run].keys.remove(at: index)
        runs[run].values.remove(at: index)
        if runs[run].keys.isEmpty {
            runs.remove(at: run)
        } else if run + 1 < runs.count,
            runs[run].keys.count + runs[run + 1].keys.count <= Self.runLengthMaximum / 2
        {
            runs[run].keys += runs[run + 1].keys
            runs[run].values += runs[run + 1].values
            runs.remove(at: run + 1)
        }
    }
}
