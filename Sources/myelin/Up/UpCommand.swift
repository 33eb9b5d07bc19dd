import ArgumentParser
import Chain
import Subnets

/// `myelin up`: a whole network on one machine.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Run a network on this machine: chain, subnet, validators and miners.",
        discussion: """
            Starts a developers' chain, creates a language subnet on it, and runs two validators, four miners with \
            models of different class and one that answers garbage, each as a process of its own. Ctrl-C ends them \
            all.
            """)

    @OptionGroup var chain: ChainOptions

    @Option(help: "Text file, or folder of text files, that models are trained and tested on.")
    var corpus = LanguageCorpus.defaultPath

    @Option(help: "Decides which documents the validators hold out and what they ask.")
    var seed: UInt64 = 0

    @Flag(help: "Print one table per epoch instead of drawing it in place.")
    var plain = false

    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard case .interval? = Seal(chain.seal) else {
            throw ValidationError("a network needs blocks that come by themselves: --seal interval:MS")
        }
    }

    func run() async throws {
        // Without text nothing else is worth starting.
        _ = try LanguageCorpus(readingFrom: corpus)
        let network = RunningNetwork(
            NetworkPlan(seed: seed),
            settings: .init(
                host: chain.host, port: chain.port, prometheusPort: chain.prometheusPort, seal: chain.seal,
                dataDirectory: chain.data, corpus: corpus,
                log: logging.log, logger: logging.logger(.up)),
            screen: Screen(isPlain: plain))
        try await Interruption.run { try await network.run() }
    }
}
