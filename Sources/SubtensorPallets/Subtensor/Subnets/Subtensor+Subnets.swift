import Frame
import Primitives
import RuntimeInterface

/// Which subnets there are, and who may speak for one.
extension Subtensor {
    /// Whether there is such a subnet; root counts as one.
    static func subnetExists(_ netuid: NetUID, in state: borrowing State) -> Bool { state.get(networksAdded, netuid) }

    /// Every subnet, root included, in the order in which the chain walks them: by the number's bytes, lowest first,
    /// which is ascending below 256.
    static func netuids(in state: borrowing State) -> [NetUID] { state.entries(of: networksAdded).map(\.key) }

    /// The signer, where that is the owner of the subnet.
    /// - Throws: `badOrigin` for everybody else.
    @discardableResult
    static func requireSubnetOwner(
        _ origin: Origin, of netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> AccountID {
        let signer = try origin.signer()
        guard subnetExists(netuid, in: state), state.get(subnetOwner, netuid) == signer else { throw .badOrigin }
        return signer
    }

    /// The signer, where that is the owner of the subnet; `nil` for root.
    /// - Throws: `badOrigin` for everybody else.
    @discardableResult
    static func requireSubnetOwnerOrRoot(
        _ origin: Origin, of netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> AccountID? {
        if origin == .root { return nil }
        return try requireSubnetOwner(origin, of: netuid, in: state)
    }

    /// Names the hotkey that stands for the subnet's owner. Emits `SubnetOwnerHotkeySet`.
    /// - Throws: `cannotUseSystemAccount` for a subnet's account.
    static func setSubnetOwnerHotkey(
        _ hotkey: AccountID, of netuid: NetUID, in state: inout State
    ) throws(DispatchError) {
        try requireNoSubnetAccount(hotkey)
        state.set(subnetOwnerHotkey, netuid, to: hotkey)
        state.deposit(.subtensor(.subnetOwnerHotkeySet(netuid, hotkey)))
    }
}
