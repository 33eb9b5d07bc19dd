import Frame
import Primitives
import RuntimeInterface

/// Who stands behind a coldkey or a subnet. Source: pallets/subtensor/src/utils/identity.rs.
extension Subtensor {
    /// Publishes the identity of the signing coldkey. Emits `ChainIdentitySet`.
    ///
    /// Fails with `hotKeyNotRegisteredInNetwork` where none of its hotkeys is registered anywhere, or `invalidIdentity`
    /// where a field is too long. For coldkeys.
    static func setIdentity(
        _ origin: Origin, _ identity: ChainIdentityV2, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let isRegistered = state.get(ownedHotkeys, coldkey).contains { hotkey in
            state.entries(of: isNetworkMember, under: hotkey).contains { $0.value }
        }
        guard isRegistered else { throw .subtensor(.hotKeyNotRegisteredInNetwork) }
        guard identity.isValid else { throw .subtensor(.invalidIdentity) }
        state.set(identitiesV2, coldkey, to: identity)
        state.deposit(.subtensor(.chainIdentitySet(coldkey)))
    }

    /// Publishes what a subnet is about. Emits `SubnetIdentitySet`.
    ///
    /// Fails with `notSubnetOwner` or `invalidIdentity`. For the subnet's owner.
    static func setSubnetIdentity(
        _ origin: Origin, _ netuid: NetUID, _ identity: SubnetIdentityV3, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        guard subnetExists(netuid, in: state), state.get(subnetOwner, netuid) == coldkey else {
            throw .subtensor(.notSubnetOwner)
        }
        guard identity.isValid else { throw .subtensor(.invalidIdentity) }
        state.set(subnetIdentitiesV3, netuid, to: identity)
        state.deposit(.subtensor(.subnetIdentitySet(netuid)))
    }
}

extension ChainIdentityV2 {
    /// Whether no field is longer than the chain keeps.
    fileprivate var isValid: Bool {
        [name, url, githubRepo, discord].allSatisfy { $0.count <= 256 }
            && [image, description, additional].allSatisfy { $0.count <= 1024 }
    }
}
