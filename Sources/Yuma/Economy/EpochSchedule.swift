/// When a subnet's epochs run. Source: pallets/subtensor/src/coinbase/tempo_control.rs.
public struct EpochSchedule: Hashable, Sendable {
    /// An epoch is forced after this many blocks, whatever the tempo.
    public static let blocksMaximum: UInt64 = 50_400

    /// Blocks from one epoch to the next; 0 means never.
    public var tempo: UInt16
    /// The block of the last epoch.
    public var lastEpochBlock: UInt64
    /// The block at which an epoch was asked for or deferred to; 0 for none.
    public var pendingEpochBlock: UInt64
    /// Blocks since the last epoch as counted block by block.
    public var blocksSinceLastStep: UInt64

    public init(tempo: UInt16, lastEpochBlock: UInt64, pendingEpochBlock: UInt64, blocksSinceLastStep: UInt64) {
        self.tempo = tempo
        self.lastEpochBlock = lastEpochBlock
        self.pendingEpochBlock = pendingEpochBlock
        self.blocksSinceLastStep = blocksSinceLastStep
    }

    /// Whether an epoch is due at `block`.
    public func isDue(at block: UInt64) -> Bool {
        guard tempo != 0 else { return false }
        if pendingEpochBlock > 0 && block >= pendingEpochBlock { return true }
        if blocksSinceLastStep > Self.blocksMaximum { return true }
        return block >= lastEpochBlock && block - lastEpochBlock >= UInt64(tempo)
    }

    /// Blocks until the regular epoch; 2⁶⁴-1 for tempo 0.
    public func blocksUntilNext(at block: UInt64) -> UInt64 {
        guard tempo != 0 else { return .max }
        return regularStart > block ? regularStart - block : 0
    }

    /// The block of the next epoch, regular or pending; `nil` for tempo 0.
    public var nextStart: UInt64? {
        guard tempo != 0 else { return nil }
        return pendingEpochBlock > 0 ? min(pendingEpochBlock, regularStart) : regularStart
    }

    /// The number of the epoch that weights set at `block` belong to: one more where an epoch is due in this block.
    public func epochIndex(_ index: UInt64, at block: UInt64) -> UInt64 {
        isDue(at: block) && index < .max ? index + 1 : index
    }

    private var regularStart: UInt64 {
        let (sum, overflow) = lastEpochBlock.addingReportingOverflow(UInt64(tempo))
        return overflow ? .max : sum
    }
}

extension EpochSchedule {
    /// Positions of the subnets whose due epoch must wait because `maximum` epochs already run in this block.
    /// - Parameter subnets: schedules in the chain's order; a subnet with inconsistent input runs no epoch and so
    ///   leaves the room to others.
    public static func deferred(
        _ subnets: [(schedule: EpochSchedule, isConsistent: Bool)], at block: UInt64, maximum: Int
    ) -> [Int] {
        var running = 0
        var deferred: [Int] = []
        for (position, subnet) in subnets.enumerated() where subnet.schedule.isDue(at: block) {
            if running >= maximum {
                deferred.append(position)
            } else if subnet.isConsistent {
                running += 1
            }
        }
        return deferred
    }
}
