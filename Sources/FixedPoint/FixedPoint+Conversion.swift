extension FixedPoint {
    /// An integer, clamped to the range of the type.
    @inlinable
    public init(saturating value: some BinaryInteger) {
        let whole = Bits(clamping: value)
        let shifted = whole << Self.fractionBits
        guard shifted >> Self.fractionBits == whole else {
            self = whole < 0 ? .min : .max
            return
        }
        self.init(bits: shifted)
    }

    /// Another type's number: low bits that do not fit are dropped (rounding toward minus infinity), the range clamps.
    @inlinable
    public init<Other: FixedPoint>(_ other: Other) {
        let drop = Other.fractionBits - Self.fractionBits
        if drop >= 0 {
            self.init(bits: Bits(clamping: other.bits >> drop))
            return
        }
        let kept = Bits(clamping: other.bits)
        let shifted = kept << -drop
        guard shifted >> -drop == kept else {
            self = kept < 0 ? .min : .max
            return
        }
        self.init(bits: shifted)
    }

    /// The largest integer not above this number, clamped to the range of `Integer`.
    @inlinable
    public func floored<Integer: FixedWidthInteger>(to type: Integer.Type = Integer.self) -> Integer {
        Integer(clamping: bits >> Self.fractionBits)
    }

    /// The largest `UInt64` not above this number; 0 for a negative one.
    @inlinable
    public var flooredUInt64: UInt64 { floored() }

    /// The largest `UInt16` not above this number; 0 for a negative one.
    @inlinable
    public var flooredUInt16: UInt16 { floored() }
}

extension U64F64 {
    /// An integer, exactly.
    @inlinable
    public init(_ value: UInt64) { self.init(bits: UInt128(value) << 64) }

    /// The part behind the point.
    @inlinable
    public var fraction: U64F64 { U64F64(bits: bits & UInt128(UInt64.max)) }
}

extension U96F32 {
    /// An integer, exactly.
    @inlinable
    public init(_ value: UInt64) { self.init(bits: UInt128(value) << 32) }

    /// `part` of 65,535 as a share of 1, truncated.
    @inlinable
    public init(partOf65535 part: UInt16) { self.init(bits: (UInt128(part) << 32) / 65_535) }

    /// `part` of 2⁶⁴-1 as a share of 1, truncated: only the largest `part` gives 1.
    @inlinable
    public init(partOfUInt64Max part: UInt64) { self.init(bits: (UInt128(part) << 32) / UInt128(UInt64.max)) }
}

extension I96F32 {
    /// An integer, exactly.
    @inlinable
    public init(_ value: UInt64) { self.init(bits: Int128(value) << 32) }
}

extension I32F32 {
    /// A small integer, exactly.
    @inlinable
    public init(_ value: UInt16) { self.init(bits: Int64(value) << 32) }

    /// `part` of 65,535 as a share of 1, truncated.
    @inlinable
    public init(partOf65535 part: UInt16) { self.init(bits: (Int64(part) << 32) / 65_535) }
}
