import JSON
public import Primitives
public import RuntimeInterface
public import SCALE

extension ChainClient {
    /// The value of an item; absent ones read as the chain's default.
    ///
    /// - Parameter block: the block whose state is read; the best one by default.
    public func storage<Value: ScaleCodable>(
        _ value: StorageValue<Value>, at block: Hash? = nil
    ) async throws(ClientError) -> Value {
        try await storage(StorageQuery(value), at: block)
    }

    /// The value of an item, or `nil` where there is none.
    public func storage<Value: ScaleCodable>(
        _ value: OptionalStorageValue<Value>, at block: Hash? = nil
    ) async throws(ClientError) -> Value? {
        try await storage(StorageQuery(value), at: block)
    }

    /// The value of a map's entry; absent ones read as the chain's default.
    public func storage<each Key: ScaleCodable, Value: ScaleCodable>(
        _ map: StorageMap<repeat each Key, Value>, _ key: repeat each Key, at block: Hash? = nil
    ) async throws(ClientError) -> Value {
        try await storage(StorageQuery(map, repeat each key), at: block)
    }

    /// The value of a map's entry, or `nil` where there is none.
    public func storage<each Key: ScaleCodable, Value: ScaleCodable>(
        _ map: OptionalStorageMap<repeat each Key, Value>, _ key: repeat each Key, at block: Hash? = nil
    ) async throws(ClientError) -> Value? {
        try await storage(StorageQuery(map, repeat each key), at: block)
    }

    /// One value.
    public func storage<Value>(_ query: StorageQuery<Value>, at block: Hash? = nil) async throws(ClientError) -> Value {
        let fallback = try await current().shapes.storage(query.item)
        let answer = try await connection.call("state_getStorage", [.hexadecimal(query.path), .block(block)])
        let bytes = answer == .null ? nil : try answer.bytes(of: "state_getStorage")
        return try Self.read(query, bytes, fallback)
    }

    /// Several values of one state, in one request.
    ///
    ///     let (tempo, burn) = try await client.storage(
    ///         all: StorageQuery(Subtensor.tempo, netuid), StorageQuery(Subtensor.burn, netuid))
    public func storage<each Value>(
        all query: repeat StorageQuery<each Value>, at block: Hash? = nil
    ) async throws(ClientError) -> (repeat each Value) {
        let shapes = try await current().shapes
        var paths: [[UInt8]] = []
        var fallbacks: [[UInt8]?] = []
        for query in repeat each query {
            fallbacks.append(try shapes.storage(query.item))
            paths.append(query.path)
        }
        let values = try await storage(paths: paths, at: block)
        var position = -1
        func next<One>(_ query: StorageQuery<One>) throws(ClientError) -> One {
            position += 1
            return try Self.read(query, values[position], fallbacks[position])
        }
        return (repeat try next(each query))
    }

    /// Several values of the same kind, such as the balances of many accounts, in one request.
    public func storage<Value>(
        _ queries: [StorageQuery<Value>], at block: Hash? = nil
    ) async throws(ClientError) -> [Value] {
        let shapes = try await current().shapes
        let values = try await storage(paths: queries.map(\.path), at: block)
        var results: [Value] = []
        for (query, bytes) in zip(queries, values) {
            results.append(try Self.read(query, bytes, try shapes.storage(query.item)))
        }
        return results
    }

    /// The raw values at keys of the state, `nil` where there is none.
    public func storage(paths: [[UInt8]], at block: Hash? = nil) async throws(ClientError) -> [[UInt8]?] {
        guard !paths.isEmpty else { return [] }
        let name = "state_queryStorageAt"
        let answer = try await connection.call(name, [.array(paths.map { .hexadecimal($0) }), .block(block)])
        guard case .array(let sets) = answer, case .array(let changes)? = sets.first?["changes"] else {
            throw .malformedAnswer(request: name, detail: "it has no list of changes")
        }
        var values: [[UInt8]: [UInt8]] = [:]
        for change in changes {
            guard case .array(let pair) = change, pair.count == 2 else {
                throw .malformedAnswer(request: name, detail: "a change is no pair of key and value")
            }
            if pair[1] != .null { values[try pair[0].bytes(of: name)] = try pair[1].bytes(of: name) }
        }
        return paths.map { values[$0] }
    }

    static func read<Value>(
        _ query: StorageQuery<Value>, _ bytes: [UInt8]?, _ fallback: [UInt8]?
    ) throws(ClientError) -> Value {
        do throws(ScaleError) {
            return try query.read(bytes, fallback)
        } catch {
            throw .malformedAnswer(
                request: "storage \(query.item.pallet).\(query.item.name)", detail: "it does not decode: \(error)")
        }
    }
}
