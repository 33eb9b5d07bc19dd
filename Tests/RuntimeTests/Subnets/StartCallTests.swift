import Frame
import Primitives
import RuntimeInterface
import Testing

@testable import SubtensorPallets

@Suite struct StartCallTests {
    private func start(
        _ origin: Origin, _ netuid: NetUID, in network: inout StakingNetwork
    ) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.startCall(origin, netuid, in: &state)
        }
    }

    @Test("only the owner starts a subnet, once, and after the delay")
    func rules() {
        var network = StakingNetwork()
        let netuid = network.addSubnet(starts: false)
        let owner = Origin.signed(StakingNetwork.coldkeys[0])
        network.state.set(Subtensor.startCallDelay, to: 5)
        #expect(start(owner, 9, in: &network) == .subtensor(.subnetNotExists))
        #expect(start(.signed(StakingNetwork.coldkeys[1]), netuid, in: &network) == .badOrigin)
        #expect(start(.root, netuid, in: &network) == .badOrigin)
        #expect(start(owner, netuid, in: &network) == .subtensor(.needWaitingMoreBlocksToStarCall))
        network.advance(to: 15)
        #expect(start(owner, netuid, in: &network) == nil)
        #expect(network.state.get(Subtensor.firstEmissionBlockNumber, netuid) == 16)
        #expect(network.subtensorEvents.last == .firstEmissionBlockNumberSet(netuid, 16))
        #expect(start(owner, netuid, in: &network) == .subtensor(.firstEmissionBlockNumberAlreadySet))
    }
}
