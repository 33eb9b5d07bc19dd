import Hashing

/// The part of STROBE-128 (Hamburg, strobe.sourceforge.io/specs, version 1.0.2) that Merlin transcripts use.
struct Strobe128 {
    /// Bytes taken in between two permutations.
    private static let rate = 166

    private var state = KeccakPermutation.State(repeating: 0)
    private var position = 0
    private var operationStart = 0

    private enum Flag {
        static let inbound: UInt8 = 1
        static let application: UInt8 = 2
        static let cipher: UInt8 = 4
        static let meta: UInt8 = 16
    }

    init(protocolLabel: String) {
        let start: [UInt8] = [1, UInt8(Self.rate + 2), 1, 0, 1, 96] + Array("STROBEv1.0.2".utf8)
        for (index, byte) in start.enumerated() { mix(byte, at: index) }
        KeccakPermutation.permute(&state)
        addMetadata(Array(protocolLabel.utf8), continues: false)
    }

    /// META-AD: data about the data that follows. `continues` when it is more of the same.
    mutating func addMetadata(_ bytes: [UInt8], continues: Bool) {
        if !continues { begin(Flag.meta | Flag.application) }
        absorb(bytes)
    }

    /// AD: data that both sides know.
    mutating func add(_ bytes: [UInt8]) {
        begin(Flag.application)
        absorb(bytes)
    }

    /// KEY: replaces state by secret bytes, so that the past cannot be computed back.
    mutating func key(_ bytes: [UInt8]) {
        begin(Flag.application | Flag.cipher)
        for byte in bytes {
            overwrite(byte, at: position)
            advance()
        }
    }

    /// PRF: `count` bytes that depend on everything before.
    mutating func squeeze(_ count: Int) -> [UInt8] {
        begin(Flag.inbound | Flag.application | Flag.cipher)
        var output: [UInt8] = []
        output.reserveCapacity(count)
        for _ in 0..<count {
            output.append(UInt8(truncatingIfNeeded: state[position >> 3] &>> UInt64(8 * (position & 7))))
            overwrite(0, at: position)
            advance()
        }
        return output
    }

    private mutating func begin(_ flags: UInt8) {
        let previousStart = UInt8(truncatingIfNeeded: operationStart)
        operationStart = position + 1
        absorb([previousStart, flags])
        // Output and keys start at the beginning of a block.
        if flags & Flag.cipher != 0, position != 0 { endBlock() }
    }

    private mutating func absorb(_ bytes: [UInt8]) {
        var index = 0
        bytes.withUnsafeBytes { buffer in
            while index < bytes.count {
                // Whole lanes where one starts here and nothing ends inside it.
                if position & 7 == 0, bytes.count - index >= 8, position + 8 <= Self.rate - 1 {
                    state[position >> 3] ^= UInt64(
                        littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    position += 8
                    index += 8
                } else {
                    mix(buffer[index], at: position)
                    advance()
                    index += 1
                }
            }
        }
    }

    private mutating func advance() {
        position += 1
        if position == Self.rate { endBlock() }
    }

    private mutating func endBlock() {
        mix(UInt8(truncatingIfNeeded: operationStart), at: position)
        mix(0x04, at: position + 1)
        mix(0x80, at: Self.rate + 1)
        KeccakPermutation.permute(&state)
        position = 0
        operationStart = 0
    }

    @inline(__always)
    private mutating func mix(_ byte: UInt8, at index: Int) {
        state[index >> 3] ^= UInt64(byte) &<< UInt64(8 * (index & 7))
    }

    private mutating func overwrite(_ byte: UInt8, at index: Int) {
        let shift = UInt64(8 * (index & 7))
        state[index >> 3] = state[index >> 3] & ~(0xFF &<< shift) | UInt64(byte) &<< shift
    }
}
