public import Primitives
public import SCALE

/// How a call names an account. Only ``id(_:)`` is resolved to an account here; the other forms are read and refused.
public enum MultiAddress: Hashable, ScaleCodable {
    /// The account itself.
    case id(AccountID)
    /// A position in an index of accounts. The runtime has no such index: its type is the unit, of no bytes.
    case index
    /// Any bytes.
    case raw([UInt8])
    /// A 32-byte form.
    case address32(FixedBytes<32>)
    /// A 20-byte form.
    case address20(FixedBytes<20>)

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .id(let account):
            encoder.append(0)
            account.encode(to: &encoder)
        case .index:
            encoder.append(1)
        case .raw(let bytes):
            encoder.append(2)
            bytes.encode(to: &encoder)
        case .address32(let bytes):
            encoder.append(3)
            bytes.encode(to: &encoder)
        case .address20(let bytes):
            encoder.append(4)
            bytes.encode(to: &encoder)
        }
    }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        switch try decoder.byte() {
        case 0: self = .id(try decoder.decode())
        case 1: self = .index
        case 2: self = .raw(try decoder.decode())
        case 3: self = .address32(try decoder.decode())
        case 4: self = .address20(try decoder.decode())
        case let index: throw .unknownVariant(index: index, type: "MultiAddress")
        }
    }

    /// The account, where this names one.
    public var account: AccountID? {
        guard case .id(let account) = self else { return nil }
        return account
    }
}
