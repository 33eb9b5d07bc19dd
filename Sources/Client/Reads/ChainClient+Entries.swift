import JSON
public import Primitives
public import RuntimeInterface
public import SCALE

extension ChainClient {
    /// All entries of a map, or those under some leading keys, in the order of their keys in the state.
    ///
    /// They are read page by page at one block, so that they belong together.
    ///
    ///     for entry in try await client.entries(of: Subtensor.uids, under: netuid) { uids[entry.key.1] = entry.value }
    public func entries<each Key: ScaleCodable, Value: ScaleCodable, each Leading: ScaleCodable>(
        of map: StorageMap<repeat each Key, Value>, under leading: repeat each Leading, at block: Hash? = nil,
        pageSize: Int = 512
    ) async throws(ClientError) -> [(key: (repeat each Key), value: Value)] {
        let raw = try await entries(map.item, map.prefix(repeat each leading), block, pageSize)
        return try Self.decoded(map.item, raw) { (path, value) throws(ScaleError) in
            (key: try map.keys(of: path), value: try Value(scale: value))
        }
    }

    /// The same for a map whose values may be absent.
    public func entries<each Key: ScaleCodable, Value: ScaleCodable, each Leading: ScaleCodable>(
        of map: OptionalStorageMap<repeat each Key, Value>, under leading: repeat each Leading, at block: Hash? = nil,
        pageSize: Int = 512
    ) async throws(ClientError) -> [(key: (repeat each Key), value: Value)] {
        let raw = try await entries(map.item, map.prefix(repeat each leading), block, pageSize)
        return try Self.decoded(map.item, raw) { (path, value) throws(ScaleError) in
            (key: try map.keys(of: path), value: try Value(scale: value))
        }
    }

    private func entries(
        _ item: StoragePrefix, _ prefix: [UInt8], _ block: Hash?, _ pageSize: Int
    ) async throws(ClientError) -> [(path: [UInt8], value: [UInt8])] {
        guard (1...1_000).contains(pageSize) else { throw .invalidArgument("a page has 1 to 1,000 keys") }
        _ = try await current().shapes.storage(item)
        let name = "state_getKeysPaged"
        let block = if let block { block } else { try await bestHash() }
        var entries: [(path: [UInt8], value: [UInt8])] = []
        var start = prefix
        while true {
            let answer = try await connection.call(
                name,
                [.hexadecimal(prefix), .integer(Int128(pageSize)), .hexadecimal(start), .block(block)])
            guard case .array(let texts) = answer else {
                throw .malformedAnswer(request: name, detail: "it is \(answer.kind) instead of a list of keys")
            }
            var paths: [[UInt8]] = []
            for text in texts { paths.append(try text.bytes(of: name)) }
            guard let last = paths.last else { return entries }
            // A node that repeats a page must not keep the client here for ever.
            guard start.lexicographicallyPrecedes(last), paths.count <= pageSize else {
                throw .malformedAnswer(request: name, detail: "the keys do not go on after the first one asked for")
            }
            for (path, value) in zip(paths, try await storage(paths: paths, at: block)) {
                if let value { entries.append((path, value)) }
            }
            guard paths.count == pageSize else { return entries }
            start = last
        }
    }

    private static func decoded<Entry>(
        _ item: StoragePrefix, _ raw: [(path: [UInt8], value: [UInt8])],
        _ decode: ([UInt8], [UInt8]) throws(ScaleError) -> Entry
    ) throws(ClientError) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(raw.count)
        do throws(ScaleError) {
            for (path, value) in raw { entries.append(try decode(path, value)) }
        } catch {
            throw .malformedAnswer(
                request: "the map \(item.pallet).\(item.name)", detail: "an entry does not decode: \(error)")
        }
        return entries
    }
}
