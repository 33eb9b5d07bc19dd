public import SCALE

/// How long an extrinsic is valid: for ever, or for a number of blocks from its birth.
public enum Era: Hashable, ScaleCodable {
    /// For ever, as far as the nonce allows.
    case immortal
    /// For `period` blocks (a power of two from 4 to 65,536) from the last block whose number has remainder `phase`.
    case mortal(period: UInt64, phase: UInt64)

    /// The mortal era of about `period` blocks that is young at block `current`. The period becomes a power of two from
    /// 4 to 65,536, and above 4,096 the phase is coarser than a block. Source: the clients' rule for
    /// `sp_runtime::generic::Era`.
    public init(period: UInt64, current: UInt64) {
        let bounded = min(max(period, 4), 1 << 16)
        let rounded = bounded.nonzeroBitCount == 1 ? bounded : 1 << (64 - bounded.leadingZeroBitCount)
        let step = Self.step(rounded)
        self = .mortal(period: rounded, phase: current % rounded / step * step)
    }

    /// Blocks that one unit of the stored phase stands for.
    private static func step(_ period: UInt64) -> UInt64 { max(period >> 12, 1) }

    /// The block of birth as seen from block `current`: the payload is signed with its hash.
    public func birth(_ current: UInt64) -> UInt64 {
        guard case .mortal(let period, let phase) = self else { return 0 }
        return (max(current, phase) - phase) / period * period + phase
    }

    /// The first block in which the extrinsic is not valid any more; `nil` when there is none.
    public func death(_ current: UInt64) -> UInt64? {
        guard case .mortal(let period, _) = self else { return nil }
        return birth(current) + period
    }

    public func encode(to encoder: inout ScaleEncoder) {
        switch self {
        case .immortal: encoder.append(0)
        case .mortal(let period, let phase):
            let exponent = UInt16(min(max(period.trailingZeroBitCount - 1, 1), 15))
            encoder.append(littleEndian: exponent | UInt16(truncatingIfNeeded: phase / Self.step(period)) << 4)
        }
    }

    /// - Throws: ``ScaleError/invalidValue(type:)`` for a phase that is not below the period.
    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let first = try decoder.byte()
        guard first != 0 else {
            self = .immortal
            return
        }
        let bits = UInt64(first) | UInt64(try decoder.byte()) << 8
        let period: UInt64 = 2 << (bits & 15)
        let phase = (bits >> 4) * Self.step(period)
        guard period >= 4, phase < period else { throw .invalidValue(type: "Era") }
        self = .mortal(period: period, phase: phase)
    }
}
