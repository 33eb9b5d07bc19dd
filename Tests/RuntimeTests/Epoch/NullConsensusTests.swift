import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing
import Yuma

@testable import SubtensorPallets

/// The choice between Yuma and Null: who makes it, when, and what it changes at once.
@Suite("The choice of a subnet's consensus")
struct NullConsensusTests {
    private static let owner = TestChain.bob

    /// A subnet of four neurons (``WeightsNetwork``), whose owner chooses as often as they like.
    private static func network(commits: Bool = false) throws -> WeightsNetwork {
        let network = try WeightsNetwork(commits: commits)
        network.chain.root(.adminUtils(.sudoSetOwnerHparamRateLimit(epochs: 0)))
        return network
    }

    private static func choose(
        _ consensus: EpochConsensus, on network: WeightsNetwork, from origin: Origin = .signed(owner.accountID)
    ) -> DispatchError? {
        let call = RuntimeCall.adminUtils(.sudoSetEpochConsensus(netuid: network.netuid, mode: consensus))
        return network.chain.dispatch(call, from: origin)
    }

    @Test("Null leaves one validator, the one of most stake, and Yuma gives the limit back")
    func roundTrip() throws {
        let network = try Self.network()
        let (chain, netuid) = (network.chain, network.netuid)
        chain.state.set(Subtensor.validatorPermit, netuid, to: [true, false, true, true])
        #expect(chain.state.get(Subtensor.maxAllowedValidators, netuid) == 64)
        #expect(Self.choose(.null, on: network, from: .signed(TestChain.dave.accountID)) == .badOrigin)
        let mark = chain.events.count
        #expect(Self.choose(.null, on: network) == nil)
        #expect(
            Array(chain.events[mark...]) == [
                .subtensor(.maxAllowedValidatorsSet(netuid, 1)), .subtensor(.epochConsensusSet(netuid, .null)),
            ])
        #expect(chain.state.get(Subtensor.subnetEpochConsensus, netuid) == .null)
        #expect(chain.state.get(Subtensor.validatorPermit, netuid) == [false, true, false, false])
        #expect(chain.state.get(Subtensor.maxAllowedValidators, netuid) == 1)
        #expect(chain.state.get(Subtensor.savedYumaMaxAllowedValidators, netuid) == 64)
        // Chosen again, it does not take its own limit for the one to give back.
        #expect(Self.choose(.null, on: network) == nil)
        #expect(chain.state.get(Subtensor.savedYumaMaxAllowedValidators, netuid) == 64)
        let more = AdminUtils.Call.sudoSetMaxAllowedValidators(netuid: netuid, maxAllowedValidators: 2)
        #expect(chain.dispatch(.adminUtils(more), from: .root) == .adminUtils(.invalidValue))
        chain.root(.adminUtils(.sudoSetMaxAllowedValidators(netuid: netuid, maxAllowedValidators: 1)))
        chain.advance()
        chain.state.set(Subtensor.nullPruningTarget, netuid, to: 3)
        #expect(Self.choose(.yuma, on: network) == nil)
        #expect(chain.state.get(Subtensor.maxAllowedValidators, netuid) == 64)
        #expect(chain.state.get(Subtensor.savedYumaMaxAllowedValidators, netuid) == nil)
        #expect(chain.state.get(Subtensor.nullPruningTarget, netuid) == nil)
        #expect(chain.state.get(Subtensor.validatorPermit, netuid) == [false, true, false, false])
        // No more validators than neurons.
        #expect(Self.choose(.null, on: network) == nil)
        chain.state.set(Subtensor.maxAllowedUids, netuid, to: 5)
        #expect(Self.choose(.yuma, on: network) == nil)
        #expect(chain.state.get(Subtensor.maxAllowedValidators, netuid) == 5)
        chain.advance()
    }

    @Test("root has no such choice, and no subnet makes it while timelocked weights wait on any mechanism")
    func refusals() throws {
        let network = try Self.network()
        let (chain, netuid) = (network.chain, network.netuid)
        let onRoot = RuntimeCall.adminUtils(.sudoSetEpochConsensus(netuid: .root, mode: .null))
        #expect(chain.dispatch(onRoot, from: .root) == .subtensor(.invalidValue))
        let waiting: [Quadruple<AccountID, UInt64, [UInt8], UInt64>] = [Quadruple(.zero, 1, [1], 1)]
        for mechanism in [0, 1, 15] as [UInt8] {
            let index = Subtensor.storageIndex(netuid, MechanismID(mechanism))
            chain.state.set(Subtensor.timelockedWeightCommits, index, 7, to: waiting)
            for consensus in [EpochConsensus.yuma, .null] {
                #expect(Self.choose(consensus, on: network) == .subtensor(.invalidValue))
            }
            chain.state.remove(Subtensor.timelockedWeightCommits, index, 7)
        }
        #expect(Self.choose(.null, on: network) == nil)
        chain.advance()
    }

    @Test("2,500 neurons are all mechanisms' together, and Yuma takes a subnet back that has room for no more than 256")
    func limits() throws {
        let network = try Self.network()
        let (chain, netuid) = (network.chain, network.netuid)
        func neurons(_ maximum: UInt16) -> DispatchError? {
            chain.dispatch(
                .adminUtils(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: maximum)), from: .root)
        }
        func mechanisms(_ count: UInt8) -> DispatchError? {
            chain.dispatch(
                .adminUtils(.sudoSetMechanismCount(netuid: netuid, mechanismCount: MechanismID(count))), from: .root)
        }
        #expect(neurons(257) == .adminUtils(.maxAllowedUidsGreaterThanDefaultMaxAllowedUids))
        #expect(Self.choose(.null, on: network) == nil)
        #expect(neurons(2_501) == .adminUtils(.maxAllowedUidsGreaterThanDefaultMaxAllowedUids))
        #expect(neurons(2_500) == nil)
        #expect(mechanisms(2) == .subtensor(.tooManyUIDsPerMechanism))
        #expect(neurons(1_250) == nil)
        #expect(mechanisms(2) == nil)
        #expect(neurons(1_251) == .subtensor(.tooManyUIDsPerMechanism))
        for index in 4..<129 {
            let hotkey = TestChain.key("Extra\(index)").accountID
            chain.state.set(Subtensor.owner, hotkey, to: TestChain.dave.accountID)
            Subtensor.appendNeuron(hotkey, to: netuid, in: &chain.state)
        }
        // 129 neurons of two mechanisms are two too many for Yuma.
        #expect(Self.choose(.yuma, on: network) == .subtensor(.tooManyUIDsPerMechanism))
        chain.root(.adminUtils(.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 2)))
        chain.root(.adminUtils(.sudoSetImmunityPeriod(netuid: netuid, immunityPeriod: 0)))
        chain.root(.adminUtils(.sudoTrimNullUIDsBatch(netuid: netuid, target: 128)))
        chain.state.set(Subtensor.maxAllowedUids, netuid, to: 1_250)
        let mark = chain.events.count
        #expect(Self.choose(.yuma, on: network) == nil)
        #expect(chain.events[mark] == .subtensor(.maxAllowedUidsSet(netuid, 128)))
        #expect(chain.state.get(Subtensor.maxAllowedUids, netuid) == 128)
        #expect(mechanisms(1) == nil)
        chain.advance()
    }

    @Test("a subnet of Null changes its mechanisms only where no commits wait")
    func mechanismsWait() throws {
        let network = try Self.network()
        let (chain, netuid) = (network.chain, network.netuid)
        chain.root(.adminUtils(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 64)))
        chain.root(.adminUtils(.sudoSetMinAllowedUIDs(netuid: netuid, minAllowedUIDs: 2)))
        let commits = [StoredCommit(.zero, 0, 1, 0)]
        chain.state.set(Subtensor.weightCommits, network.index, TestChain.key("Gone").accountID, to: commits)
        let two = RuntimeCall.adminUtils(.sudoSetMechanismCount(netuid: netuid, mechanismCount: MechanismID(2)))
        #expect(Self.choose(.null, on: network) == nil)
        #expect(chain.dispatch(two, from: .root) == .subtensor(.invalidValue))
        // A trimming to as many as there are cancels them.
        chain.root(.adminUtils(.sudoTrimNullUIDsBatch(netuid: netuid, target: 4)))
        #expect(
            chain.has(
                .subtensor(
                    .nullUidsPruningProgress(netuid: netuid, target: 4, remaining: 4, removed: 0, clearedCommits: 1))))
        #expect(chain.state.get(Subtensor.subnetworkN, netuid) == 4)
        #expect(chain.state.get(Subtensor.nullPruningTarget, netuid) == nil)
        chain.root(two)
        #expect(chain.state.get(Subtensor.mechanismCountCurrent, netuid) == MechanismID(2))
        chain.advance()
    }

    @Test("under Null the only validator alone sets weights, which are stored as they are")
    func weights() throws {
        let network = try Self.network()
        let (chain, netuid) = (network.chain, network.netuid)
        #expect(Self.choose(.null, on: network) == nil)
        let validator = WeightsNetwork.validator
        #expect(try chain.send(network.call([2, 3], [65_534, 1]), by: validator) == nil)
        #expect(network.row(1) == [Pair(2, 65_534), Pair(3, 1)])
        let noPermit = DispatchError.subtensor(.neuronNoValidatorPermit)
        let others: [(Keypair, [UInt16])] = [
            (WeightsNetwork.owner, [0]), (WeightsNetwork.owner, [2]), (WeightsNetwork.miners[0], [2]),
        ]
        chain.advance(Int(WeightsNetwork.rateLimit))
        for (key, targets) in others {
            let call = network.call(targets, [1])
            #expect(chain.dispatch(call, from: .signed(key.accountID)) == noPermit)
            #expect(try chain.refusal(of: call, by: key) != nil, "the pool has no place for it")
        }
        // The largest share that a weight may have counts for them as they are.
        chain.state.set(Subtensor.maxWeightsLimit, netuid, to: 40_000)
        let signed = Origin.signed(validator.accountID)
        #expect(chain.dispatch(network.call([2, 3], [2, 1]), from: signed) == .subtensor(.maxWeightExceeded))
        #expect(chain.dispatch(network.call([2, 3], [3, 2]), from: signed) == nil)
        #expect(network.row(1) == [Pair(2, 3), Pair(3, 2)])
        chain.advance()
    }

    @Test("under Null the only validator alone commits to weights and reveals them")
    func commits() throws {
        let network = try Self.network(commits: true)
        let (chain, netuid) = (network.chain, network.netuid)
        #expect(Self.choose(.null, on: network) == nil)
        let noPermit = DispatchError.subtensor(.neuronNoValidatorPermit)
        for key in [WeightsNetwork.owner, WeightsNetwork.miners[0]] {
            let origin = Origin.signed(key.accountID)
            let commit = RuntimeCall.subtensor(.commitWeights(netuid: netuid, commitHash: .zero))
            #expect(chain.dispatch(commit, from: origin) == noPermit)
            let reveal = RuntimeCall.subtensor(
                .revealWeights(netuid: netuid, uids: [2], values: [1], salt: [1], versionKey: 0))
            #expect(chain.dispatch(reveal, from: origin) == noPermit)
            let batch = RuntimeCall.subtensor(
                .batchRevealWeights(
                    netuid: netuid, uidsList: [[2]], valuesList: [[1]], saltsList: [[1]], versionKeys: [0]))
            #expect(chain.dispatch(batch, from: origin) == noPermit)
        }
        let validator = WeightsNetwork.validator
        let row = Subtensor.Reveal(uids: [2, 3], values: [3, 1], salt: [9], versionKey: 0)
        let hash = Subtensor.commitHash(of: row, hotkey: validator.accountID, index: network.index)
        #expect(try chain.send(.subtensor(.commitWeights(netuid: netuid, commitHash: hash)), by: validator) == nil)
        chain.advancePastEpoch(of: netuid)
        let reveal = RuntimeCall.subtensor(
            .revealWeights(netuid: netuid, uids: [2, 3], values: [3, 1], salt: [9], versionKey: 0))
        #expect(try chain.send(reveal, by: validator) == nil)
        #expect(network.row(1) == [Pair(2, 3), Pair(3, 1)])
        chain.advance()
    }
}
