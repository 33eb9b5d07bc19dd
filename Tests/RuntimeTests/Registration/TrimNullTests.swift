import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import SubtensorPallets

/// A subnet of Null made smaller, batch by batch.
@Suite struct TrimNullTests {
    /// A subnet's neuron as the rule sees it.
    private struct Neuron: Equatable {
        var hotkey: AccountID
        var emission: UInt64
        var isSpared: Bool
        var stake: UInt64
    }

    private static let netuid: NetUID = 1
    private static let indices = [NetUidStorageIndex(1), NetUidStorageIndex(4097)]

    private static func hotkey(_ index: Int) -> AccountID {
        guard index > 0 else { return StakingNetwork.hotkey(of: StakingNetwork.coldkeys[0], 1) }
        return AccountID([200, UInt8(index >> 8), UInt8(index & 0xFF)] + Array(repeating: 3, count: 29)) ?? .zero
    }

    /// A network in block 1,000 whose subnet 1 has these neurons and two mechanisms, and in every row weights for all.
    private static func network(_ neurons: [Neuron], mechanisms: UInt8 = 2) -> StakingNetwork {
        var network = StakingNetwork()
        _ = network.addSubnet()
        network.advance(to: 1_000)
        network.state.set(Subtensor.mechanismCountCurrent, netuid, to: MechanismID(mechanisms))
        let none: [PerU16] = [PerU16(0)]
        for index in indices.dropFirst().prefix(Int(mechanisms) - 1) {
            network.state.set(Subtensor.incentive, index, to: none)
            network.state.set(Subtensor.lastUpdate, index, to: [0])
        }
        network.state.set(Subtensor.maxAllowedUids, netuid, to: UInt16(max(neurons.count, 1)))
        for neuron in neurons.dropFirst() {
            network.state.set(Subtensor.owner, neuron.hotkey, to: StakingNetwork.coldkeys[5])
            Subtensor.appendNeuron(neuron.hotkey, to: netuid, in: &network.state)
        }
        network.state.set(Subtensor.immunityPeriod, netuid, to: 100)
        network.state.set(Subtensor.minAllowedUids, netuid, to: 1)
        network.state.set(Subtensor.emission, netuid, to: neurons.map { Alpha($0.emission) })
        for (uid, neuron) in neurons.enumerated() {
            network.state.set(
                Subtensor.blockAtRegistration, netuid, UID(uid), to: neuron.isSpared ? 950 : UInt64(uid % 900))
            let coldkey = network.state.get(Subtensor.owner, neuron.hotkey)
            guard neuron.stake > 0 else { continue }
            Subtensor.increaseStake(
                Alpha(neuron.stake), of: coldkey, at: neuron.hotkey, on: netuid, in: &network.state)
        }
        network.state.set(Subtensor.subnetAlphaOut, netuid, to: Alpha(1 << 50))
        network.state.set(Subtensor.subnetEpochConsensus, netuid, to: .null)
        Subtensor.electNullValidator(on: netuid, in: &network.state)
        let row = neurons.indices.map { Pair(UInt16($0), UInt16(1_000 + $0)) }
        for index in indices.prefix(Int(mechanisms)) {
            network.state.set(Subtensor.lastUpdate, index, to: neurons.indices.map { UInt64($0) })
            for uid in neurons.indices { network.state.set(Subtensor.weights, index, UID(uid), to: row) }
        }
        return network
    }

    private static func trim(_ network: inout StakingNetwork, to target: UInt16) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.trimNullNeurons(of: netuid, to: target, in: &state)
        }
    }

    /// The batch in the plainest words: the poorest go, of equal ones the last, and the last fill the gaps.
    private static func model(_ neurons: [Neuron], target: Int) -> [Neuron] {
        var order = neurons.indices.filter { $0 != 0 && !neurons[$0].isSpared }
        order.sort { (neurons[$0].emission, $1) < (neurons[$1].emission, $0) }
        let going = Set(order.prefix(min(64, max(0, neurons.count - target))))
        let count = neurons.count - going.count
        var tail = neurons.indices.filter { $0 >= count && !going.contains($0) }
        return (0..<count).map { going.contains($0) ? neurons[tail.removeFirst()] : neurons[$0] }
    }

    private static func neurons(_ network: borrowing StakingNetwork) -> [AccountID] {
        let count = network.state.get(Subtensor.subnetworkN, netuid)
        return (0..<count).map { network.state.get(Subtensor.keys, netuid, $0) }
    }

    @Test("batch by batch the poorest go, the last fill their places, and the target is reached")
    func random() throws {
        let seed: UInt64 = 475
        var random = SeededRandom(seed: seed)
        var batches = 0
        for round in 0..<24 {
            let count = Int.random(in: 2...220, using: &random)
            var neurons = (0..<count).map { index in
                Neuron(
                    hotkey: Self.hotkey(index), emission: UInt64.random(in: 0...3, using: &random),
                    isSpared: index != 0 && Int.random(in: 0..<12, using: &random) == 0,
                    stake: Int.random(in: 0..<3, using: &random) == 0 ? .random(in: 1...5, using: &random) : 0)
            }
            let target = Int.random(in: max(1, count / 3)...count, using: &random)
            var network = Self.network(neurons)
            let spared = 1 + neurons.dropFirst().count { $0.isSpared }
            let comment = Comment(rawValue: "seed \(seed), round \(round)")
            if target < count, spared * 100 / target >= 80 {
                #expect(
                    Self.trim(&network, to: UInt16(target)) == .subtensor(.trimmingWouldExceedMaxImmunePercentage),
                    comment)
                continue
            }
            repeat {
                let validator = network.state.get(Subtensor.validatorPermit, Self.netuid).firstIndex(of: true) ?? 0
                let old = neurons
                neurons = Self.model(neurons, target: target)
                batches += 1
                #expect(Self.trim(&network, to: UInt16(target)) == nil, comment)
                #expect(Self.neurons(network) == neurons.map(\.hotkey), comment)
                let emissions = network.state.get(Subtensor.emission, Self.netuid).map(\.units)
                #expect(emissions == neurons.map(\.emission), comment)
                #expect(
                    network.state.get(Subtensor.maxAllowedUids, Self.netuid) == UInt16(neurons.count), comment)
                let isLast = neurons.count <= target
                #expect(
                    network.state.get(Subtensor.nullPruningTarget, Self.netuid) == (isLast ? nil : UInt16(target)),
                    comment)
                #expect(
                    network.subtensorEvents.last
                        == .nullUidsPruningProgress(
                            netuid: Self.netuid, target: UInt16(target), remaining: UInt16(neurons.count),
                            removed: UInt16(old.count - neurons.count), clearedCommits: 0), comment)
                let most = neurons.map(\.stake).max() ?? 0
                let elected = neurons.firstIndex { $0.stake == most }
                #expect(
                    network.state.get(Subtensor.validatorPermit, Self.netuid)
                        == neurons.indices.map { $0 == elected }, comment)
                // Of the rows only that of the validator before is left, where it is still there.
                let place = neurons.firstIndex(of: old[validator])
                for index in Self.indices {
                    let rows = network.state.entries(of: Subtensor.weights, under: index)
                    guard old.count > neurons.count else { continue }
                    #expect(rows.map(\.key) == (place.map { [UID($0)] } ?? []), comment)
                    for (_, row) in rows {
                        #expect(Set(row.map(\.first)).count == row.count, comment)
                        for entry in row {
                            // Weights were set for neurons by their first place: 1,000 and more.
                            #expect(
                                neurons[Int(entry.first)].hotkey == Self.hotkey(Int(entry.second) - 1_000), comment)
                        }
                        #expect(row.count == neurons.count, comment)
                    }
                }
            } while neurons.count > target
        }
        print("trimming of Null subnets: \(batches) batches")
        #expect(batches > 20)
    }

    @Test("a large subnet goes in batches of 64, and what the bonds of Yuma name goes along")
    func batches() {
        let neurons = (0..<192).map { Neuron(hotkey: Self.hotkey($0), emission: UInt64($0), isSpared: false, stake: 0) }
        var network = Self.network(neurons, mechanisms: 1)
        let index = Self.indices[0]
        network.state.set(Subtensor.weights, index, 0, to: [Pair(1, 10), Pair(129, 7), Pair(65, 1)])
        network.state.set(Subtensor.bonds, index, 0, to: [Pair(129, 11), Pair(1, 5)])
        network.state.set(Subtensor.bonds, index, 1, to: [Pair(0, 1)])
        network.state.set(Subtensor.bonds, index, 191, to: [Pair(0, 2)])
        #expect(Self.trim(&network, to: 64) == nil)
        #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == 128)
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == 64)
        // The owner is spared, 1 to 64 are the poorest: 128 to 191 take their places.
        #expect(network.state.get(Subtensor.keys, Self.netuid, 1) == Self.hotkey(128))
        #expect(network.state.get(Subtensor.keys, Self.netuid, 64) == Self.hotkey(191))
        #expect(network.state.get(Subtensor.keys, Self.netuid, 65) == Self.hotkey(65))
        #expect(network.state.get(Subtensor.uids, Self.netuid, Self.hotkey(128)) == 1)
        #expect(network.state.get(Subtensor.uids, Self.netuid, Self.hotkey(5)) == nil)
        #expect(network.state.get(Subtensor.weights, index, 0) == [Pair(2, 7), Pair(65, 1)])
        #expect(network.state.get(Subtensor.bonds, index, 0) == [Pair(2, 11)])
        #expect(network.state.get(Subtensor.bonds, index, 64) == [Pair(0, 2)])
        #expect(network.state.entries(of: Subtensor.bonds, under: index).count == 2)
        #expect(Self.trim(&network, to: 64) == nil)
        #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == 64)
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == nil)
        #expect(network.state.get(Subtensor.keys, Self.netuid, 1) == Self.hotkey(191))
        #expect(network.state.get(Subtensor.weights, index, 0) == [Pair(2, 7)])
    }

    @Test("commits go first, so many a batch, and neurons only when none is left")
    func commits() {
        let neurons = (0..<100).map { Neuron(hotkey: Self.hotkey($0), emission: UInt64($0), isSpared: false, stake: 0) }
        var network = Self.network(neurons)
        for number in 0..<2_501 {
            let commits = [StoredCommit(.zero, 0, 1, 0)]
            let index = Self.indices[number % 2]
            network.state.set(Subtensor.weightCommits, index, Self.hotkey(10_000 + number), to: commits)
        }
        let timelocked: [Quadruple<AccountID, UInt64, [UInt8], UInt64>] = [Quadruple(.zero, 1, [1], 1)]
        network.state.set(Subtensor.timelockedWeightCommits, Self.indices[1], 9, to: timelocked)
        #expect(Self.trim(&network, to: 60) == nil)
        #expect(
            network.subtensorEvents.last
                == .nullUidsPruningProgress(
                    netuid: Self.netuid, target: 60, remaining: 100, removed: 0, clearedCommits: 2_500))
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == 60)
        #expect(network.state.get(Subtensor.maxAllowedUids, Self.netuid) == 100)
        let waits = Subtensor.hasCommits(Self.netuid, in: network.state)
        #expect(waits)
        #expect(Self.trim(&network, to: 60) == nil)
        #expect(
            network.subtensorEvents.last
                == .nullUidsPruningProgress(
                    netuid: Self.netuid, target: 60, remaining: 60, removed: 40, clearedCommits: 2))
        let waitsStill = Subtensor.hasCommits(Self.netuid, in: network.state)
        #expect(!waitsStill)
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == nil)
    }

    @Test("a target outside of the limits, a subnet of Yuma and too many immune neurons are refused")
    func refusals() {
        let neurons = (0..<10).map { Neuron(hotkey: Self.hotkey($0), emission: 1, isSpared: $0 < 4, stake: 0) }
        var network = Self.network(neurons)
        network.state.set(Subtensor.minAllowedUids, Self.netuid, to: 3)
        #expect(Self.trim(&network, to: 2) == .subtensor(.invalidValue))
        #expect(Self.trim(&network, to: 11) == .subtensor(.invalidValue))
        #expect(Self.trim(&network, to: 5) == .subtensor(.trimmingWouldExceedMaxImmunePercentage))
        network.state.set(Subtensor.subnetEpochConsensus, Self.netuid, to: .yuma)
        #expect(Self.trim(&network, to: 6) == .subtensor(.invalidValue))
        network.state.set(Subtensor.subnetEpochConsensus, Self.netuid, to: .null)
        #expect(Self.trim(&network, to: 6) == nil)
        #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == 6)
        // More bonds than Yuma ever leaves, or rows of weights than neurons, are not moved.
        var damaged = Self.network(neurons)
        for uid in 0..<258 { damaged.state.set(Subtensor.bonds, Self.indices[0], UID(uid), to: [Pair(0, 1)]) }
        #expect(Self.trim(&damaged, to: 9) == .subtensor(.invalidValue))
        var spread = Self.network(neurons)
        for uid in 0..<130 {
            for index in Self.indices { spread.state.set(Subtensor.bonds, index, UID(uid), to: [Pair(0, 1)]) }
        }
        #expect(Self.trim(&spread, to: 9) == .subtensor(.invalidValue))
        var crowded = Self.network(neurons)
        crowded.state.set(Subtensor.weights, Self.indices[1], 500, to: [Pair(0, 1)])
        #expect(Self.trim(&crowded, to: 9) == nil, "one of ten rows was of a neuron that went")
        for uid in 500..<511 { crowded.state.set(Subtensor.weights, Self.indices[1], UID(uid), to: [Pair(0, 1)]) }
        #expect(Self.trim(&crowded, to: 8) == .subtensor(.invalidValue))
    }

    @Test("the older call trims a subnet of Null by a batch at most, and ends what a batch began")
    func olderCall() {
        let neurons = (0..<140).map { Neuron(hotkey: Self.hotkey($0), emission: UInt64($0), isSpared: false, stake: 0) }
        var network = Self.network(neurons)
        func trim(to maximum: UInt16) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.trimNeurons(of: Self.netuid, to: maximum, in: &state)
            }
        }
        #expect(trim(to: 75) == .subtensor(.invalidValue))
        #expect(Self.trim(&network, to: 20) == nil)
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == 20)
        for number in 0..<2_501 {
            let commits = [StoredCommit(.zero, 0, 1, 0)]
            network.state.set(Subtensor.weightCommits, Self.indices[0], Self.hotkey(10_000 + number), to: commits)
        }
        #expect(trim(to: 30) == .subtensor(.invalidValue), "too many commits for one step")
        network.state.removeAll(of: Subtensor.weightCommits, under: Self.indices[0])
        #expect(trim(to: 30) == nil)
        #expect(network.state.get(Subtensor.subnetworkN, Self.netuid) == 30)
        #expect(network.state.get(Subtensor.nullPruningTarget, Self.netuid) == nil)
    }

    @Test("an owner begins to trim once in 30 days, and goes on towards the same target at will")
    func rates() throws {
        let chain = TestChain(.mainnet)
        let netuid = try chain.addSubnet()
        let owner = Origin.signed(TestChain.bob.accountID)
        for index in 1..<200 {
            chain.state.set(Subtensor.owner, Self.hotkey(index), to: TestChain.dave.accountID)
            Subtensor.appendNeuron(Self.hotkey(index), to: netuid, in: &chain.state)
        }
        chain.root(.adminUtils(.sudoSetAdminFreezeWindow(window: 0)))
        chain.root(.adminUtils(.sudoSetImmunityPeriod(netuid: netuid, immunityPeriod: 0)))
        chain.root(.adminUtils(.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 2)))
        chain.root(.adminUtils(.sudoSetEpochConsensus(netuid: netuid, mode: .null)))
        func trim(_ target: UInt16, from origin: Origin) -> DispatchError? {
            chain.dispatch(.adminUtils(.sudoTrimNullUIDsBatch(netuid: netuid, target: target)), from: origin)
        }
        let stranger = Origin.signed(TestChain.dave.accountID)
        #expect(trim(10, from: stranger) == .badOrigin)
        #expect(trim(10, from: .none) == .badOrigin)
        #expect(trim(10, from: owner) == nil)
        #expect(chain.state.get(Subtensor.subnetworkN, netuid) == 136)
        #expect(trim(10, from: stranger) == .badOrigin)
        #expect(trim(11, from: owner) == .subtensor(.txRateLimitExceeded), "another target is another trimming")
        #expect(trim(10, from: owner) == nil)
        #expect(trim(10, from: owner) == nil)
        #expect(chain.state.get(Subtensor.subnetworkN, netuid) == 10)
        #expect(trim(10, from: owner) == .subtensor(.txRateLimitExceeded), "it was over")
        #expect(trim(9, from: .root) == nil, "root waits for nobody")
        chain.root(.adminUtils(.sudoSetAdminFreezeWindow(window: 60_000)))
        #expect(trim(9, from: .root) == .subtensor(.adminActionProhibitedDuringWeightsWindow))
        chain.advance()
        chain.state.set(Subtensor.pendingEpochAt, netuid, to: UInt64(chain.number) + 1)
        chain.advance(2)
        #expect(chain.state.get(Subtensor.emission, netuid).count == 9)
    }
}
