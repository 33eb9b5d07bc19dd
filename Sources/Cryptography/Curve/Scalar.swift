import CSodium
import Hashing

/// An integer modulo L = 2²⁵² + 27742317777372353535851937790883648493, the order of the group.
///
/// Products and sums run in libsodium's constant time: signing uses them on secrets.
struct Scalar {
    /// The integer itself, below L.
    let word: Word256

    private static let order = Word256(0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000)

    static let zero = Scalar(reduced: Word256(0, 0, 0, 0))

    /// Trusts that `word` is below L.
    init(reduced word: Word256) { self.word = word }

    /// The integer as it stands, `nil` when it is L or more: such a scalar would be a second spelling of another one.
    init?(canonical word: Word256) {
        guard word < Self.order else { return nil }
        self.word = word
    }

    /// 64 bytes, least significant first, modulo L.
    init(wide bytes: [UInt8]) {
        precondition(bytes.count == 64, "a wide scalar has 64 bytes")
        Sodium.start()
        word = Word256(
            [UInt8](unsafeUninitializedCapacity: 32) { output, count in
                guard let start = output.baseAddress else { return }
                crypto_core_ristretto255_scalar_reduce(start, bytes)
                count = 32
            })
    }

    static func * (left: Scalar, right: Scalar) -> Scalar {
        combine(left, right) { crypto_core_ristretto255_scalar_mul($0, $1, $2) }
    }

    static func + (left: Scalar, right: Scalar) -> Scalar {
        combine(left, right) { crypto_core_ristretto255_scalar_add($0, $1, $2) }
    }

    private static func combine(
        _ left: Scalar, _ right: Scalar,
        _ operation: (UnsafeMutablePointer<UInt8>, UnsafePointer<UInt8>, UnsafePointer<UInt8>) -> Void
    ) -> Scalar {
        var words = InlineArray<12, UInt64>(repeating: 0)
        for index in 0..<4 {
            words[index] = left.word.words[index].littleEndian
            words[4 + index] = right.word.words[index].littleEndian
        }
        withUnsafeMutableBytes(of: &words) { buffer in
            let bytes = buffer.assumingMemoryBound(to: UInt8.self)
            guard let start = bytes.baseAddress else { return }
            operation(start + 64, start, start + 32)
            // The factors may be secret.
            sodium_memzero(start, 64)
        }
        return Scalar(
            reduced: Word256(
                UInt64(littleEndian: words[8]), UInt64(littleEndian: words[9]), UInt64(littleEndian: words[10]),
                UInt64(littleEndian: words[11])))
    }

    /// Writes the non-adjacent form of this scalar: 256 digits, each 0 or odd with a magnitude below 2^(width − 1), of
    /// which at most one of any `width` neighbours is not 0. Digit i goes to place `offset + i·stride`.
    func writeDigits(
        width: UInt64, to digits: UnsafeMutableBufferPointer<Int8>, offset: Int, stride: Int
    ) {
        let modulus: UInt64 = 1 &<< width
        var position = 0
        var carry: UInt64 = 0
        while position < 256 {
            let index = position >> 6
            let shift = UInt64(position & 63)
            var window = word.words[index] &>> shift
            if shift &+ width > 64, index < 3 { window |= word.words[index + 1] &<< (64 &- shift) }
            window = window & (modulus &- 1) &+ carry
            guard window & 1 == 1 else {
                position += 1
                continue
            }
            carry = window < modulus / 2 ? 0 : 1
            let digit = Int64(bitPattern: window) &- Int64(bitPattern: carry &<< width)
            digits[offset + position * stride] = Int8(truncatingIfNeeded: digit)
            position += Int(width)
        }
    }
}
