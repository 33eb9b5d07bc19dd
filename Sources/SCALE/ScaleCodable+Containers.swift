extension Optional: ScaleCodable where Wrapped: ScaleCodable {
    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case nil: encoder.append(0)
        case let value?:
            encoder.append(1)
            value.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = nil
        case 1: self = try decoder.decode(Wrapped.self)
        case let index: throw .unknownVariant(index: index, type: "Option")
        }
    }
}

extension Array: ScaleCodable where Element: ScaleCodable {
    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(count: count)
        Element.encode(elements: self, to: &encoder)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        // An element of no bytes (a unit) would make any count valid; none of the runtime's sequences holds one.
        self = try Element.decode(count: decoder.count(), from: &decoder)
    }
}

extension String: ScaleCodable {
    public func encode(to encoder: inout ScaleEncoder) {
        encoder.append(count: utf8.count)
        encoder.append(contentsOf: utf8)
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let bytes = try decoder.lengthPrefixedBytes()
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidValue(type: "str") }
        self = text
    }
}

/// The empty tuple: no bytes.
public struct Unit: ScaleCodable, Hashable {
    public init() {}
    public func encode(to encoder: inout ScaleEncoder) {}
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {}
}

/// A `Result` as data: index 0 for success, 1 for failure.
public enum ScaleResult<Success: ScaleCodable, Failure: ScaleCodable>: ScaleCodable {
    case ok(Success)
    case err(Failure)

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .ok(let value):
            encoder.append(0)
            value.encode(to: &encoder)
        case .err(let value):
            encoder.append(1)
            value.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = .ok(try decoder.decode())
        case 1: self = .err(try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "Result")
        }
    }
}

extension ScaleResult: Equatable where Success: Equatable, Failure: Equatable {}
extension ScaleResult: Hashable where Success: Hashable, Failure: Hashable {}
