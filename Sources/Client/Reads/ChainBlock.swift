import JSON
public import Primitives

/// The head of a block as nodes tell it.
public struct ChainHeader: Sendable, Equatable {
    /// Hash of the block before.
    public let parentHash: Hash
    /// The block's height.
    public let number: BlockNumber
    /// Root of the state after the block.
    public let stateRoot: Hash
    /// Root over the extrinsics.
    public let extrinsicsRoot: Hash
    /// Encoded entries of the digest.
    public let digest: [[UInt8]]

    init(_ value: JSONValue, of request: String) throws(ClientError) {
        parentHash = try value.member("parentHash", of: request).hash(of: request)
        stateRoot = try value.member("stateRoot", of: request).hash(of: request)
        extrinsicsRoot = try value.member("extrinsicsRoot", of: request).hash(of: request)
        guard case .string(let text) = try value.member("number", of: request), text.hasPrefix("0x"),
            let number = BlockNumber(text.dropFirst(2), radix: 16)
        else { throw .malformedAnswer(request: request, detail: "the block's number is no hexadecimal text") }
        self.number = number
        var digest: [[UInt8]] = []
        if case .array(let logs)? = value["digest"]?["logs"] {
            for log in logs { digest.append(try log.bytes(of: request)) }
        }
        self.digest = digest
    }
}

/// A block: its head and the bytes of its extrinsics.
public struct ChainBlock: Sendable, Equatable {
    /// The head.
    public let header: ChainHeader
    /// The extrinsics in their order, each with its length in front.
    public let extrinsics: [[UInt8]]

    init(_ value: JSONValue, of request: String) throws(ClientError) {
        let block = try value.member("block", of: request)
        header = try ChainHeader(try block.member("header", of: request), of: request)
        guard case .array(let texts) = try block.member("extrinsics", of: request) else {
            throw .malformedAnswer(request: request, detail: "'extrinsics' is no list")
        }
        var extrinsics: [[UInt8]] = []
        for text in texts { extrinsics.append(try text.bytes(of: request)) }
        self.extrinsics = extrinsics
    }
}
