import Cryptography
import Logging
import Neuron
import Primitives
import Synchronization
import Testbed
import Testing

@testable import Subnets

/// A chain of one subnet in memory: what neurons announce and set is what they read.
final class FakeChain: Sendable {
    struct State {
        var neurons: [NeuronView] = []
        var weights: [UID: [NeuronWeight]] = [:]
        var block: BlockNumber = 1
    }

    let state = Mutex(State())

    func register(_ hotkey: AccountID) {
        state.withLock { $0.neurons.append(NeuronView(uid: UID($0.neurons.count), hotkey: hotkey)) }
    }

    /// The chain as one neuron uses it.
    struct Access: ChainAccess {
        let chain: FakeChain
        let hotkey: Keypair

        func subnet(_ netuid: NetUID) async throws(ChainAccessError) -> SubnetView {
            chain.state.withLock { state in
                state.block += 1
                return SubnetView(
                    netuid: netuid, block: state.block, weightsRateLimitBlocks: 0, neurons: state.neurons)
            }
        }

        func serveAxon(_ netuid: NetUID, ip: String, port: UInt16) async throws(ChainAccessError) {
            try change { $0.axon = AxonEndpoint(ip: ip, port: port, hotkey: hotkey.ss58) }
        }

        func setWeights(_ netuid: NetUID, _ weights: [NeuronWeight]) async throws(ChainAccessError) {
            let uid = try change { _ in }
            chain.state.withLock {
                $0.weights[uid] = weights
                $0.neurons[Int(uid)].lastUpdate = $0.block
            }
        }

        @discardableResult
        private func change(_ body: (inout NeuronView) -> Void) throws(ChainAccessError) -> UID {
            let uid = chain.state.withLock { state -> UID? in
                guard let index = state.neurons.firstIndex(where: { $0.hotkey == hotkey.accountID }) else { return nil }
                body(&state.neurons[index])
                return UID(index)
            }
            guard let uid else { throw .refused("not registered") }
            return uid
        }
    }
}

@Suite(.enabled(if: DefaultCorpus.isThere)) struct LanguageNetworkTests {
    private static let classes: [LanguageModelClass] = [.unigram, .bigram, .trigram, .fiveGram, .garbage]

    @Test("two validators and five miners over loopback: weights in the order of the models, garbage exactly 0")
    func network() async throws {
        let corpus = try DefaultCorpus.shared.get()
        let keys = try (0..<7).map { try Keypair(seed: [UInt8](repeating: UInt8($0 + 1), count: 32)) }
        let chain = FakeChain()
        for key in keys { chain.register(key.accountID) }
        let logger = Logger(label: "network") { _ in SwiftLogNoOpLogHandler() }
        let (finished, finish) = AsyncStream.makeStream(of: UID.self)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, modelClass) in Self.classes.enumerated() {
                let key = keys[index + 2]
                let miner = LanguageMinerNeuron(
                    LanguageMiner(modelClass, corpus: corpus), chain: FakeChain.Access(chain: chain, hotkey: key),
                    hotkey: key.ss58,
                    configuration: .init(netuid: 1, refreshPause: .milliseconds(50)), logger: logger)
                group.addTask { try await miner.run() }
            }
            for uid in 0..<2 as Range<UID> {
                let key = keys[Int(uid)]
                let validator = LanguageValidatorNeuron(
                    corpus: corpus, seed: UInt64(uid) + 40, hotkey: key,
                    chain: FakeChain.Access(chain: chain, hotkey: key),
                    configuration: .init(
                        netuid: 1, roundPause: .milliseconds(50), roundsBeforeWeights: 8, weightsPauseBlocks: 5),
                    logger: logger
                ) { round in
                    // A round that missed somebody, because it had not announced itself yet, does not count.
                    let isComplete = round.neurons.count == 5 && round.neurons.allSatisfy { $0.status == 200 }
                    if isComplete, round.number > 20, !round.weightsSet.isEmpty { finish.yield(uid) }
                }
                group.addTask { try await validator.run() }
            }
            group.addTask {
                var done: Set<UID> = []
                for await uid in finished where done.insert(uid).inserted && done.count == 2 { break }
            }
            try await group.next()
            group.cancelAll()
            while (try await group.next()) != nil {}
        }

        let weights = chain.state.withLock { $0.weights }
        for validator in 0..<2 as Range<UID> {
            let row = try #require(weights[validator])
            print("weights of validator \(validator) over loopback: \(row.map { "\($0.uid):\($0.weight)" })")
            #expect(row.map(\.uid) == [2, 3, 4, 5, 6])
            let values = row.map(\.weight)
            #expect(values[0] > 0 && values[0] < values[1] && values[1] < values[2] && values[2] < values[3])
            #expect(values[3] == .max)
            #expect(values[4] == 0)
        }
    }
}
