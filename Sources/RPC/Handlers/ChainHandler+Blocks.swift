import Chain
import JSON
import Primitives
import RuntimeInterface
import SCALE
import StateStore

extension ChainHandler {
    func blockHash(_ selection: BlockSelection) throws(RPCError) -> RPCAnswer {
        switch selection {
        case .best:
            let hash = try hash(of: .latest)
            return .json { $0.optionalHash(hash) }
        case .number(let number):
            let hash = try hash(of: .number(number))
            return .json { $0.optionalHash(hash) }
        case .numbers(let numbers):
            var hashes: [Hash?] = []
            for number in numbers { hashes.append(try hash(of: .number(number))) }
            return .json { json in json.array { for hash in hashes { $0.optionalHash(hash) } } }
        }
    }

    func header(at hash: Hash?) throws(RPCError) -> RPCAnswer {
        guard let block = try storedBlock(hash.map(BlockReference.hash) ?? .latest) else { return .json { $0.null() } }
        let header = try decoded(block)
        return .json { $0.header(header) }
    }

    func block(at hash: Hash?) throws(RPCError) -> RPCAnswer {
        guard let block = try storedBlock(hash.map(BlockReference.hash) ?? .latest) else { return .json { $0.null() } }
        let header = try decoded(block)
        return .json(capacity: 512 + block.body.reduce(0) { $0 + $1.count * 2 + 8 }) {
            $0.object {
                $0.field("block") {
                    $0.object {
                        $0.field("header") { $0.header(header) }
                        $0.field("extrinsics") { $0.array { for bytes in block.body { $0.hexadecimal(bytes) } } }
                    }
                }
                $0.field("justifications") { $0.null() }
            }
        }
    }

    /// The best header as a new subscriber gets it first.
    func latestHeader() -> [UInt8]? {
        guard let block = try? storedBlock(.latest), let header = try? decoded(block) else { return nil }
        return JSONWriter.encode { $0.header(header) }
    }

    private func hash(of reference: BlockReference) throws(RPCError) -> Hash? {
        do throws(StoreError) {
            return try chain.executor.store.record(of: reference).hash
        } catch {
            if case .unknownBlock = error { return nil }
            throw RPCError(ChainError.store(error))
        }
    }

    private func storedBlock(_ reference: BlockReference) throws(RPCError) -> StoredBlock? {
        do throws(StoreError) {
            return try chain.executor.store.block(reference)
        } catch {
            if case .unknownBlock = error { return nil }
            throw RPCError(ChainError.store(error))
        }
    }

    private func decoded(_ block: StoredBlock) throws(RPCError) -> BlockHeader {
        guard let header = try? BlockHeader(scale: block.header) else {
            throw .internalError("the stored header of block \(block.record.number) cannot be read")
        }
        return header
    }
}

extension JSONWriter {
    mutating func optionalHash(_ hash: Hash?) {
        if let hash { hexadecimal(hash.bytes) } else { null() }
    }

    mutating func header(_ header: BlockHeader) {
        object {
            $0.field("parentHash") { $0.hexadecimal(header.parentHash.bytes) }
            $0.field("number") { $0.string("0x" + String(header.number, radix: 16)) }
            $0.field("stateRoot") { $0.hexadecimal(header.stateRoot.bytes) }
            $0.field("extrinsicsRoot") { $0.hexadecimal(header.extrinsicsRoot.bytes) }
            $0.field("digest") {
                $0.object {
                    $0.field("logs") { $0.array { for log in header.digest.logs { $0.hexadecimal(log.encoded()) } } }
                }
            }
        }
    }
}
