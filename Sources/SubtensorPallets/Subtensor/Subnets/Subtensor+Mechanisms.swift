import Frame
import Primitives
import RuntimeInterface

/// Incentive mechanisms of a subnet share one number space with the subnets, for entries that each mechanism has of its
/// own. Source: pallets/subtensor/src/subnets/mechanism.rs.
extension Subtensor {
    /// Subnets that fit between one mechanism's numbers and the next one's.
    static let mechanismStride: UInt16 = 4096

    /// The key of a mechanism's own entries: mechanism · 4096 + netuid, clamped.
    static func storageIndex(_ netuid: NetUID, _ mechanism: MechanismID = .main) -> NetUidStorageIndex {
        let number = UInt32(mechanism.number) * UInt32(mechanismStride) + UInt32(netuid.number)
        return NetUidStorageIndex(UInt16(clamping: number))
    }

    /// The keys of all mechanisms that a subnet has, the main one first.
    static func storageIndices(_ netuid: NetUID, in state: borrowing State) -> [NetUidStorageIndex] {
        (0..<state.get(mechanismCountCurrent, netuid).number).map { storageIndex(netuid, MechanismID($0)) }
    }
}
