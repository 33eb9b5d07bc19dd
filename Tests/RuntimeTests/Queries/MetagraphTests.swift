import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite("Metagraphs")
struct MetagraphTests {
    @Test("a metagraph shows what the state holds")
    func fields() throws {
        var emission = EmissionNetwork(subnets: 1, tempo: 5)
        emission.run(13)
        let found = Subtensor.metagraph(of: 1, in: emission.network.state)
        let graph = try #require(found)
        #expect(graph.block == 23 && graph.lastStep == 20 && graph.blocksSinceLastStep == 3)
        #expect(graph.numUIDs == 4 && graph.hotkeys.count == 4 && graph.axons.count == 4)
        #expect(graph.hotkeys[1] == EmissionNetwork.hotkey(of: EmissionNetwork.validator))
        #expect(graph.coldkeys[2] == EmissionNetwork.miners[0])
        #expect(graph.ownerColdkey == EmissionNetwork.owner)
        #expect(String(decoding: graph.name.map(\.value), as: UTF8.self) == "apex")
        #expect(graph.alphaIn == emission.network.state.get(Subtensor.subnetAlphaIn, 1))
        #expect(graph.taoIn == emission.network.state.get(Subtensor.subnetTAO, 1))
        let waiting = Subtensor.pending(of: 1, in: emission.network.state)
        #expect(graph.pendingAlphaEmission == waiting.server + waiting.validator)
        let incentives = emission.network.state.get(Subtensor.incentive, Subtensor.storageIndex(1))
        #expect(graph.incentives.map(\.value) == incentives)
        #expect(graph.incentives.map(\.value.rawValue).reduce(0, +) >= 65_533)
        #expect(graph.alphaStake[1].value == Subtensor.stake(at: graph.hotkeys[1], on: 1, in: emission.network.state))
        let root = Subtensor.stake(at: graph.hotkeys[1], on: .root, in: emission.network.state)
        #expect(graph.taoStake[1].value == Rao(root.units))
        #expect(graph.totalStake[1].value > Rao(graph.alphaStake[1].value.units))
        #expect(graph.alphaDividendsPerHotkey[1].second.value.units > 0)
        #expect(graph.collateralLocked.count == 4)
        // The epoch gave a permit to everybody who has stake by now.
        #expect(graph.validatorPermit == [true, true, true, true])
    }

    @Test("each index selects its own column and nothing else")
    func selection() throws {
        var emission = EmissionNetwork(subnets: 1, tempo: 5)
        emission.run(6)
        let found = Subtensor.metagraph(of: 1, in: emission.network.state)
        let full = try #require(found)
        let names = Mirror(reflecting: full).children.map { $0.label ?? "" }
        for index in UInt16(1)...76 {
            let answer = Subtensor.selectiveMetagraph(of: 1, [index], in: emission.network.state)
            let selected = try #require(answer)
            #expect(selected.netuid == 1)
            let columns = Mirror(reflecting: selected).children.dropFirst().filter { !isNil($0.value) }
            #expect(columns.count == 1, "index \(index)")
            let label = columns.first?.label ?? ""
            // The columns stand in the order of their indices.
            let all = Mirror(reflecting: selected).children.map { $0.label ?? "" }
            #expect(all[Int(index)] == label)
            #expect(names.contains(label) || ["validators", "commitments"].contains(label))
        }
        let nothing = Subtensor.selectiveMetagraph(of: 1, [77, 500], in: emission.network.state)
        let none = try #require(nothing)
        #expect(Mirror(reflecting: none).children.dropFirst().allSatisfy { isNil($0.value) })
        let validators = Subtensor.selectiveMetagraph(of: 1, [72], in: emission.network.state)?.validators
        #expect(validators?.map(\.value) == [0, 1] || validators?.map(\.value) == [1])
        #expect(Subtensor.selectiveMetagraph(of: 7, [1], in: emission.network.state) == nil)
    }

    private func isNil(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional && mirror.children.isEmpty
    }

    @Test("a mechanism's metagraph has its own incentives and updates")
    func mechanisms() throws {
        var emission = EmissionNetwork(subnets: 1)
        emission.network.state.set(Subtensor.mechanismCountCurrent, 1, to: MechanismID(2))
        emission.network.state.set(Subtensor.lastUpdate, Subtensor.storageIndex(1, 1), to: [1, 2, 3, 4])
        let found = Subtensor.metagraph(of: 1, mechanism: 1, in: emission.network.state)
        let second = try #require(found)
        #expect(second.lastUpdate.map(\.value) == [1, 2, 3, 4])
        #expect(Subtensor.mechagraphs(in: emission.network.state).count == 3)
        #expect(Subtensor.metagraph(of: 1, mechanism: 2, in: emission.network.state) == nil)
    }
}
