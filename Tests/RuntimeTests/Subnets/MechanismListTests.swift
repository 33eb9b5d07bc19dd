import Frame
import Primitives
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// What a subnet keeps of each mechanism that it gets and gives up.
@Suite struct MechanismListTests {
    @Test("a mechanism that is added begins with a zero for each neuron, and one that is given up leaves nothing")
    func addedAndRemoved() throws {
        let chain = TestChain()
        let netuid = try chain.addSubnet(owner: TestChain.bob)
        let second = Subtensor.storageIndex(netuid, MechanismID(1))
        chain.state.set(Subtensor.maxAllowedUids, netuid, to: 64)
        chain.root(.adminUtils(.sudoSetMechanismCount(netuid: netuid, mechanismCount: 2)))
        #expect(chain.state.get(Subtensor.lastUpdate, second) == [0])
        #expect(chain.state.get(Subtensor.incentive, second).count == 1)
        try Subtensor.checkNeurons(in: chain.state)
        chain.root(.adminUtils(.sudoSetMechanismCount(netuid: netuid, mechanismCount: 1)))
        let remains = chain.state.contains(Subtensor.lastUpdate, second)
        #expect(!remains)
        try Subtensor.checkNeurons(in: chain.state)
    }
}
