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

    /// Chooses the sign of a subnet's token. Emits `SymbolUpdated`.
    ///
    /// Fails with `subnetNotExists`, `symbolDoesNotExist` where it is none of ``SubnetSymbols/all``, or
    /// `symbolAlreadyInUse`. For the subnet's owner and root.
    /// Source: pallets/subtensor/src/macros/dispatches.rs, call 112.
    static func updateSymbol(
        _ origin: Origin, _ netuid: NetUID, _ symbol: [UInt8], in state: inout State
    ) throws(DispatchError) {
        try requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        guard SubnetSymbols.all.contains(symbol) else { throw .subtensor(.symbolDoesNotExist) }
        guard !state.entries(of: tokenSymbol).contains(where: { $0.value == symbol }) else {
            throw .subtensor(.symbolAlreadyInUse)
        }
        state.set(tokenSymbol, netuid, to: symbol)
        state.deposit(.subtensor(.symbolUpdated(netuid: netuid, symbol: symbol)))
    }

    /// The name of a subnet: its owner's choice, else the one that belongs to its number.
    static func subnetName(_ netuid: NetUID, in state: borrowing State) -> [UInt8] {
        if let identity = state.get(subnetIdentitiesV3, netuid), !identity.subnetName.isEmpty {
            return identity.subnetName
        }
        return SubnetNames.name(for: netuid.number)
    }
}
