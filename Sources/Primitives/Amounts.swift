public import SCALE

/// An amount of a token in its smallest unit, 10⁻⁹ of a whole one.
///
/// Plain operators trap on overflow, which is a defect of the caller; where an amount comes from outside or the rules
/// of the chain clamp, the named methods say so.
public protocol Amount: Hashable, Comparable, ScaleCodable, CompactCodable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
where CompactValue == UInt64, IntegerLiteralType == UInt64 {
    /// Smallest units.
    var units: UInt64 { get set }
    init(_ units: UInt64)
}

extension Amount {
    /// Nothing.
    @inlinable
    public static var zero: Self { Self(0) }

    /// The largest amount that can be written down.
    @inlinable
    public static var max: Self { Self(.max) }

    @inlinable
    public init(integerLiteral value: UInt64) { self.init(value) }

    /// Whether this is nothing.
    @inlinable
    public var isZero: Bool { units == 0 }

    @inlinable
    public static func + (left: Self, right: Self) -> Self { Self(left.units + right.units) }
    @inlinable
    public static func - (left: Self, right: Self) -> Self { Self(left.units - right.units) }
    @inlinable
    public static func += (left: inout Self, right: Self) { left.units += right.units }
    @inlinable
    public static func -= (left: inout Self, right: Self) { left.units -= right.units }
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.units < right.units }

    /// The sum, or the largest amount where it would not fit.
    @inlinable
    public func addingClamped(_ other: Self) -> Self {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? .max : Self(sum)
    }

    /// The difference, or zero where it would be negative.
    @inlinable
    public func subtractingClamped(_ other: Self) -> Self { Self(units > other.units ? units - other.units : 0) }

    /// The product, or the largest amount where it would not fit.
    @inlinable
    public func multipliedClamped(by factor: UInt64) -> Self {
        let (product, overflow) = units.multipliedReportingOverflow(by: factor)
        return overflow ? .max : Self(product)
    }

    /// The sum, or `nil` where it would not fit.
    @inlinable
    public func addingChecked(_ other: Self) -> Self? {
        let (sum, overflow) = units.addingReportingOverflow(other.units)
        return overflow ? nil : Self(sum)
    }

    /// The difference, or `nil` where it would be negative.
    @inlinable
    public func subtractingChecked(_ other: Self) -> Self? {
        units >= other.units ? Self(units - other.units) : nil
    }

    public var compactValue: UInt64 { units }
    public init(compactValue: UInt64) { self.init(compactValue) }

    /// Appends the units as eight bytes, least significant first.
    public func encode(to encoder: inout ScaleEncoder) { encoder.append(littleEndian: units) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { self.init(try decoder.integer(UInt64.self)) }

    /// Smallest units, in digits.
    public var description: String { String(units) }
}

/// An amount of TAO in rao; 1 TAO = 10⁹ rao.
public struct Rao: Amount {
    public var units: UInt64

    @inlinable
    public init(_ units: UInt64) { self.units = units }

    /// `count` whole TAO.
    @inlinable
    public static func tao(_ count: UInt64) -> Rao { Rao(count * 1_000_000_000) }
}

/// An amount of a subnet's alpha token in its smallest unit; 1 alpha = 10⁹ of them.
public struct Alpha: Amount {
    public var units: UInt64

    @inlinable
    public init(_ units: UInt64) { self.units = units }
}
