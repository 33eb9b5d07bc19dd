public import ArgumentParser
import Cryptography
import Neuron
import Primitives
public import Subnets

/// `myelin miner`: one miner of the `language` subnet.
struct MinerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "miner",
        abstract: "Serve a next-token model on a language subnet.",
        discussion: """
            Trains a model of the named class on the corpus, without the documents that a validator holds out, serves \
            it on an axon, and announces the axon on the chain. The hotkey has to be registered on the subnet.
            """)

    @Option(name: .customLong("class"), help: "The model: \(LanguageModelClass.names).")
    var modelClass: LanguageModelClass

    @OptionGroup var neuron: NeuronOptions

    @Option(help: "TCP port of the axon; 0 takes any free one.")
    var port = 0

    @Option(help: "Address to listen on and to announce.")
    var ip = "127.0.0.1"

    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("a port is a number from 0 to 65535") }
    }

    func run() async throws {
        ParentWatch.begin()
        let logger = logging.logger(.miner)
        let (hotkey, corpus, chain) = try await neuron.connect(logging.logger(.client))
        var axon = AxonConfiguration(host: ip, port: port)
        axon.logger = logging.logger(.axon)
        let miner = LanguageMinerNeuron(
            LanguageMiner(modelClass, corpus: corpus), chain: chain, hotkey: hotkey.ss58,
            configuration: .init(
                netuid: NetUID(neuron.netuid), axon: axon, announcedIP: ip),
            logger: logger)
        try await Interruption.run { () throws in
            do {
                try await miner.run()
            } catch Axon.StartError.cannotListen(let host, let port, let reason) {
                throw CommandFailure(
                    "the axon cannot listen on \(host):\(port) (\(reason)). Choose another port with --port.")
            }
        }
    }
}

extension LanguageModelClass: ExpressibleByArgument {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
