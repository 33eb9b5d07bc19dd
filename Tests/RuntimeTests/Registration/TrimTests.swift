import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import SubtensorPallets

/// A subnet made smaller.
@Suite struct TrimTests {
    /// A subnet as the rule sees it.
    private struct Neuron {
        var hotkey: AccountID
        var emission: UInt64
        var isSpared: Bool
    }

    private static let netuid: NetUID = 1
    private static let indices = [NetUidStorageIndex(1), NetUidStorageIndex(4097)]

    /// A network whose subnet 1 has these neurons, two mechanisms, and in every row of each weights for all.
    private static func network(_ neurons: [Neuron]) -> StakingNetwork {
        var network = StakingNetwork()
        _ = network.addSubnet()
        network.advance(to: 1_000)
        for neuron in neurons.dropFirst() { Subtensor.appendNeuron(neuron.hotkey, to: netuid, in: &network.state) }
        network.state.set(Subtensor.mechanismCountCurrent, netuid, to: MechanismID(2))
        network.state.set(Subtensor.immunityPeriod, netuid, to: 100)
        network.state.set(Subtensor.minAllowedUids, netuid, to: 1)
        network.state.set(Subtensor.emission, netuid, to: neurons.map { Alpha($0.emission) })
        network.state.set(Subtensor.consensus, netuid, to: neurons.indices.map { PerU16(UInt16($0)) })
        network.state.set(Subtensor.stakeWeight, netuid, to: neurons.indices.map { UInt16($0) })
        for (uid, neuron) in neurons.enumerated() {
            network.state.set(
                Subtensor.blockAtRegistration, netuid, UID(uid), to: neuron.isSpared ? 950 : UInt64(uid))
        }
        for neuron in neurons { publish(neuron.hotkey, in: &network.state) }
        for index in indices {
            network.state.set(Subtensor.consensusByMechanism, index, to: neurons.indices.map { PerU16(UInt16($0)) })
            network.state.set(Subtensor.incentive, index, to: neurons.indices.map { PerU16(UInt16($0)) })
            network.state.set(Subtensor.lastUpdate, index, to: neurons.indices.map { UInt64($0) })
            for uid in neurons.indices {
                let row = neurons.indices.map { Pair(UInt16($0), UInt16(uid * 100 + $0)) }
                network.state.set(Subtensor.weights, index, UID(uid), to: row)
                network.state.set(Subtensor.bonds, index, UID(uid), to: row)
            }
        }
        return network
    }

    /// Gives a neuron an entry in every map that has one for each hotkey of a subnet; what it says is of no interest.
    private static func publish(_ hotkey: AccountID, in state: inout State) {
        let paths = [
            Subtensor.axons.path(netuid, hotkey), Subtensor.prometheus.path(netuid, hotkey),
            Subtensor.neuronCertificates.path(netuid, hotkey), Subtensor.alphaDividendsPerSubnet.path(netuid, hotkey),
            Subtensor.lastHotkeyEmissionOnNetuid.path(hotkey, netuid),
        ]
        for path in paths + indices.map({ Subtensor.weightCommits.path($0, hotkey) }) {
            state.setRaw(path, to: [0])
        }
    }

    private static func hotkey(_ index: Int) -> AccountID {
        let owner = StakingNetwork.coldkeys[0]
        return index == 0 ? StakingNetwork.hotkey(of: owner, 1) : StakingNetwork.account(UInt8(150 + index))
    }

    private static func trim(_ network: inout StakingNetwork, to maximum: UInt16) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.trimNeurons(of: netuid, to: maximum, in: &state)
        }
    }

    @Test("the weakest go, the others move together, and weights and bonds of all mechanisms follow")
    func random() throws {
        let seed: UInt64 = 461
        var random = SeededRandom(seed: seed)
        var trimmed = 0
        for round in 0..<120 {
            let count = Int.random(in: 2...24, using: &random)
            let neurons = (0..<count).map { index in
                Neuron(
                    hotkey: Self.hotkey(index), emission: UInt64.random(in: 0...3, using: &random),
                    isSpared: index != 0 && Int.random(in: 0..<6, using: &random) == 0)
            }
            let maximum = Int.random(in: 1...count, using: &random)
            var network = Self.network(neurons)
            // The owner's neuron is spared too. In the plainest words: who may go, the poorest and then latest first.
            let spared = neurons.indices.filter { $0 == 0 || neurons[$0].isSpared }
            let order = neurons.indices.filter { !spared.contains($0) }
                .sorted { (neurons[$0].emission, $1) < (neurons[$1].emission, $0) }
            let going = Set(order.prefix(count - maximum))
            let kept = neurons.indices.filter { !going.contains($0) }
            let failure = Self.trim(&network, to: UInt16(maximum))
            let comment = Comment(rawValue: "seed \(seed), round \(round)")
            guard maximum < count else {
                #expect(failure == nil, comment)
                continue
            }
            guard spared.count * 100 / maximum < 80 else {
                #expect(failure == .subtensor(.trimmingWouldExceedMaxImmunePercentage), comment)
                continue
            }
            #expect(failure == nil, comment)
            trimmed += 1
            #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == UInt16(maximum), comment)
            #expect(network.state.get(Subtensor.maxAllowedUids, Self.netuid) == UInt16(maximum), comment)
            for (place, old) in kept.enumerated() {
                #expect(network.state.get(Subtensor.keys, Self.netuid, UID(place)) == neurons[old].hotkey, comment)
                #expect(network.state.get(Subtensor.uids, Self.netuid, neurons[old].hotkey) == UID(place), comment)
            }
            for old in going { #expect(AccountTrace.places(of: neurons[old].hotkey, in: network.state) == [], comment) }
            let emissions = kept.map { Alpha(neurons[$0].emission) }
            #expect(network.state.get(Subtensor.emission, Self.netuid) == emissions, comment)
            #expect(
                network.state.get(Subtensor.stakeWeight, Self.netuid) == kept.map { UInt16($0) }, comment)
            for index in Self.indices {
                let numbers = kept.map { PerU16(UInt16($0)) }
                #expect(network.state.get(Subtensor.consensusByMechanism, index) == numbers, comment)
                #expect(network.state.get(Subtensor.incentive, index) == numbers, comment)
                #expect(network.state.get(Subtensor.lastUpdate, index) == kept.map { UInt64($0) }, comment)
                for map in [Subtensor.weights, Subtensor.bonds] {
                    let rows = network.state.entries(of: map, under: index)
                    #expect(rows.count == maximum, comment)
                    for (place, old) in kept.enumerated() {
                        let row = kept.enumerated().map { Pair(UInt16($0), UInt16(old * 100 + $1)) }
                        #expect(network.state.get(map, index, UID(place)) == row, comment)
                    }
                }
            }
        }
        print("trimming: \(trimmed) of 120 random subnets were trimmed")
        #expect(trimmed > 30)
    }

    @Test("what would leave the owner's network to immune neurons, or count what is not there, is refused")
    func refusals() throws {
        let neurons = (0..<10).map { Neuron(hotkey: Self.hotkey($0), emission: 1, isSpared: $0 < 4) }
        var network = Self.network(neurons)
        network.state.set(Subtensor.minAllowedUids, Self.netuid, to: 3)
        #expect(Self.trim(&network, to: 2) == .subtensor(.invalidValue))
        #expect(Self.trim(&network, to: 257) == .subtensor(.invalidValue))
        // Four of five are 80 %, four of six are 66 %.
        #expect(Self.trim(&network, to: 5) == .subtensor(.trimmingWouldExceedMaxImmunePercentage))
        #expect(Self.trim(&network, to: 6) == nil)
        #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == 6)
        #expect(Self.trim(&network, to: 6) == nil, "nothing more to do")
    }

    @Test("a subnet goes on after a trimming: neurons register, and epochs run")
    func goesOn() throws {
        let chain = TestChain()
        let netuid = try chain.addSubnet()
        for index in 0..<12 {
            try chain.register([TestChain.key("Miner\(index)")], on: netuid)
            chain.advance()
        }
        chain.root(.adminUtils(.sudoSetImmunityPeriod(netuid: netuid, immunityPeriod: 3)))
        chain.root(.adminUtils(.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 2)))
        chain.advance(5)
        let trim = RuntimeCall.adminUtils(.sudoTrimToMaxAllowedUIDs(netuid: netuid, maxN: 6))
        #expect(chain.dispatch(trim, from: .signed(TestChain.dave.accountID)) == .badOrigin)
        #expect(chain.dispatch(trim, from: .signed(TestChain.bob.accountID)) == nil)
        #expect(chain.state.get(Subtensor.subnetworkN, netuid) == 6)
        chain.state.set(Subtensor.minNonImmuneUids, netuid, to: 1)
        try chain.register([TestChain.key("Late")], on: netuid)
        #expect(chain.state.get(Subtensor.subnetworkN, netuid) == 6)
        chain.advance(220)
        #expect(chain.state.get(Subtensor.subnetEpochIndex, netuid) >= 2)
    }
}
