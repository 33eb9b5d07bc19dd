public import RuntimeInterface

/// What is left of a block for extrinsics, by the limits that the metadata tells: `System.BlockWeights` and
/// `System.BlockLength`. Source: frame_system's `CheckWeight`, which the reference's extrinsics pass.
///
/// Calls of the normal class may take three quarters of a block; those of the operational class all of it, and a
/// quarter whatever else is there. Inherents are counted and always have room.
public struct BlockRoom: Sendable {
    /// Picoseconds that the extrinsics so far stand for, by the number of their class.
    private var times = Array(repeating: UInt64(0), count: DispatchClass.allCases.count)
    /// Bytes of the extrinsics so far.
    public private(set) var length = 0
    /// Bytes that all extrinsics may have; fewer than the block's where an engine wants that.
    private let lengthMaximum: Int

    /// Calls that were left for a later block after their lists were counted, which costs nobody anything.
    var listsLeft = 0
    /// After so many of them no other call's lists are counted in this block.
    private static let listsLeftMaximum = 8

    /// Whether calls that work through lists have to wait for a later block.
    var isClosedToLists: Bool { listsLeft >= Self.listsLeftMaximum }

    /// An empty block.
    public init(lengthMaximum: Int = RuntimeParameters.blockLengthMaximum) { self.lengthMaximum = lengthMaximum }

    /// Picoseconds that the extrinsics so far stand for, of one class.
    public func referenceTime(of dispatchClass: DispatchClass) -> UInt64 {
        times[Int(dispatchClass.rawValue)]
    }

    /// Picoseconds that the extrinsics so far stand for.
    public var referenceTime: UInt64 {
        DispatchClass.allCases.reduce(0) { $0.addingClamped(referenceTime(of: $1)) }
    }

    /// Whether an empty block has room for an extrinsic: none ever has where this one has not.
    public static func canHold(_ info: DispatchEventInfo, length: Int) -> Bool {
        BlockRoom().holds(info, length: length)
    }

    /// Whether there is room for an extrinsic.
    public func holds(_ info: DispatchEventInfo, length: Int) -> Bool {
        var room = self
        return room.take(info, length: length)
    }

    /// Takes the room of an extrinsic.
    /// - Returns: whether there was room; nothing is taken otherwise.
    public mutating func take(_ info: DispatchEventInfo, length added: Int) -> Bool {
        let limits = Self.limits(of: info.class)
        let time = info.weight.refTime.addingClamped(limits.baseExtrinsic.refTime)
        let ofClass = referenceTime(of: info.class).addingClamped(time)
        let total = referenceTime.addingClamped(time)
        let isMandatory = info.class == .mandatory
        if !isMandatory {
            guard added <= min(lengthMaximum, Self.lengthMaximum(of: info.class)) - length,
                info.weight.refTime <= limits.maxExtrinsic?.refTime ?? .max,
                ofClass <= limits.maxTotal?.refTime ?? .max,
                // What is reserved for a class is its own, however full the block is.
                total <= System.blockWeights.maxBlock.refTime || ofClass <= limits.reserved?.refTime ?? 0
            else { return false }
        }
        times[Int(info.class.rawValue)] = ofClass
        length += added
        return true
    }

    private static func limits(of dispatchClass: DispatchClass) -> WeightsPerClass {
        switch dispatchClass {
        case .normal: System.blockWeights.perClass.normal
        case .operational: System.blockWeights.perClass.operational
        case .mandatory: System.blockWeights.perClass.mandatory
        }
    }

    private static func lengthMaximum(of dispatchClass: DispatchClass) -> Int {
        switch dispatchClass {
        case .normal: Int(System.blockLength.max.normal)
        case .operational: Int(System.blockLength.max.operational)
        case .mandatory: Int(System.blockLength.max.mandatory)
        }
    }
}

extension UInt64 {
    /// The sum, or the largest number where it would not fit.
    func addingClamped(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
