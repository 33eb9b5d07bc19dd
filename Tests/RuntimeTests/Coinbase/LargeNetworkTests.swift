import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testing
import Yuma

@testable import SubtensorPallets

@Suite("Large networks")
struct LargeNetworkTests {
    @Test("a block without epochs over 64 subnets of 256 neurons, and a metagraph, are printed with their times")
    func times() {
        var state = Self.largeState(subnets: 64, neurons: 256)
        let clock = ContinuousClock()
        var slowest = Duration.zero
        for _ in 0..<20 {
            state.set(System.number, to: System.blockNumber(in: state) + 1)
            let time = clock.measure { Subtensor.onInitialize(&state) }
            slowest = max(slowest, time)
            print("block step: \(time)")
        }
        var graph: Metagraph?
        let time = clock.measure { graph = Subtensor.metagraph(of: 3, in: state) }
        print("metagraph of 256: \(time)")
        #expect(graph?.hotkeys.count == 256)
        let encoding = clock.measure { _ = graph.encoded() }
        print("its encoding: \(encoding)")
        state.set(Subtensor.pendingEpochAt, 3, to: UInt64(System.blockNumber(in: state)) + 1)
        state.set(System.number, to: System.blockNumber(in: state) + 1)
        let epoch = clock.measure { Subtensor.onInitialize(&state) }
        print("block step with one epoch of 256 neurons: \(epoch)")
        #expect(state.get(Subtensor.lastEpochBlock, 3) == UInt64(System.blockNumber(in: state)))
    }

    @Test("an epoch of 2,500 neurons without consensus divides all there is, and its time is printed")
    func nullEpoch() throws {
        var state = Self.largeState(subnets: 1, neurons: 2_500)
        try Subtensor.setEpochConsensus(.null, of: 1, in: &state)
        // The neuron of most stake is the last one.
        #expect(state.get(Subtensor.validatorPermit, 1).lastIndex(of: true) == 2_499)
        let row = (0..<UInt16(2_499)).map { Pair($0, 1 + $0 % 7) }
        state.set(Subtensor.weights, Subtensor.storageIndex(1), 2_499, to: row)
        state.set(Subtensor.lastUpdate, Subtensor.storageIndex(1), to: Array(repeating: 1_001, count: 2_500))
        let pending = AlphaPending(server: 1_000_003, validator: 800_001, root: 0)
        Subtensor.setPending(pending, of: 1, replacing: AlphaPending(), in: &state)
        state.set(Subtensor.pendingEpochAt, 1, to: 1_002)
        state.set(System.number, to: 1_002)
        let time = ContinuousClock().measure { Subtensor.onInitialize(&state) }
        print("block step with one epoch of 2,500 neurons without consensus: \(time)")
        #expect(state.get(Subtensor.lastMechansimStepBlock, 1) == 1_002)
        let paid = state.get(Subtensor.emission, 1).reduce(Alpha.zero) { $0.addingClamped($1) }
        // The alpha of the block itself came on top.
        #expect(paid > pending.epochEmission)
        let incentive = state.get(Subtensor.incentive, Subtensor.storageIndex(1)).map(\.rawValue)
        #expect(incentive.count { $0 > 0 } == 2_499)
    }

    private static func largeState(subnets: UInt16, neurons: UInt16) -> State {
        var state = State(backend: MemoryBackend()) { (_, _, _) throws(DispatchError) in throw .other }
        state.set(System.number, to: 1_000)
        state.set(Subtensor.networksAdded, .root, to: true)
        Balances.deposit(.tao(1), to: Subtensor.subnetAccount(.root), in: &state)
        for number in 1...subnets {
            let netuid = NetUID(number)
            Subtensor.initializeSubnet(netuid, in: &state)
            state.set(Subtensor.tempo, netuid, to: 50_000)
            state.set(Subtensor.subnetMechanism, netuid, to: 1)
            state.set(Subtensor.subnetTAO, netuid, to: .tao(1_000))
            state.set(Subtensor.subnetAlphaIn, netuid, to: Alpha(Rao.tao(5_000 + UInt64(number)).units))
            state.set(Subtensor.subnetAlphaOut, netuid, to: Alpha(Rao.tao(500_000).units))
            state.set(Subtensor.firstEmissionBlockNumber, netuid, to: 1)
            state.set(Subtensor.subtokenEnabled, netuid, to: true)
            state.set(Subtensor.subnetMovingPrice, netuid, to: .one)
            Balances.deposit(.tao(1_000), to: Subtensor.subnetAccount(netuid), in: &state)
            for index in 0..<neurons {
                let hotkey = account(number, index)
                state.set(Subtensor.owner, hotkey, to: account(0, index))
                Subtensor.appendNeuron(hotkey, to: netuid, in: &state)
                let alpha = Alpha(1_000_000_000 * UInt64(index))
                Subtensor.increaseStake(alpha, of: account(0, index), at: hotkey, on: netuid, in: &state)
                guard index < 64 else { continue }
                let row = (64..<neurons).map { Pair($0, 1 + ($0 &* 257 &+ index) % 1_000) }
                state.set(Subtensor.weights, Subtensor.storageIndex(netuid), index, to: row)
            }
            state.set(Subtensor.validatorPermit, netuid, to: (0..<neurons).map { $0 < 64 })
        }
        var committed: [[UInt8]: [UInt8]] = [:]
        for change in state.changes { committed[change.key] = change.value }
        return State(backend: MemoryBackend(committed)) { (_, _, _) throws(DispatchError) in throw .other }
    }

    private static func account(_ netuid: UInt16, _ index: UInt16) -> AccountID {
        AccountID(netuid.encoded() + index.encoded() + Array(repeating: 5, count: 28)) ?? .zero
    }
}
