import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma
import YumaReference

@testable import SubtensorPallets

@Suite("Epochs explained")
struct EpochReplayTests {
    @Test("the slow twin reproduces every epoch of a running network from the stored state")
    func twin() throws {
        var emission = EmissionNetwork(subnets: 2, tempo: 4)
        emission.network.state.set(Subtensor.mechanismCountCurrent, 2, to: MechanismID(2))
        emission.network.state.set(Subtensor.mechanismEmissionSplit, 2, to: [40_000, 25_535])
        emission.network.state.set(Subtensor.yuma3On, 1, to: false)
        emission.network.state.set(Subtensor.liquidAlphaOn, 2, to: true)
        emission.network.state.set(Subtensor.liquidAlphaConsensusMode, 2, to: .previous)
        let none = [PerU16](repeating: PerU16(0), count: 4)
        emission.network.state.set(Subtensor.incentive, Subtensor.storageIndex(2, 1), to: none)
        emission.setWeights(on: 2, mechanism: 1)
        emission.commit()
        var epochs = 0
        for _ in 0..<24 {
            var replays: [(NetUID, EpochReplay)] = []
            emission.begin()
            for netuid in emission.netuids {
                let before = emission.network.state.changes
                if let replay = Subtensor.replayToEpoch(of: netuid, in: &emission.network.state) {
                    replays.append((netuid, replay))
                }
                #expect(emission.network.state.changes == before, "a replay leaves nothing behind")
            }
            emission.rewind()
            emission.runBlock()
            for (netuid, replay) in replays {
                epochs += 1
                expect(replay, on: netuid, in: emission.network.state)
            }
        }
        #expect(epochs == 12)
        print("epoch twin: \(epochs) epochs of 2 subnets replayed")
    }

    /// The twin's results are what the state holds after the block.
    private func expect(_ replay: EpochReplay, on netuid: NetUID, in state: borrowing State) {
        #expect(replay.inputs.count == Int(state.get(Subtensor.mechanismCountCurrent, netuid).number))
        #expect(replay.inputs.reduce(0) { $0 + $1.raoEmission } == replay.pending.epochEmission.units)
        #expect(replay.hotkeys.count == 4)
        for (number, input) in replay.inputs.enumerated() {
            let output = referenceEpoch(input)
            #expect(output == runEpoch(input))
            let index = Subtensor.storageIndex(netuid, MechanismID(UInt8(number)))
            #expect(state.get(Subtensor.incentive, index).map(\.rawValue) == output.incentive)
            for uid in 0..<4 {
                let bonds = state.get(Subtensor.bonds, index, UInt16(uid))
                #expect(bonds.map(\.first) == output.bonds.row(uid).map(\.uid))
                #expect(bonds.map(\.second) == output.bonds.row(uid).map(\.value))
            }
            guard replay.inputs.count == 1 else { continue }
            #expect(state.get(Subtensor.dividends, netuid).map(\.rawValue) == output.dividends)
            #expect(state.get(Subtensor.consensus, netuid).map(\.rawValue) == output.consensus)
            #expect(state.get(Subtensor.validatorTrust, netuid).map(\.rawValue) == output.validatorTrust)
            #expect(state.get(Subtensor.validatorPermit, netuid) == output.validatorPermits)
            #expect(state.get(Subtensor.active, netuid) == output.active)
            #expect(state.get(Subtensor.emission, netuid).map(\.units) == output.emission)
            #expect(state.get(Subtensor.stakeWeight, netuid) == output.stakeWeight)
        }
    }

    @Test("liquid alpha compares with the last epoch's consensus where the subnet says so, or by the full penalty")
    func consensusOfLiquidAlpha() {
        var emission = EmissionNetwork(subnets: 1)
        emission.network.state.set(
            Subtensor.consensusByMechanism, Subtensor.storageIndex(1), to: [PerU16(7), PerU16(8)])
        let cases: [(ConsensusMode?, UInt16, [UInt16]?)] = [
            (nil, .max, nil), (.current, .max, nil), (.previous, 0, [7, 8]), (.auto, .max, [7, 8]),
            (.auto, 65_534, nil),
        ]
        for (mode, penalty, expected) in cases {
            if let mode { emission.network.state.set(Subtensor.liquidAlphaConsensusMode, 1, to: mode) }
            emission.network.state.set(Subtensor.bondsPenalty, 1, to: penalty)
            let inputs = EpochInput.load(1, pending: AlphaPending(server: 1_000), in: emission.network.state)
            #expect(inputs.map(\.liquidConsensus) == [expected])
        }
    }

    @Test("no epoch, no replay")
    func noEpoch() {
        var emission = EmissionNetwork(subnets: 1, tempo: 50)
        emission.begin()
        #expect(Subtensor.replayToEpoch(of: 1, in: &emission.network.state) == nil)
        #expect(Subtensor.replayToEpoch(of: 9, in: &emission.network.state) == nil)
    }

    @Test("commits that have not expired mask the weights of younger targets")
    func commitMask() {
        var emission = EmissionNetwork(subnets: 1)
        let index = Subtensor.storageIndex(1)
        let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
        emission.network.state.set(Subtensor.commitRevealWeightsEnabled, 1, to: true)
        emission.network.state.set(Subtensor.subnetEpochIndex, 1, to: 10)
        let commits: [Quadruple<Hash, UInt64, UInt64, UInt64>] = [
            Quadruple(.zero, 8, 70, 0), Quadruple(.zero, 9, 80, 0), Quadruple(.zero, 10, 90, 0),
        ]
        emission.network.state.set(Subtensor.weightCommits, index, hotkey, to: commits)
        let input = EpochInput.load(1, pending: AlphaPending(), in: emission.network.state)[0]
        // With a period of one epoch the commit of epoch 8 could be revealed in epoch 9 and no more.
        #expect(input.commitRevealBlocks == [.max, 80, .max, .max])
        let timelocked: [Quadruple<AccountID, UInt64, [UInt8], UInt64>] = [Quadruple(hotkey, 60, [], 1)]
        emission.network.state.set(Subtensor.timelockedWeightCommits, index, 9, to: timelocked)
        let other = EpochInput.load(1, pending: AlphaPending(), in: emission.network.state)[0]
        #expect(other.commitRevealBlocks == [.max, 60, .max, .max])
        emission.network.state.set(Subtensor.commitRevealWeightsEnabled, 1, to: false)
        #expect(EpochInput.load(1, pending: AlphaPending(), in: emission.network.state)[0].commitRevealBlocks == nil)
    }

    @Test("every setting and every list reaches its own field")
    func fields() {
        var emission = EmissionNetwork(subnets: 1)
        let index = Subtensor.storageIndex(1)
        func set(_ state: inout State) {
            state.set(Subtensor.tempo, 1, to: 77)
            state.set(Subtensor.activityCutoffFactorMilli, 1, to: 2_000)
            state.set(Subtensor.lastMechansimStepBlock, 1, to: 5)
            state.set(Subtensor.taoWeight, to: 11)
            state.set(Subtensor.stakeThreshold, to: 12)
            state.set(Subtensor.maxAllowedValidators, 1, to: 13)
            state.set(Subtensor.kappa, 1, to: 14)
            state.set(Subtensor.bondsPenalty, 1, to: 15)
            state.set(Subtensor.alphaValues, 1, to: Pair(16, 17))
            state.set(Subtensor.bondsMovingAverage, 1, to: 18)
            state.set(Subtensor.alphaSigmoidSteepness, 1, to: -19)
            state.set(Subtensor.yuma3On, 1, to: false)
            state.set(Subtensor.liquidAlphaOn, 1, to: true)
            state.set(Subtensor.subnetOwnerHotkey, 1, to: EmissionNetwork.hotkey(of: EmissionNetwork.miners[1]))
            state.set(Subtensor.bonds, index, 1, to: [Pair(3, 30), Pair(2, 20)])
            state.set(Subtensor.blockAtRegistration, 1, 2, to: 9)
        }
        set(&emission.network.state)
        let input = EpochInput.load(1, pending: AlphaPending(server: 40), in: emission.network.state)[0]
        var expected = EpochInput()
        expected.neuronCount = 4
        expected.currentBlock = 10
        expected.tempo = 77
        expected.activityCutoff = 154
        expected.lastMechanismStepBlock = 5
        expected.lastUpdate = [11, 11, 11, 11]
        expected.blockAtRegistration = [10, 10, 9, 10]
        let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
        let alpha = Subtensor.stake(at: hotkey, on: 1, in: emission.network.state)
        expected.alphaStake = [0, alpha.units, 0, 0]
        expected.taoStake = [0, Rao.tao(40_000).units, 0, 0]
        expected.taoWeight = 11
        expected.stakeThreshold = 12
        expected.maxAllowedValidators = 13
        expected.validatorPermits = [true, true, false, false]
        expected.ownerUID = 3
        expected.kappa = 14
        expected.bondsPenalty = 15
        expected.alphaLow = 16
        expected.alphaHigh = 17
        expected.bondsMovingAverage = 18
        expected.alphaSigmoidSteepness = -19
        expected.liquidAlpha = true
        expected.raoEmission = 40
        expected.weights = SparseRows([[], [(2, 21_845), (3, 65_535)], [], []])
        expected.bonds = SparseRows([[], [(3, 30), (2, 20)], [], []])
        #expect(input == expected)
    }

    @Test("rows and lists beyond the neurons are left out, missing ones are filled")
    func ragged() {
        var emission = EmissionNetwork(subnets: 1)
        let index = Subtensor.storageIndex(1)
        emission.network.state.set(Subtensor.weights, index, 9, to: [Pair(1, 1)])
        emission.network.state.set(Subtensor.lastUpdate, index, to: [7])
        let input = EpochInput.load(1, pending: AlphaPending(server: 5), in: emission.network.state)[0]
        #expect(input.weights.rowCount == 4)
        #expect(input.lastUpdate == [7, 0, 0, 0])
        #expect(input.raoEmission == 5)
        #expect(input.activityCutoff == 277)
        #expect(input.ownerUID == 0)
    }
}
