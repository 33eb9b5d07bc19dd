public import Cryptography
public import Logging
public import Neuron
public import Primitives

/// A validator of the `language` subnet on a chain: asks every serving neuron round by round and sets weights.
public struct LanguageValidatorNeuron: Sendable {
    /// How a validator runs.
    public struct Configuration: Sendable {
        /// The subnet.
        public var netuid: NetUID
        /// Pause between two rounds.
        public var roundPause: Duration
        /// Seconds that a miner has to answer.
        public var timeoutSeconds: Double
        /// Items of a challenge.
        public var itemCount: Int
        /// Rounds before weights are set for the first time.
        public var roundsBeforeWeights: Int
        /// Blocks between two settings of weights, where the chain's rate limit is lower.
        public var weightsPauseBlocks: UInt64

        /// A validator of the given subnet.
        public init(
            netuid: NetUID, roundPause: Duration = .seconds(2),
            timeoutSeconds: Double = Dendrite.timeoutSecondsDefault, itemCount: Int = LanguageTask.itemCountDefault,
            roundsBeforeWeights: Int = 3, weightsPauseBlocks: UInt64 = 20
        ) {
            self.netuid = netuid
            self.roundPause = roundPause
            self.timeoutSeconds = timeoutSeconds
            self.itemCount = itemCount
            self.roundsBeforeWeights = roundsBeforeWeights
            self.weightsPauseBlocks = weightsPauseBlocks
        }
    }

    /// What a round brought, for a display.
    public struct Round: Sendable {
        /// Counts from 1.
        public var number: Int
        /// The block before the round.
        public var block: BlockNumber
        /// One line for each neuron asked, by ascending UID.
        public var neurons: [Line]
        /// The weights that were set after this round; empty when none were.
        public var weightsSet: [NeuronWeight]

        /// One neuron's round.
        public struct Line: Sendable {
            /// Its place.
            public var uid: UID
            /// Status of the exchange; 200 for an answer.
            public var status: Int
            /// Mean log₂ probability of the truth in this round, in bits per token.
            public var scoreBits: Double
            /// Moving average of the advantage over the uniform guess, in bits per token.
            public var advantageBits: Double
        }
    }

    private let corpus: LanguageCorpus
    private let seed: UInt64
    private let signer: any MessageSigner
    private let hotkey: AccountID
    private let chain: any ChainAccess
    private let configuration: Configuration
    private let logger: Logger
    private let dendriteLogger: Logger
    private let onRound: @Sendable (Round) -> Void

    /// A validator that signs requests with `hotkey` and draws its split from `seed`.
    /// - Parameter dendriteLogger: hears of neurons that did not answer; `logger` by default.
    public init(
        corpus: LanguageCorpus, seed: UInt64, hotkey: Keypair, chain: any ChainAccess, configuration: Configuration,
        logger: Logger, dendriteLogger: Logger? = nil, onRound: @escaping @Sendable (Round) -> Void = { _ in }
    ) {
        self.corpus = corpus
        self.seed = seed
        self.signer = hotkey
        self.hotkey = hotkey.accountID
        self.chain = chain
        self.configuration = configuration
        self.logger = logger
        self.dendriteLogger = dendriteLogger ?? logger
        self.onRound = onRound
    }

    /// Validates until the task is cancelled. A chain or miner that cannot be reached is tried again in the next round.
    ///
    /// - Throws: ``LanguageCorpusError`` when the corpus is too small for its split.
    public func run() async throws(LanguageCorpusError) {
        var validator = try LanguageValidator(corpus: corpus, seed: seed)
        let dendrite = Dendrite(signer: signer)
        var number = 0
        while !Task.isCancelled {
            do {
                number += 1
                if let round = try await self.round(number, &validator, dendrite) { onRound(round) }
            } catch {
                logger.warning("\(error)")
            }
            // Cancellation ends the pause early; the loop's condition sees it.
            try? await Task.sleep(for: configuration.roundPause)
        }
        await dendrite.shutdown()
    }

    /// One round; `nil` when it was interrupted, because whoever was not waited for must not be blamed.
    private func round(
        _ number: Int, _ validator: inout LanguageValidator, _ dendrite: Dendrite
    ) async throws(ChainAccessError) -> Round? {
        let subnet = try await chain.subnet(configuration.netuid)
        let (challenge, request) = validator.nextChallenge(itemCount: configuration.itemCount)
        var asked: [(neuron: NeuronView, axon: AxonEndpoint)] = []
        for neuron in subnet.neurons where neuron.hotkey != hotkey {
            if let axon = neuron.axon { asked.append((neuron, axon)) }
        }
        let replies = await dendrite.queryAll(
            asked.map(\.axon), request, timeoutSeconds: configuration.timeoutSeconds)
        guard !Task.isCancelled else { return nil }
        let answers = zip(asked, replies).map { asked, reply in
            LanguageValidator.Answer(
                uid: asked.neuron.uid, hotkey: asked.neuron.hotkey, predictions: reply.synapse?.predictions)
        }
        let scores = validator.record(answers, to: challenge)
        var lines: [Round.Line] = []
        for ((answer, reply), score) in zip(zip(answers, replies), scores) {
            if !reply.isSuccess {
                dendriteLogger.debug(
                    "no answer",
                    metadata: ["uid": "\(answer.uid)", "status": "\(reply.status)", "reason": "\(reply.message)"])
            }
            lines.append(
                Round.Line(
                    uid: answer.uid, status: reply.status, scoreBits: score,
                    advantageBits: validator.standings.standings[answer.uid]?.advantage ?? 0))
        }
        let weights = try await setWeightsIfDue(number, validator.standings.weights, subnet)
        return Round(number: number, block: subnet.block, neurons: lines, weightsSet: weights)
    }

    /// Sets the weights when enough rounds are counted and the last setting is long enough ago; gives what was set.
    private func setWeightsIfDue(
        _ number: Int, _ weights: [NeuronWeight], _ subnet: SubnetView
    ) async throws(ChainAccessError) -> [NeuronWeight] {
        guard number >= configuration.roundsBeforeWeights, !weights.isEmpty else { return [] }
        guard let own = subnet.neuron(withHotkey: hotkey) else {
            throw .refused("this validator's hotkey is not registered on subnet \(subnet.netuid)")
        }
        let pause = max(subnet.weightsRateLimitBlocks, configuration.weightsPauseBlocks)
        let isFirst = own.lastUpdate == 0
        guard isFirst || UInt64(subnet.block) > UInt64(own.lastUpdate) + pause else { return [] }
        try await chain.setWeights(configuration.netuid, weights)
        logger.info("weights set", metadata: ["count": "\(weights.count)", "block": "\(subnet.block)"])
        return weights
    }
}
