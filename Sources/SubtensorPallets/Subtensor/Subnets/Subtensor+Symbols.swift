import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// The sign for a new subnet's token: the one that belongs to its number, else the first that nobody uses.
    static func nextSymbol(for netuid: NetUID, in state: borrowing State) -> [UInt8] {
        let used = Set(state.entries(of: tokenSymbol).map(\.value))
        let own = SubnetSymbols.symbol(for: netuid.number)
        guard used.contains(own) else { return own }
        return SubnetSymbols.all.first { !used.contains($0) } ?? SubnetSymbols.fallback
    }

    /// The name of a subnet: its owner's choice, else the one that belongs to its number.
    static func subnetName(_ netuid: NetUID, in state: borrowing State) -> [UInt8] {
        if let identity = state.get(subnetIdentitiesV3, netuid), !identity.subnetName.isEmpty {
            return identity.subnetName
        }
        return SubnetNames.name(for: netuid.number)
    }
}
