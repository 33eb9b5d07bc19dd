import SCALE

/// Arithmetic on half-bytes: a key is read as nibbles, the high half of each byte first.
enum Nibbles {
    /// The nibble of `key` at `index`.
    @inline(__always)
    static func nibble(_ key: [UInt8], _ index: Int) -> UInt8 {
        index & 1 == 0 ? key[index >> 1] >> 4 : key[index >> 1] & 0xF
    }

    /// All nibbles of `key` from `start` on.
    static func nibbles(_ key: [UInt8], from start: Int = 0) -> [UInt8] {
        (start..<2 * key.count).map { nibble(key, $0) }
    }

    /// How many nibbles of `key` from `start` on agree with `partial`.
    static func agreement(_ key: [UInt8], from start: Int, with partial: [UInt8]) -> Int {
        let limit = min(2 * key.count - start, partial.count)
        var length = 0
        while length < limit, nibble(key, start + length) == partial[length] { length += 1 }
        return length
    }

    /// Two nibbles a byte; with an odd count the first nibble has a byte of its own.
    static func pack(_ nibbles: [UInt8], to encoder: inout ScaleEncoder) {
        var index = 0
        if nibbles.count & 1 == 1 {
            encoder.append(nibbles[0])
            index = 1
        }
        while index < nibbles.count {
            encoder.append(nibbles[index] << 4 | nibbles[index + 1])
            index += 2
        }
    }

    /// The inverse of `pack`; `nil` when the unused half of the first byte is not zero.
    static func unpack(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        var nibbles: [UInt8] = []
        nibbles.reserveCapacity(count)
        var bytes = bytes
        if count & 1 == 1 {
            guard let first = bytes.popFirst(), first < 16 else { return nil }
            nibbles.append(first)
        }
        for byte in bytes {
            nibbles.append(byte >> 4)
            nibbles.append(byte & 0xF)
        }
        return nibbles
    }
}

/// Where a node hangs in a trie, as the key of a table.
///
/// The place of a node is the nibbles from the root to the branch above it and the nibble that leads on to it; what the
/// node itself skips is not part of it. Packed, it is those nibbles two a byte, padded with zero, and one more byte
/// for whether the last half is padding. So no path is empty, no two are equal, neighbours in the trie are neighbours
/// in the table, and a path is at most one byte longer than the longest storage key.
public enum TriePath {
    /// The longest storage key in bytes: its path must fit the 511 bytes of an LMDB key.
    public static let keyLengthMaximum = 510

    /// The packed path of the root.
    public static let root: [UInt8] = pack([])

    static func pack(_ nibbles: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(nibbles.count / 2 + 2)
        var index = 0
        while index + 1 < nibbles.count {
            packed.append(nibbles[index] << 4 | nibbles[index + 1])
            index += 2
        }
        if index < nibbles.count {
            packed.append(nibbles[index] << 4)
            packed.append(1)
        } else {
            packed.append(0)
        }
        return packed
    }
}
