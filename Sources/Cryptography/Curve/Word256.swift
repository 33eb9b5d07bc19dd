/// 32 bytes as four words, least significant first: the form in which curve points and scalars are read and written.
struct Word256: Equatable {
    var words: InlineArray<4, UInt64>

    init(_ w0: UInt64, _ w1: UInt64, _ w2: UInt64, _ w3: UInt64) { words = [w0, w1, w2, w3] }

    /// The 32 bytes that start at `offset`, which the caller knows to be there.
    init(_ bytes: [UInt8], at offset: Int = 0) {
        precondition(offset >= 0 && bytes.count >= offset + 32, "32 bytes are needed")
        words = bytes.withUnsafeBytes { buffer in
            InlineArray { index in
                UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset + 8 * index, as: UInt64.self))
            }
        }
    }

    /// The 32 bytes.
    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { output, count in
            for index in 0..<32 {
                output[index] = UInt8(truncatingIfNeeded: words[index >> 3] &>> UInt64(8 * (index & 7)))
            }
            count = 32
        }
    }

    static func == (left: Self, right: Self) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }

    /// Whether this is smaller, as an unsigned integer.
    static func < (left: Self, right: Self) -> Bool {
        for index in stride(from: 3, through: 0, by: -1) where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }
}
