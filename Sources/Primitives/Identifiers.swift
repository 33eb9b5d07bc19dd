public import SCALE

/// Height of a block; the genesis block has number 0.
public typealias BlockNumber = UInt32

/// Position of a neuron on its subnet, dense from 0.
public typealias UID = UInt16

/// Number of a subnet; 0 is the root network.
public struct NetUID: Hashable, Comparable, ScaleCodable, CompactCodable, ExpressibleByIntegerLiteral {
    /// The number.
    public var number: UInt16

    /// The root network: a pool of stake without neurons that serve.
    public static let root = NetUID(0)

    @inlinable
    public init(_ number: UInt16) { self.number = number }

    @inlinable
    public init(integerLiteral value: UInt16) { number = value }

    /// Whether this is the root network.
    @inlinable
    public var isRoot: Bool { number == 0 }

    public var compactValue: UInt16 { number }
    public init(compactValue: UInt16) { number = compactValue }

    public func encode(to encoder: inout ScaleEncoder) { encoder.append(littleEndian: number) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { number = try decoder.integer() }

    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

extension NetUID: CustomStringConvertible {
    public var description: String { String(number) }
}

/// Number of an incentive mechanism of a subnet; 0 is the first.
public struct MechanismID: Hashable, Comparable, ScaleCodable, CompactCodable, ExpressibleByIntegerLiteral {
    /// The number.
    public var number: UInt8

    /// The mechanism that every subnet has.
    public static let main = MechanismID(0)

    @inlinable
    public init(_ number: UInt8) { self.number = number }

    @inlinable
    public init(integerLiteral value: UInt8) { number = value }

    public var compactValue: UInt8 { number }
    public init(compactValue: UInt8) { number = compactValue }

    public func encode(to encoder: inout ScaleEncoder) { encoder.append(number) }
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) { number = try decoder.byte() }

    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
