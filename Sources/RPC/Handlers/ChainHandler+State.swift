import Chain
import Frame
import Hashing
import JSON
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import StateStore

extension ChainHandler {
    func runtimeVersion(at hash: Hash?) throws(RPCError) -> RPCAnswer {
        // Clients decode a block with the runtime of its parent, and the genesis block's parent is the zero hash.
        if let hash, hash != .zero {
            do throws(StoreError) {
                _ = try chain.executor.store.record(of: .hash(hash))
            } catch {
                throw RPCError(ChainError.store(error))
            }
        }
        return .json { $0.runtimeVersion(.current) }
    }

    func call(_ function: String, _ arguments: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let bytes: [UInt8]
        if let answer = metadata.answer(function, arguments) {
            bytes = answer
        } else {
            bytes = try result(of: function, arguments, at: hash)
        }
        return .json(capacity: bytes.count * 2 + 8) { $0.hexadecimal(bytes) }
    }

    /// What a function of the runtime's APIs returns, encoded.
    func result(of function: String, _ arguments: [UInt8], at hash: Hash?) throws(RPCError) -> [UInt8] {
        let outcome = try reported { () throws(ChainError) in
            try chain.executor.withState(at: hash.map(BlockReference.hash) ?? .latest) {
                (state) throws(ChainError) -> Swift.Result<[UInt8], RuntimeCallError> in
                do throws(RuntimeCallError) {
                    return .success(
                        try Runtime.call(
                            function, arguments, slotMilliseconds: chain.executor.slotMilliseconds, in: &state))
                } catch {
                    return .failure(error)
                }
            }
        }
        switch outcome {
        case .success(let bytes): return bytes
        case .failure(.unknownFunction): throw .functionNotFound(function)
        case .failure(.badArguments(let error)):
            throw .executionFailed("the arguments of \(function) cannot be decoded: \(error)")
        case .failure(.tooManyPositions(let limit)):
            throw .executionFailed(
                "\(function) would look at more than \(limit) pairs of hotkey and subnet: ask for fewer accounts")
        }
    }

    func storage(_ key: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let value = try reading(at: hash) { reader throws(StoreError) in try reader.value(for: key) }
        return .json(capacity: (value?.count ?? 0) * 2 + 8) { $0.optionalBytes(value) }
    }

    /// The hash of a value as it stands in the trie; null where nothing stands.
    func storageHash(_ key: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let value = try reading(at: hash) { reader throws(StoreError) in try reader.value(for: key) }
        return .json { $0.optionalBytes(value.map { Blake2b.hash256($0) }) }
    }

    /// The length of a value in bytes. A prefix that is no key itself answers for all values under it, as clients that
    /// ask for the size of a map expect; null where nothing stands.
    func storageSize(_ key: [UInt8], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let size = try reading(at: hash) { reader throws(StoreError) -> Int? in
            if let value = try reader.value(for: key) { return value.count }
            let entries = try reader.entries(under: key, after: nil, limit: .max)
            return entries.isEmpty ? nil : entries.reduce(0) { $0 + $1.value.count }
        }
        return .json { json in
            if let size { json.integer(size) } else { json.null() }
        }
    }

    func storage(_ keys: [[UInt8]], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let (block, values) = try reading(at: hash) { reader throws(StoreError) -> (Hash, [[UInt8]?]) in
            var values: [[UInt8]?] = []
            var room = answerByteMaximum
            // The rest stays unread once the answer is too long: one large value may be asked for 65,536 times.
            for key in keys where room >= 0 {
                let value = try reader.value(for: key)
                room -= 2 * (key.count + (value?.count ?? 2)) + 10
                values.append(value)
            }
            return (reader.block.hash, values)
        }
        guard values.count == keys.count else { throw .responseTooLarge(limit: answerByteMaximum) }
        return .json(capacity: 256 + keys.count * 256) {
            $0.array { $0.changes(zip(keys, values), at: block) }
        }
    }

    func keys(under prefix: [UInt8], after start: [UInt8]?, count: Int, at hash: Hash?) throws(RPCError) -> RPCAnswer {
        if count != .max, count > Self.pageKeysMaximum {
            throw .countTooLarge(Int128(count), limit: Self.pageKeysMaximum)
        }
        let keys = try reading(at: hash) { reader throws(StoreError) -> [[UInt8]]? in
            var keys: [[UInt8]] = []
            var room = answerByteMaximum
            while keys.count < count {
                let pageCount = min(count - keys.count, Self.pageKeysMaximum)
                let page = try reader.keys(under: prefix, after: keys.last ?? start, limit: pageCount)
                keys += page
                room -= page.reduce(0) { $0 + 2 * $1.count + 5 }
                if room < 0 { return nil }
                if page.count < pageCount { break }
            }
            return keys
        }
        guard let keys else { throw .responseTooLarge(limit: answerByteMaximum) }
        return .json(capacity: keys.count * 160 + 8) { json in
            json.array { for key in keys { $0.hexadecimal(key) } }
        }
    }
}

extension ChainHandler {
    /// The nodes that prove what stands under the keys, as light clients check them against a header's state root.
    func readProof(_ keys: [[UInt8]], at hash: Hash?) throws(RPCError) -> RPCAnswer {
        let outcome = try reading(at: hash) { reader -> Swift.Result<(Hash, [[UInt8]]), StoreError> in
            do throws(StoreError) {
                return .success((reader.block.hash, try reader.proof(of: keys)))
            } catch {
                return .failure(error)
            }
        }
        let (block, proof): (Hash, [[UInt8]])
        do throws(StoreError) { (block, proof) = try outcome.get() } catch { throw RPCError(ChainError.store(error)) }
        return .json(capacity: proof.reduce(128) { $0 + 2 * $1.count + 5 }) {
            $0.object {
                $0.field("at") { $0.hexadecimal(block.bytes) }
                $0.field("proof") { $0.array { for node in proof { $0.hexadecimal(node) } } }
            }
        }
    }
}

extension JSONWriter {
    mutating func optionalBytes(_ bytes: [UInt8]?) {
        if let bytes { hexadecimal(bytes) } else { null() }
    }

    /// A set of values at a block: keys in the order asked for, `null` where nothing stands.
    mutating func changes(_ entries: some Sequence<([UInt8], [UInt8]?)>, at block: Hash) {
        object {
            $0.field("block") { $0.hexadecimal(block.bytes) }
            $0.field("changes") {
                $0.array {
                    for (key, value) in entries {
                        $0.array {
                            $0.hexadecimal(key)
                            $0.optionalBytes(value)
                        }
                    }
                }
            }
        }
    }

    mutating func runtimeVersion(_ version: RuntimeVersion) {
        object {
            $0.field("specName") { $0.string(version.specName) }
            $0.field("implName") { $0.string(version.implName) }
            $0.field("authoringVersion") { $0.integer(version.authoringVersion) }
            $0.field("specVersion") { $0.integer(version.specVersion) }
            $0.field("implVersion") { $0.integer(version.implVersion) }
            $0.field("apis") {
                $0.array {
                    for api in version.apis {
                        $0.array {
                            $0.hexadecimal(api.first.bytes)
                            $0.integer(api.second)
                        }
                    }
                }
            }
            $0.field("transactionVersion") { $0.integer(version.transactionVersion) }
            $0.field("systemVersion") { $0.integer(version.systemVersion) }
            $0.field("stateVersion") { $0.integer(version.systemVersion) }
        }
    }
}
