import Primitives
import SCALE

// The first byte of a node says its kind and how many nibbles its partial key has; source: the Polkadot specification,
// "Node header". The count fills the low bits of that byte; when it does not fit, those bits are all ones and the rest
// follows in bytes, each 255 meaning that another one comes.
private enum Kind {
    case leaf, leafWithHashedValue, branch, branchWithValue, branchWithHashedValue

    var marker: UInt8 {
        switch self {
        case .leaf: 0b0100_0000
        case .branch: 0b1000_0000
        case .branchWithValue: 0b1100_0000
        case .leafWithHashedValue: 0b0010_0000
        case .branchWithHashedValue: 0b0001_0000
        }
    }

    /// The low bits of the first byte, which hold the count of nibbles.
    var countMask: UInt8 {
        switch self {
        case .leaf, .branch, .branchWithValue: 0b0011_1111
        case .leafWithHashedValue: 0b0001_1111
        case .branchWithHashedValue: 0b0000_1111
        }
    }

    init?(firstByte: UInt8) {
        switch firstByte >> 6 {
        case 0b01: self = .leaf
        case 0b10: self = .branch
        case 0b11: self = .branchWithValue
        default:
            if firstByte >> 5 == 0b001 {
                self = .leafWithHashedValue
            } else if firstByte >> 4 == 0b0001 {
                self = .branchWithHashedValue
            } else {
                return nil
            }
        }
    }

    init(of node: TrieNode) {
        switch (node.isLeaf, node.value) {
        case (true, .hashed): self = .leafWithHashedValue
        case (true, _): self = .leaf
        case (false, nil): self = .branch
        case (false, .inline): self = .branchWithValue
        case (false, .hashed): self = .branchWithHashedValue
        }
    }
}

extension TrieNode {
    /// The only node of an empty trie.
    static let encodedEmptyTrie: [UInt8] = [0]

    /// The node as it is hashed: header, partial key, bitmap of children (branches only), value, children.
    func encoded() -> [UInt8] {
        precondition(!isLeaf || value != nil, "a node without children has a value")
        var encoder = ScaleEncoder(capacity: 48 + partial.count / 2 + (isLeaf ? 0 : 16 * 33))
        Self.append(Kind(of: self), nibbleCount: partial.count, to: &encoder)
        Nibbles.pack(partial, to: &encoder)
        if !isLeaf {
            var bitmap: UInt16 = 0
            for nibble in 0..<16 where children[nibble] != nil { bitmap |= 1 << UInt16(nibble) }
            encoder.append(littleEndian: bitmap)
        }
        switch value {
        case .inline(let bytes): bytes.encode(to: &encoder)
        case .hashed(let hash): hash.encode(to: &encoder)
        case nil: break
        }
        for case let child? in children {
            switch child {
            case .hash(let hash):
                encoder.append(count: 32)
                hash.encode(to: &encoder)
            case .inline(let bytes): bytes.encode(to: &encoder)
            }
        }
        return encoder.bytes
    }

    private static func append(_ kind: Kind, nibbleCount: Int, to encoder: inout ScaleEncoder) {
        let mask = kind.countMask
        guard nibbleCount >= Int(mask) else { return encoder.append(kind.marker | UInt8(nibbleCount)) }
        encoder.append(kind.marker | mask)
        var rest = nibbleCount - Int(mask)
        while rest >= 255 {
            encoder.append(255)
            rest -= 255
        }
        encoder.append(UInt8(rest))
    }

    /// Decodes a node that must fill `bytes` exactly; only what ``encoded()`` can give is accepted.
    /// - Throws: ``TrieError/malformedNode``.
    init(encoded bytes: [UInt8]) throws(TrieError) {
        do throws(ScaleError) {
            var decoder = ScaleDecoder(bytes)
            try self.init(from: &decoder)
            guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
        } catch {
            throw .malformedNode
        }
    }

    private init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let first = try decoder.byte()
        guard let kind = Kind(firstByte: first) else { throw .unknownVariant(index: first, type: "trie node") }
        var count = Int(first & kind.countMask)
        if count == Int(kind.countMask) {
            var more: UInt8
            repeat {
                more = try decoder.byte()
                count += Int(more)
                // A key longer than its limit would only waste memory here.
                guard count <= 2 * TriePath.keyLengthMaximum else { throw .invalidValue(type: "trie node") }
            } while more == 255
        }
        guard let partial = Nibbles.unpack(try decoder.read((count + 1) / 2), count: count) else {
            throw .invalidValue(type: "trie node")
        }
        self.partial = partial
        var bitmap: UInt16 = 0
        switch kind {
        case .leaf, .leafWithHashedValue: break
        case .branch, .branchWithValue, .branchWithHashedValue:
            bitmap = try decoder.integer()
            guard bitmap != 0 else { throw .invalidValue(type: "trie node") }
        }
        switch kind {
        case .branch: value = nil
        case .leaf, .branchWithValue: value = .inline(try decoder.lengthPrefixedBytes())
        case .leafWithHashedValue, .branchWithHashedValue: value = .hashed(try decoder.decode())
        }
        children = bitmap == 0 ? [] : Self.noChildren
        for nibble in 0..<16 where bitmap & 1 << UInt16(nibble) != 0 {
            children[nibble] = try Self.child(from: &decoder)
        }
    }

    private static func child(from decoder: inout ScaleDecoder) throws(ScaleError) -> ChildReference {
        let length = try decoder.count()
        guard (1...32).contains(length) else { throw .invalidValue(type: "trie node") }
        return length == 32 ? .hash(try decoder.decode()) : .inline(Array(try decoder.read(length)))
    }
}
