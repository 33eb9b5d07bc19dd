import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma
import YumaReference

@testable import SubtensorPallets

/// Epochs of subnets without consensus, from what waited for them to what is paid.
@Suite("Epochs of Null subnets")
struct NullEpochTests {
    /// UID 0 is the owner's, 1 the validator's, 2 and 3 the miners', to whom the validator gives 1 to 3.
    private static func network(_ subnets: Int = 1, tempo: UInt16 = 6) -> EmissionNetwork {
        var emission = EmissionNetwork(subnets: subnets, tempo: tempo)
        choose(.null, on: 1, in: &emission)
        return emission
    }

    private static func choose(_ consensus: EpochConsensus, on netuid: NetUID, in emission: inout EmissionNetwork) {
        #expect(
            emission.network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.setEpochConsensus(consensus, of: netuid, in: &state)
            } == nil)
        let index = Subtensor.storageIndex(netuid)
        emission.network.state.set(Subtensor.weights, index, 1, to: [Pair(2, 1), Pair(3, 3)])
        emission.commit()
    }

    private static func stake(_ coldkey: AccountID, in emission: borrowing EmissionNetwork) -> UInt64 {
        emission.network.stake(coldkey, EmissionNetwork.hotkey(of: coldkey), 1).units
    }

    @Test("miners get their alpha to the last rao by the validator's weights, stakers theirs, and bonds stay")
    func payout() throws {
        var emission = Self.network()
        let index = Subtensor.storageIndex(1)
        let bonds: [Pair<UInt16, UInt16>] = [Pair(2, 12_345), Pair(3, 54_321)]
        emission.network.state.set(Subtensor.bonds, index, 1, to: bonds)
        emission.commit()
        emission.run(5)
        let before = EmissionNetwork.miners.map { Self.stake($0, in: emission) }
        let waiting = Subtensor.pending(of: 1, in: emission.network.state)
        let events = emission.runBlock()
        let paid: [Alpha] = try #require(
            events.compactMap {
                if case .incentiveAlphaEmittedToMiners(_, let emissions) = $0 { emissions } else { nil }
            }.first)
        let servers = paid.reduce(Alpha.zero) { $0.addingClamped($1) }.units
        #expect(paid[0].isZero && paid[1].isZero)
        // A block's alpha came on top of what waited.
        #expect(servers > waiting.server.units)
        #expect(paid[2].units == servers / 4 || paid[2].units == servers / 4 + 1)
        #expect(paid[2].units + paid[3].units == servers)
        for (miner, (old, amount)) in zip(EmissionNetwork.miners, zip(before, paid[2...])) {
            #expect(Self.stake(miner, in: emission) == old + amount.units)
        }
        let state = emission.network.state.get(Subtensor.dividends, 1).map(\.rawValue)
        #expect(state[1] > 0 && state[2] < state[1])
        #expect(emission.network.state.get(Subtensor.validatorPermit, 1) == [false, true, false, false])
        #expect(emission.network.state.get(Subtensor.bonds, index, 1) == bonds)
        #expect(emission.network.state.get(Subtensor.consensus, 1) == Array(repeating: PerU16(0), count: 4))
        #expect(emission.network.state.get(Subtensor.incentive, index).map(\.rawValue) == [0, 0, 16_383, 49_151])
        // It was an epoch, but not one of Yuma.
        #expect(emission.network.state.get(Subtensor.lastMechansimStepBlock, 1) == 16)
        #expect(emission.network.state.get(Subtensor.lastYumaStepBlock, 1) == 0)
        Self.choose(.yuma, on: 1, in: &emission)
        emission.run(6)
        #expect(emission.network.state.get(Subtensor.lastYumaStepBlock, 1) == 22)
        #expect(emission.network.state.get(Subtensor.validatorPermit, 1)[0], "the owner validates again")
    }

    @Test("nothing is recorded for the many that earned no dividend")
    func emptyDividends() {
        var emission = Self.network()
        emission.run(6)
        let records = emission.network.state.entries(of: Subtensor.alphaDividendsPerSubnet, under: 1).map(\.key)
        #expect(records == [EmissionNetwork.hotkey(of: EmissionNetwork.validator)])
    }

    @Test("where nobody has stake the miners get the validators' alpha, and nobody that of root")
    func noStake() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let miners = [StakingNetwork.coldkeys[3], StakingNetwork.coldkeys[4]]
        for miner in miners {
            #expect(
                network.run { (state: inout State) throws(DispatchError) in
                    try Subtensor.register(
                        .signed(miner), netuid, StakingNetwork.hotkey(of: miner), in: &state)
                } == nil)
        }
        #expect(
            network.run { (state: inout State) throws(DispatchError) in
                try Subtensor.setEpochConsensus(.null, of: netuid, in: &state)
            } == nil)
        #expect(network.state.get(Subtensor.validatorPermit, netuid) == [true, false, false])
        let pending = AlphaPending(server: 500, validator: 200, root: 300, owner: 0)
        network.state.set(Subtensor.subnetAlphaOut, netuid, to: 1_000)
        Subtensor.distribute(BlockEpochs.Epoch(netuid: netuid, pending: pending), in: &network.state)
        // 700 by three are 233 and one rao more for the first, who is the owner's: its part is withheld.
        #expect(network.state.get(Subtensor.emission, netuid) == [234, 233, 233])
        for miner in miners { #expect(network.stake(miner, StakingNetwork.hotkey(of: miner), netuid) == 233) }
    }

    @Test("mechanisms divide each part for itself, so that rounding makes no more and no less of it")
    func mechanisms() {
        let cases: [(server: UInt64, validator: UInt64, root: UInt64)] = [
            (0, 200, 300), (1, 200, 300), (3, 0, 0), (501, 200, 300), (1_000_001, 7, 5),
        ]
        for amounts in cases {
            var emission = Self.network()
            for mechanism in [1, 2, 3] as [MechanismID] {
                let none = [PerU16](repeating: PerU16(0), count: 4)
                emission.network.state.set(Subtensor.incentive, Subtensor.storageIndex(1, mechanism), to: none)
                emission.network.state.set(
                    Subtensor.weights, Subtensor.storageIndex(1, mechanism), 1, to: [Pair(3, 5)])
            }
            emission.network.state.set(Subtensor.mechanismCountCurrent, 1, to: MechanismID(4))
            let pending = AlphaPending(
                server: Alpha(amounts.server), validator: Alpha(amounts.validator), root: Alpha(amounts.root))
            let neurons = Subtensor.runEpochs(on: 1, pending: pending, in: &emission.network.state)
            #expect(neurons.reduce(0) { $0 + $1.incentive.units } == amounts.server)
            #expect(neurons.reduce(0) { $0 + $1.dividend.units } == amounts.validator + amounts.root)
            let recorded = emission.network.state.get(Subtensor.emission, 1).map(\.units)
            #expect(recorded.reduce(0, +) == amounts.server + amounts.validator + amounts.root)
            #expect(emission.network.state.get(Subtensor.validatorPermit, 1) == [false, true, false, false])
        }
    }

    @Test("a block with the turn of a Null subnet runs one epoch, others as many as root allows")
    func cadence() {
        var emission = Self.network(3, tempo: 5)
        emission.network.state.set(Subtensor.maxEpochsPerBlock, to: 3)
        emission.commit()
        func ran(_ events: [Subtensor.Event]) -> [NetUID] {
            events.compactMap {
                if case .incentiveAlphaEmittedToMiners(let index, _) = $0 { NetUID(index.rawValue) } else { nil }
            }
        }
        var epochs: [[NetUID]] = []
        for _ in 0..<12 { epochs.append(ran(emission.runBlock())) }
        // The first waits for nobody; the other two run together, since it is not the first one's turn any more.
        #expect(epochs[4] == [1] && epochs[5] == [2, 3] && epochs[9] == [1])
        Self.choose(.yuma, on: 1, in: &emission)
        for netuid in [1, 2, 3] as [NetUID] { emission.network.state.set(Subtensor.pendingEpochAt, netuid, to: 24) }
        emission.commit()
        while Subtensor.currentBlock(in: emission.network.state) < 23 { emission.runBlock() }
        #expect(ran(emission.runBlock()) == [1, 2, 3])
    }

    @Test("bonds to a neuron that registered under Null are void after it, as they would be under Yuma")
    func newcomers() throws {
        func bonds(stale: Bool, yuma3: Bool) -> [Pair<UInt16, UInt16>] {
            var emission = EmissionNetwork(subnets: 1, tempo: 6)
            let index = Subtensor.storageIndex(1)
            emission.run(6)
            emission.network.state.set(Subtensor.yuma3On, 1, to: yuma3)
            emission.network.state.set(
                Subtensor.bonds, index, 1, to: stale ? [Pair(2, 30_000), Pair(3, 60_000)] : [Pair(2, 30_000)])
            emission.commit()
            Self.choose(.null, on: 1, in: &emission)
            // UID 3 gets another neuron, and epochs of Null go by.
            emission.run(3)
            let newcomer = StakingNetwork.account(77)
            emission.network.state.set(Subtensor.owner, newcomer, to: EmissionNetwork.miners[1])
            Subtensor.replaceNeuron(3, on: 1, with: newcomer, in: &emission.network.state)
            emission.commit()
            emission.run(9)
            Self.choose(.yuma, on: 1, in: &emission)
            emission.network.state.set(Subtensor.weights, index, 1, to: [Pair(2, 65_535)])
            emission.commit()
            emission.run(6)
            return emission.network.state.get(Subtensor.bonds, index, 1)
        }
        for yuma3 in [false, true] {
            let clean = bonds(stale: false, yuma3: yuma3)
            #expect(!clean.isEmpty && bonds(stale: true, yuma3: yuma3) == clean)
        }
    }

    @Test("a replay of a Null subnet's epoch has all that it ran on, and the slow twin agrees")
    func replay() throws {
        var emission = Self.network(2, tempo: 4)
        var epochs = 0
        for _ in 0..<12 {
            emission.begin()
            let replay = Subtensor.replayToEpoch(of: 1, in: &emission.network.state)
            emission.rewind()
            emission.runBlock()
            guard let replay else { continue }
            epochs += 1
            let input = replay.inputs[0]
            #expect(
                input.nullBudget
                    == NullBudget(
                        server: replay.pending.server.units, validator: replay.pending.validator.units,
                        root: replay.pending.root.units))
            #expect(input.weights.entryCount == 2 && input.bonds.rowCount == 0)
            let output = referenceEpoch(input)
            #expect(runEpoch(input) == output)
            #expect(emission.network.state.get(Subtensor.emission, 1).map(\.units) == output.emission)
            #expect(emission.network.state.get(Subtensor.stakeWeight, 1) == output.stakeWeight)
        }
        #expect(epochs == 3)
    }
}
