import Cryptography
import Frame
import Hashing
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// Weights hidden behind a hash until their epoch is over.
@Suite struct CommitRevealTests {
    private static let validator = WeightsNetwork.validator
    private static let origin = Origin.signed(validator.accountID)
    private static let reveal = Subtensor.Reveal(uids: [2, 3], values: [1, 3], salt: [7, 8, 9], versionKey: 0)

    private static func hash(_ reveal: Subtensor.Reveal, on netuid: NetUID, by keypair: Keypair = validator) -> Hash {
        Subtensor.commitHash(of: reveal, hotkey: keypair.accountID, index: Subtensor.storageIndex(netuid))
    }

    private static func commit(_ hash: Hash, on netuid: NetUID) -> RuntimeCall {
        .subtensor(.commitWeights(netuid: netuid, commitHash: hash))
    }

    private static func open(_ reveal: Subtensor.Reveal, on netuid: NetUID) -> RuntimeCall {
        .subtensor(
            .revealWeights(
                netuid: netuid, uids: reveal.uids, values: reveal.values, salt: reveal.salt,
                versionKey: reveal.versionKey))
    }

    private static func salted(_ salt: UInt16) -> Subtensor.Reveal {
        Subtensor.Reveal(uids: [2, 3], values: [1, salt], salt: [salt], versionKey: 0)
    }

    @Test("a commit opens in the next epoch, not before, and sets the weights")
    func opensInItsEpoch() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        let hash = Self.hash(Self.reveal, on: netuid)
        #expect(try network.chain.send(Self.commit(hash, on: netuid), by: Self.validator) == nil)
        #expect(network.chain.has(.subtensor(.weightsCommitted(Self.validator.accountID, network.index, hash))))
        let update = UInt64(network.chain.number)
        #expect(network.chain.state.get(Subtensor.lastUpdate, network.index)[1] == update)
        #expect(try network.chain.refusal(of: Self.open(Self.reveal, on: netuid), by: Self.validator) == .custom(17))
        #expect(
            network.chain.dispatch(Self.open(Self.reveal, on: netuid), from: Self.origin) == .subtensor(.revealTooEarly)
        )
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(try network.chain.send(Self.open(Self.reveal, on: netuid), by: Self.validator) == nil)
        #expect(network.row(1) == [Pair(2, 21_845), Pair(3, 65_535)])
        #expect(network.chain.has(.subtensor(.weightsRevealed(Self.validator.accountID, network.index, hash))))
        #expect(network.chain.state.get(Subtensor.weightCommits, network.index, Self.validator.accountID) == nil)
        #expect(network.chain.state.get(Subtensor.lastUpdate, network.index)[1] == update)
        #expect(try network.chain.refusal(of: Self.open(Self.reveal, on: netuid), by: Self.validator) == .custom(16))
        network.chain.advance()
    }

    @Test("a commit whose epoch is over has expired")
    func expires() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        try network.chain.send(Self.commit(Self.hash(Self.reveal, on: netuid), on: netuid), by: Self.validator)
        network.chain.advancePastEpoch(of: netuid)
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        let call = Self.open(Self.reveal, on: netuid)
        #expect(try network.chain.refusal(of: call, by: Self.validator) == .custom(17))
        func direct(_ reveal: Subtensor.Reveal) -> DispatchError? {
            do throws(DispatchError) {
                try network.chain.state.transaction { (state: inout State) throws(DispatchError) in
                    try Subtensor.revealWeights(Self.origin, netuid, reveal, in: &state)
                }
                return nil
            } catch {
                return error
            }
        }
        #expect(direct(Self.reveal) == .subtensor(.expiredWeightCommit))
        #expect(direct(Self.salted(1)) == .subtensor(.noWeightsCommitFound))
        // The next commit drops the expired one, of which nothing is known then.
        try network.chain.send(Self.commit(Self.hash(Self.salted(1), on: netuid), on: netuid), by: Self.validator)
        #expect(direct(Self.reveal) == .subtensor(.invalidRevealCommitHashNotMatch))
    }

    @Test("another salt, hotkey or subnet opens nothing")
    func foreign() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        try network.chain.send(Self.commit(Self.hash(Self.reveal, on: netuid), on: netuid), by: Self.validator)
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        var changed = Self.reveal
        changed.salt = [7, 8, 10]
        #expect(try network.chain.refusal(of: Self.open(changed, on: netuid), by: Self.validator) == .custom(16))
        changed = Self.reveal
        changed.versionKey = 1
        #expect(try network.chain.refusal(of: Self.open(changed, on: netuid), by: Self.validator) == .custom(16))
        let miner = WeightsNetwork.miners[0]
        #expect(try network.chain.refusal(of: Self.open(Self.reveal, on: netuid), by: miner) == .custom(16))
        #expect(try network.chain.refusal(of: Self.open(Self.reveal, on: 1), by: Self.validator) == .custom(16))
        // A hash that was copied from somebody else cannot be opened by the copier.
        try network.chain.send(Self.commit(Self.hash(Self.reveal, on: netuid), on: netuid), by: miner)
        network.chain.advancePastEpoch(of: netuid)
        #expect(try network.chain.refusal(of: Self.open(Self.reveal, on: netuid), by: miner) == .custom(16))
    }

    @Test("a reveal drops the commits before it")
    func dropsOlder() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        network.chain.root(.adminUtils(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0)))
        for salt in 1...3 {
            let call = Self.commit(Self.hash(Self.salted(UInt16(salt)), on: netuid), on: netuid)
            #expect(try network.chain.send(call, by: Self.validator) == nil)
        }
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(try network.chain.send(Self.open(Self.salted(2), on: netuid), by: Self.validator) == nil)
        #expect(try network.chain.refusal(of: Self.open(Self.salted(1), on: netuid), by: Self.validator) == .custom(16))
        #expect(try network.chain.send(Self.open(Self.salted(3), on: netuid), by: Self.validator) == nil)
    }

    @Test("ten commits may wait, and the eleventh is refused")
    func tooMany() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        network.chain.root(.adminUtils(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0)))
        for salt in 1...11 {
            let call = Self.commit(Self.hash(Self.salted(UInt16(salt)), on: netuid), on: netuid)
            let expected: DispatchError? = salt == 11 ? .subtensor(.tooManyUnrevealedCommits) : nil
            #expect(try network.chain.send(call, by: Self.validator) == expected)
        }
    }

    @Test("commits are limited in their rate and need registration, a mechanism and commit-reveal")
    func rulesOfCommits() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        let call = Self.commit(.zero, on: netuid)
        #expect(try network.chain.send(call, by: Self.validator) == nil)
        for _ in 1..<WeightsNetwork.rateLimit {
            network.chain.advance()
            #expect(try network.chain.refusal(of: call, by: Self.validator) == .custom(6))
            #expect(network.chain.dispatch(call, from: Self.origin) == .subtensor(.committingWeightsTooFast))
        }
        network.chain.advance()
        #expect(try network.chain.send(call, by: Self.validator) == nil)
        let stranger = Origin.signed(TestChain.dave.accountID)
        #expect(network.chain.dispatch(call, from: stranger) == .subtensor(.hotKeyNotRegisteredInSubNet))
        let other = RuntimeCall.subtensor(.commitMechanismWeights(netuid: netuid, mecid: 1, commitHash: .zero))
        #expect(network.chain.dispatch(other, from: stranger) == .subtensor(.mechanismDoesNotExist))
        #expect(
            network.chain.dispatch(Self.commit(.zero, on: 99), from: stranger) == .subtensor(.mechanismDoesNotExist))
        #expect(network.chain.dispatch(call, from: .root) == .badOrigin)
        network.chain.root(.adminUtils(.sudoSetCommitRevealWeightsEnabled(netuid: netuid, enabled: false)))
        network.chain.advance(5)
        #expect(network.chain.dispatch(call, from: Self.origin) == .subtensor(.commitRevealDisabled))
        #expect(network.chain.dispatch(Self.open(Self.reveal, on: netuid), from: Self.origin) != nil)
        network.chain.state.set(Subtensor.stakeThreshold, to: .max)
        #expect(try network.chain.refusal(of: call, by: Self.validator) == .custom(1))
    }

    @Test("batches of commits report what fails, and batches of reveals run whole or not at all")
    func batches() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        network.chain.root(.adminUtils(.sudoSetWeightsSetRateLimit(netuid: netuid, weightsSetRateLimit: 0)))
        let reveals = (1...3).map { Self.salted(UInt16($0)) }
        let hashes = reveals.map { Self.hash($0, on: netuid) }
        func commits(_ netuids: [NetUID], _ hashes: [Hash]) -> RuntimeCall {
            .subtensor(.batchCommitWeights(netuids: netuids.map { Compact($0) }, commitHashes: hashes))
        }
        let batch = commits([netuid, 99, netuid, netuid], [hashes[0], .zero, hashes[1], hashes[2]])
        #expect(try network.chain.send(batch, by: Self.validator) == nil)
        #expect(
            network.chain.has(.subtensor(.batchWeightItemFailed(99, .subtensor(.mechanismDoesNotExist)))))
        let waiting = network.chain.state.get(Subtensor.weightCommits, network.index, Self.validator.accountID) ?? []
        #expect(waiting.map(\.first) == hashes)
        #expect(try network.chain.refusal(of: commits([netuid], []), by: Self.validator) == .custom(18))
        let many = commits(Array(repeating: netuid, count: 257), Array(repeating: .zero, count: 257))
        #expect(try network.chain.refusal(of: many, by: Self.validator) == .custom(255))

        func open(_ reveals: [Subtensor.Reveal]) -> RuntimeCall {
            .subtensor(
                .batchRevealWeights(
                    netuid: netuid, uidsList: reveals.map(\.uids), valuesList: reveals.map(\.values),
                    saltsList: reveals.map(\.salt), versionKeys: reveals.map(\.versionKey)))
        }
        #expect(try network.chain.refusal(of: open(reveals), by: Self.validator) == .custom(17))
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(try network.chain.refusal(of: open(reveals + [Self.salted(9)]), by: Self.validator) == .custom(16))
        let eleven = Array(repeating: reveals[0], count: 11)
        #expect(try network.chain.refusal(of: open(eleven), by: Self.validator) == .custom(255))
        #expect(
            try network.chain.send(open([reveals[0], reveals[0]]), by: Self.validator)
                == .subtensor(.invalidRevealCommitHashNotMatch))
        #expect(network.row(1).isEmpty)
        #expect(try network.chain.send(open(reveals), by: Self.validator) == nil)
        #expect(network.chain.has(.subtensor(.weightsBatchRevealed(Self.validator.accountID, netuid, hashes))))
        #expect(network.row(1) == [Pair(2, 21_845), Pair(3, 65_535)])
        #expect(network.chain.state.get(Subtensor.weightCommits, network.index, Self.validator.accountID) == nil)
        network.chain.advance()
    }

    @Test("a reveal of weights that break the rules leaves the commit for another try")
    func badReveals() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        let bad = Subtensor.Reveal(uids: [2, 2], values: [1, 1], salt: [], versionKey: 0)
        try network.chain.send(Self.commit(Self.hash(bad, on: netuid), on: netuid), by: Self.validator)
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(try network.chain.send(Self.open(bad, on: netuid), by: Self.validator) == .subtensor(.duplicateUids))
        #expect(network.chain.state.get(Subtensor.weightCommits, network.index, Self.validator.accountID) != nil)
    }

    @Test("the period between commit and reveal can be longer")
    func period() throws {
        let network = try WeightsNetwork(commits: true)
        let netuid = network.netuid
        network.chain.root(.adminUtils(.sudoSetCommitRevealWeightsInterval(netuid: netuid, interval: 3)))
        try network.chain.send(Self.commit(Self.hash(Self.reveal, on: netuid), on: netuid), by: Self.validator)
        for _ in 1...2 {
            network.chain.advancePastEpoch(of: netuid)
            #expect(
                try network.chain.refusal(of: Self.open(Self.reveal, on: netuid), by: Self.validator) == .custom(17))
        }
        network.chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(try network.chain.send(Self.open(Self.reveal, on: netuid), by: Self.validator) == nil)
    }

    @Test("what a neuron committed to goes with it, and cannot be opened when its hotkey registers again")
    func deregistered() throws {
        let network = try WeightsNetwork(commits: true)
        let (chain, netuid) = (network.chain, network.netuid)
        let hotkey = Self.validator.accountID
        let uid: UID = 1
        chain.root(.adminUtils(.sudoSetMaxAllowedUIDs(netuid: netuid, maxAllowedUIDs: 64)))
        chain.root(.adminUtils(.sudoSetMechanismCount(netuid: netuid, mechanismCount: 2)))
        let hash = Self.hash(Self.reveal, on: netuid)
        #expect(try chain.send(Self.commit(hash, on: netuid), by: Self.validator) == nil)
        let second = RuntimeCall.subtensor(
            .commitMechanismWeights(netuid: netuid, mecid: 1, commitHash: hash))
        #expect(try chain.send(second, by: Self.validator) == nil)
        let indices = [MechanismID.main, 1].map { Subtensor.storageIndex(netuid, $0) }
        for index in indices { #expect(chain.state.get(Subtensor.weightCommits, index, hotkey)?.count == 1) }
        Subtensor.replaceNeuron(uid, on: netuid, with: TestChain.key("Successor").accountID, in: &chain.state)
        for index in indices { #expect(chain.state.get(Subtensor.weightCommits, index, hotkey) == nil) }
        Subtensor.replaceNeuron(uid, on: netuid, with: hotkey, in: &chain.state)
        chain.advancePastEpoch(of: netuid)
        network.permit()
        #expect(
            chain.dispatch(Self.open(Self.reveal, on: netuid), from: Self.origin)
                == .subtensor(.noWeightsCommitFound))
    }
}
