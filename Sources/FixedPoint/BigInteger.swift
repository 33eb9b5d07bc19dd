/// An integer without bounds: a sign and 64-bit limbs. Schoolbook algorithms, meant for up to some ten thousand bits.
public struct BigInteger: Hashable, Comparable, Sendable {
    /// The magnitude, least significant limb first, without zero limbs at the top.
    private(set) var limbs: [UInt64]

    /// Whether the number is below 0.
    public private(set) var isNegative: Bool

    /// 0.
    public static let zero = BigInteger(0)

    /// 1.
    public static let one = BigInteger(1)

    init(limbs: [UInt64], isNegative: Bool) {
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    /// An integer of any type.
    public init(_ value: some BinaryInteger) {
        var limbs: [UInt64] = []
        var rest = value.magnitude
        while rest != 0 {
            limbs.append(UInt64(truncatingIfNeeded: rest))
            rest >>= 32
            rest >>= 32
        }
        self.init(limbs: limbs, isNegative: value < 0)
    }

    /// A decimal text with an optional sign, or `nil` when it is none.
    public init?(_ text: some StringProtocol) {
        let isNegative = text.first == "-"
        let digits = isNegative ? text.dropFirst() : text[...]
        guard !digits.isEmpty else { return nil }
        var value = BigInteger.zero
        for digit in digits {
            guard digit.isASCII, let number = digit.wholeNumberValue else { return nil }
            value = value * BigInteger(10) + BigInteger(number)
        }
        self.init(limbs: value.limbs, isNegative: isNegative)
    }

    /// Whether this is 0.
    public var isZero: Bool { limbs.isEmpty }

    /// The absolute value.
    public var magnitude: BigInteger { BigInteger(limbs: limbs, isNegative: false) }

    /// Number of bits of the magnitude; 0 for 0.
    public var bitLength: Int {
        guard let top = limbs.last else { return 0 }
        return limbs.count * 64 - top.leadingZeroBitCount
    }

    /// The value where it is an `Integer`, else `nil`.
    public func exactly<Integer: FixedWidthInteger>(_ type: Integer.Type = Integer.self) -> Integer? {
        guard bitLength <= Integer.bitWidth else { return nil }
        var magnitude: Integer.Magnitude = 0
        for limb in limbs.reversed() {
            magnitude <<= 32
            magnitude <<= 32
            magnitude |= Integer.Magnitude(truncatingIfNeeded: limb)
        }
        if !isNegative { return Integer(exactly: magnitude) }
        guard Integer.isSigned, magnitude <= Integer.min.magnitude else { return nil }
        return 0 &- Integer(truncatingIfNeeded: magnitude)
    }

    /// The value, clamped to the range of `Integer`.
    public func clamped<Integer: FixedWidthInteger>(to type: Integer.Type = Integer.self) -> Integer {
        exactly() ?? (isNegative ? .min : .max)
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? Limbs.isLess(right.limbs, left.limbs) : Limbs.isLess(left.limbs, right.limbs)
    }
}

extension BigInteger: CustomStringConvertible {
    /// Decimal digits, with a minus sign below 0.
    public var description: String {
        guard !isZero else { return "0" }
        var groups: [String] = []
        var rest = limbs
        while !rest.isEmpty {
            let (quotient, group) = Limbs.divided(rest, by: 10_000_000_000_000_000_000)
            rest = quotient
            let digits = String(group)
            groups.append(rest.isEmpty ? digits : String(repeating: "0", count: 19 - digits.count) + digits)
        }
        return (isNegative ? "-" : "") + groups.reversed().joined()
    }
}
