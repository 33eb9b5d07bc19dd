import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

@Suite struct PruningTests {
    /// The rule in the plainest words: sort everybody who may go, and take the first.
    private func expected(
        emissions: [UInt64], blocks: [UInt64], immortal: Set<Int>, now: UInt64, immunity: UInt64, floor: Int
    ) -> UID? {
        let order = emissions.indices.filter { !immortal.contains($0) }.sorted {
            (emissions[$0], blocks[$0], $0) < (emissions[$1], blocks[$1], $1)
        }
        let mortal = order.filter { now - blocks[$0] >= immunity }
        if let first = mortal.first, mortal.count > floor { return UID(first) }
        return order.first { now - blocks[$0] < immunity }.map { UID($0) }
    }

    @Test("the neuron that goes is the right one in every small case")
    func exhaustive() {
        let netuid: NetUID = 1
        let hotkeys = (0..<3).map { StakingNetwork.account(UInt8(100 + $0)) }
        let owner = StakingNetwork.coldkeys[0]
        var network = StakingNetwork()
        network.state.set(Subtensor.networksAdded, netuid, to: true)
        network.state.set(Subtensor.subnetworkN, netuid, to: 3)
        network.state.set(Subtensor.immunityPeriod, netuid, to: 5)
        network.advance(to: 20)
        for (uid, hotkey) in hotkeys.enumerated() {
            network.state.set(Subtensor.keys, netuid, UID(uid), to: hotkey)
            network.state.set(Subtensor.uids, netuid, hotkey, to: UID(uid))
        }
        var count = 0
        // Two emissions and three ages for each of three neurons; every floor; no owner hotkey or one of the three.
        for combination in 0..<(6 * 6 * 6) {
            let digits = [combination % 6, combination / 6 % 6, combination / 36]
            let emissions = digits.map { UInt64($0 % 2) }
            let blocks = digits.map { [UInt64(8), 9, 16][$0 / 2] }
            network.state.set(Subtensor.emission, netuid, to: emissions.map { Alpha($0) })
            for (uid, block) in blocks.enumerated() {
                network.state.set(Subtensor.blockAtRegistration, netuid, UID(uid), to: block)
            }
            for immortal in [nil, 0, 1, 2] {
                if let immortal {
                    network.state.set(Subtensor.subnetOwner, netuid, to: owner)
                    network.state.set(Subtensor.subnetOwnerHotkey, netuid, to: hotkeys[immortal])
                } else {
                    network.state.remove(Subtensor.subnetOwnerHotkey, netuid)
                }
                for floor in 0...3 {
                    network.state.set(Subtensor.minNonImmuneUids, netuid, to: UInt16(floor))
                    let uid = Subtensor.neuronToPrune(on: netuid, in: network.state)
                    let right = expected(
                        emissions: emissions, blocks: blocks, immortal: Set([immortal].compactMap { $0 }), now: 20,
                        immunity: 5, floor: floor)
                    #expect(uid == right, "\(emissions) \(blocks) immortal \(String(describing: immortal)) \(floor)")
                    count += 1
                }
            }
        }
        print("pruning: \(count) cases")
        #expect(count == 3456)
    }

    @Test(
        "the owner's immortal neurons are the owner hotkey and the longest registered of its others",
        // Of the owner's five hotkeys and the subnet's neurons the shorter list is walked.
        arguments: [4, 6] as [UInt16])
    func immortals(neurons: UInt16) {
        let netuid: NetUID = 1
        let owner = StakingNetwork.coldkeys[0]
        let hotkeys = (0..<4).map { StakingNetwork.account(UInt8(100 + $0)) }
        var network = StakingNetwork()
        network.state.set(Subtensor.subnetworkN, netuid, to: neurons)
        network.state.set(Subtensor.subnetOwner, netuid, to: owner)
        network.state.set(Subtensor.ownedHotkeys, owner, to: hotkeys + [StakingNetwork.account(99)])
        for (uid, block) in [UInt64(7), 3, 3, 9].enumerated() {
            network.state.set(Subtensor.uids, netuid, hotkeys[uid], to: UID(uid))
            network.state.set(Subtensor.keys, netuid, UID(uid), to: hotkeys[uid])
            network.state.set(Subtensor.owner, hotkeys[uid], to: owner)
            network.state.set(Subtensor.blockAtRegistration, netuid, UID(uid), to: block)
        }
        func immortals(_ limit: UInt16) -> [AccountID] {
            network.state.set(Subtensor.immuneOwnerUidsLimit, netuid, to: limit)
            return Subtensor.immortalNeurons(on: netuid, in: network.state)
        }
        #expect(immortals(1) == [hotkeys[1]])
        #expect(immortals(2) == [hotkeys[1], hotkeys[2]])
        network.state.set(Subtensor.subnetOwnerHotkey, netuid, to: hotkeys[3])
        #expect(immortals(1) == [hotkeys[3]])
        #expect(immortals(2) == [hotkeys[3], hotkeys[1]])
        #expect(immortals(4) == [hotkeys[1], hotkeys[2], hotkeys[0], hotkeys[3]])
        network.state.set(Subtensor.subnetOwnerHotkey, netuid, to: StakingNetwork.account(99))
        #expect(immortals(1) == [hotkeys[1]])
    }

    @Test("the subnet's owner hotkey cannot be replaced even by force")
    func ownerStays() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let before = network.state.changes
        let stranger = StakingNetwork.account(90)
        Subtensor.replaceNeuron(0, on: netuid, with: stranger, in: &network.state)
        #expect(network.state.changes == before)
    }
}
