import Frame
import Primitives
import RuntimeInterface

extension Subtensor {
    /// Starts a subnet: from the next block it takes part in emission, and from now its token is traded. Emits
    /// `FirstEmissionBlockNumberSet`.
    ///
    /// Fails with `subnetNotExists`, `badOrigin`, `firstEmissionBlockNumberAlreadySet` or, within `StartCallDelay`
    /// blocks of the registration, `needWaitingMoreBlocksToStarCall`. For the subnet's owner. Source:
    /// pallets/subtensor/src/subnets/subnet.rs.
    static func startCall(_ origin: Origin, _ netuid: NetUID, in state: inout State) throws(DispatchError) {
        guard subnetExists(netuid, in: state) else { throw .subtensor(.subnetNotExists) }
        try requireSubnetOwner(origin, of: netuid, in: state)
        guard state.get(firstEmissionBlockNumber, netuid) == nil else {
            throw .subtensor(.firstEmissionBlockNumberAlreadySet)
        }
        let now = currentBlock(in: state)
        let (earliest, overflow) = state.get(networkRegisteredAt, netuid)
            .addingReportingOverflow(state.get(startCallDelay))
        guard !overflow, now >= earliest else { throw .subtensor(.needWaitingMoreBlocksToStarCall) }
        state.set(firstEmissionBlockNumber, netuid, to: now + 1)
        state.set(subtokenEnabled, netuid, to: true)
        state.deposit(.subtensor(.firstEmissionBlockNumberSet(netuid, now + 1)))
    }
}
