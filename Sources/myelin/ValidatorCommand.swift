import ArgumentParser
import Neuron
import Primitives
import Subnets

/// `myelin validator`: one validator of the `language` subnet.
struct ValidatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validator",
        abstract: "Score the miners of a language subnet and set weights.",
        discussion: """
            Holds documents of the corpus out, asks every serving neuron to continue passages of them, and sets \
            weights by its moving averages. Prints one line for each round. The hotkey has to be registered and \
            needs a validator's permit, which the subnet's next epoch gives for stake.
            """)

    @OptionGroup var neuron: NeuronOptions

    @Option(help: "Decides which documents are held out and what is asked; by default drawn anew.")
    var seed: UInt64?

    @Option(help: "Rounds before weights are set for the first time.")
    var rounds = 8

    @Option(help: "Milliseconds between two rounds.")
    var pause = 1_000

    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("weights need at least one round") }
        guard pause >= 0 else { throw ValidationError("a pause is no negative number") }
    }

    func run() async throws {
        ParentWatch.begin()
        let logger = logging.logger(.validator)
        let (hotkey, corpus, chain) = try await neuron.connect(logging.logger(.client))
        let validator = LanguageValidatorNeuron(
            corpus: corpus, seed: seed ?? .random(in: 0 ... .max), hotkey: hotkey, chain: chain,
            configuration: .init(
                netuid: NetUID(neuron.netuid), roundPause: .milliseconds(pause), roundsBeforeWeights: rounds),
            logger: logger, dendriteLogger: logging.logger(.dendrite)
        ) { Output.line(RoundReport($0).line) }
        try await Interruption.run { try await validator.run() }
    }
}
