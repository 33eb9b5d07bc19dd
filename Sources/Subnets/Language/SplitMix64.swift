/// A repeatable generator: the same seed gives the same sequence on every machine.
///
/// It decides splits and challenge positions, which two parties must be able to recompute; it is not for secrets. The
/// standard library's `shuffle(using:)` is avoided with it, because its use of random words may change between
/// releases.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// A number in `0..<bound`; the bias of at most `bound / 2^64` is far below anything a score can show.
    mutating func next(below bound: Int) -> Int {
        precondition(bound > 0, "a random position needs something to choose from")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// The finaliser of SplitMix64: a bijection in which every input bit flips half of the output bits.
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// FNV-1a over 64 bits: a fingerprint for equality of texts within one corpus, where nobody gains by a collision.
struct Fingerprint: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    /// The fingerprint of a sequence of tokens; a separator keeps `["ab", "c"]` apart from `["a", "bc"]`.
    init(_ tokens: some Sequence<String>) {
        for token in tokens { add(token) }
    }

    mutating func add(_ token: String) {
        for byte in token.utf8 { add(byte) }
        add(0)
    }

    private mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
}
