import CSodium

/// BLAKE2b over input that comes in pieces.
///
///     var hasher = Blake2bHasher(length: 32)
///     hasher.update(header)
///     hasher.update(body)
///     let digest = hasher.finalize()
public struct Blake2bHasher: Sendable {
    // libsodium wants its state at a multiple of 64, which no stored property promises: here it is plain words, and it
    // stands in an aligned temporary while the library works.
    private var state: InlineArray<48, UInt64> = InlineArray(repeating: 0)
    private let length: Int

    /// A hasher for a digest of `length` bytes, 16 to 64.
    public init(length: Int) {
        precondition((16...64).contains(length), "a BLAKE2b digest has 16 to 64 bytes")
        Sodium.start()
        precondition(crypto_generichash_statebytes() <= 48 * 8, "libsodium's BLAKE2b state has at most 384 bytes")
        self.length = length
        withState { _ = crypto_generichash_init($0, nil, 0, length) }
    }

    /// Adds bytes to the input.
    public mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Adds bytes to the input.
    public mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }

    /// Adds bytes to the input.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        withState { _ = crypto_generichash_update($0, start, UInt64(bytes.count)) }
    }

    /// The digest of everything added so far; the hasher can go on afterwards.
    public func finalize() -> [UInt8] {
        var copy = self
        return [UInt8](unsafeUninitializedCapacity: length) { output, count in
            guard let start = output.baseAddress else { return }
            copy.withState { _ = crypto_generichash_final($0, start, length) }
            count = length
        }
    }

    private mutating func withState(_ body: (OpaquePointer) -> Void) {
        withUnsafeTemporaryAllocation(byteCount: 48 * 8, alignment: 64) { aligned in
            guard let start = aligned.baseAddress else { return }
            for index in 0..<48 { aligned.storeBytes(of: state[index], toByteOffset: index * 8, as: UInt64.self) }
            body(OpaquePointer(start))
            for index in 0..<48 { state[index] = aligned.load(fromByteOffset: index * 8, as: UInt64.self) }
        }
    }
}
