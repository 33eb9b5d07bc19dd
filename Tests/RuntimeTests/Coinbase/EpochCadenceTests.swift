import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing

@testable import SubtensorPallets

@Suite("The turn of epochs")
struct EpochCadenceTests {
    @Test("an epoch runs every tempo blocks")
    func tempo() {
        var emission = EmissionNetwork(subnets: 1, tempo: 6)
        var blocks: [UInt64] = []
        for _ in 0..<30 {
            let events = emission.runBlock()
            let ran = events.contains { if case .incentiveAlphaEmittedToMiners = $0 { true } else { false } }
            if ran { blocks.append(Subtensor.currentBlock(in: emission.network.state)) }
        }
        #expect(blocks == [16, 22, 28, 34, 40])
        #expect(emission.network.state.get(Subtensor.subnetEpochIndex, 1) == 5)
        #expect(emission.network.state.get(Subtensor.lastMechansimStepBlock, 1) == 40)
        #expect(emission.network.state.get(Subtensor.blocksSinceLastStep, 1) == 0)
        #expect(Subtensor.nextEpochStart(of: 1, in: emission.network.state) == 46)
    }

    @Test("epochs beyond the limit of a block wait for the next one")
    func deferred() {
        var emission = EmissionNetwork(subnets: 3, tempo: 5)
        emission.network.state.set(Subtensor.maxEpochsPerBlock, to: 1)
        emission.commit()
        var ran: [[NetUID]] = []
        var deferred: [NetUID] = []
        for _ in 0..<7 {
            var netuids: [NetUID] = []
            for event in emission.runBlock() {
                if case .incentiveAlphaEmittedToMiners(let index, _) = event { netuids.append(NetUID(index.rawValue)) }
                if case .epochDeferred(let netuid, let from, let to) = event {
                    #expect(to == from + 1)
                    deferred.append(netuid)
                }
            }
            ran.append(netuids)
        }
        #expect(ran == [[], [], [], [], [1], [2], [3]])
        #expect(deferred == [2, 3, 3])
    }

    @Test("a subnet with a hotkey under two UIDs loses its turn and keeps its alpha")
    func skipped() {
        var emission = EmissionNetwork(subnets: 1, tempo: 3)
        let hotkey = emission.network.state.get(Subtensor.keys, 1, 2)
        emission.network.state.set(Subtensor.keys, 1, 3, to: hotkey)
        emission.commit()
        emission.begin()
        for _ in 0..<2 {
            Subtensor.runBlockStep(in: &emission.network.state)
            emission.begin()
        }
        Subtensor.runBlockStep(in: &emission.network.state)
        let skipped = emission.network.subtensorEvents.contains { $0 == .epochSkipped(netuid: 1, block: 13) }
        #expect(skipped)
        #expect(emission.network.state.get(Subtensor.pendingServerEmission, 1).units > 1_200_000_000)
        #expect(emission.network.state.get(Subtensor.lastEpochBlock, 1) == 13)
        #expect(emission.network.state.get(Subtensor.subnetEpochIndex, 1) == 1)
        #expect(emission.network.state.get(Subtensor.lastMechansimStepBlock, 1) == 0)
    }

    @Test("children whose cool-down is over come with the epoch")
    func pendingChildren() {
        var emission = EmissionNetwork(subnets: 1, tempo: 4)
        let parent = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
        let child = EmissionNetwork.hotkey(of: EmissionNetwork.miners[0])
        emission.network.state.set(Subtensor.pendingChildKeys, 1, parent, to: Pair([Pair(.max / 2, child)], 12))
        emission.network.state.set(Subtensor.pendingChildKeys, 1, child, to: Pair([Pair(1, parent)], 1_000))
        emission.commit()
        emission.run(3)
        #expect(emission.network.state.get(Subtensor.childKeys, parent, 1).map(\.second) != [child])
        emission.runBlock()
        #expect(emission.network.state.get(Subtensor.childKeys, parent, 1) == [Pair(.max / 2, child)])
        #expect(emission.network.state.get(Subtensor.parentKeys, child, 1) == [Pair(.max / 2, parent)])
        let waiting = emission.network.state.entries(of: Subtensor.pendingChildKeys, under: 1).map(\.key)
        #expect(waiting == [child])
    }
}
