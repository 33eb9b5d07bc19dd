/// Two values one after the other: Swift's own tuples cannot conform to protocols.
public struct Pair<First: ScaleCodable, Second: ScaleCodable>: ScaleCodable {
    public var first: First
    public var second: Second

    @inlinable
    public init(_ first: First, _ second: Second) {
        self.first = first
        self.second = second
    }

    public func encode(to encoder: inout ScaleEncoder) {
        first.encode(to: &encoder)
        second.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        first = try decoder.decode()
        second = try decoder.decode()
    }
}

extension Pair: Equatable where First: Equatable, Second: Equatable {}
extension Pair: Hashable where First: Hashable, Second: Hashable {}

/// Three values one after the other.
public struct Triple<First: ScaleCodable, Second: ScaleCodable, Third: ScaleCodable>: ScaleCodable {
    public var first: First
    public var second: Second
    public var third: Third

    @inlinable
    public init(_ first: First, _ second: Second, _ third: Third) {
        self.first = first
        self.second = second
        self.third = third
    }

    public func encode(to encoder: inout ScaleEncoder) {
        first.encode(to: &encoder)
        second.encode(to: &encoder)
        third.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        first = try decoder.decode()
        second = try decoder.decode()
        third = try decoder.decode()
    }
}

extension Triple: Equatable where First: Equatable, Second: Equatable, Third: Equatable {}
extension Triple: Hashable where First: Hashable, Second: Hashable, Third: Hashable {}

/// Four values one after the other.
public struct Quadruple<
    First: ScaleCodable, Second: ScaleCodable, Third: ScaleCodable, Fourth: ScaleCodable
>: ScaleCodable {
    public var first: First
    public var second: Second
    public var third: Third
    public var fourth: Fourth

    @inlinable
    public init(_ first: First, _ second: Second, _ third: Third, _ fourth: Fourth) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    public func encode(to encoder: inout ScaleEncoder) {
        first.encode(to: &encoder)
        second.encode(to: &encoder)
        third.encode(to: &encoder)
        fourth.encode(to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        first = try decoder.decode()
        second = try decoder.decode()
        third = try decoder.decode()
        fourth = try decoder.decode()
    }
}

extension Quadruple: Equatable where First: Equatable, Second: Equatable, Third: Equatable, Fourth: Equatable {}
extension Quadruple: Hashable where First: Hashable, Second: Hashable, Third: Hashable, Fourth: Hashable {}
