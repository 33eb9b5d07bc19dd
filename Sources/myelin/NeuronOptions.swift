import ArgumentParser
import Client
import Cryptography
import Logging
import Neuron
import Primitives
import Subnets

/// Options that every neuron has.
struct NeuronOptions: ParsableArguments {
    @Option(help: "The chain's endpoint.")
    var url = "ws://127.0.0.1:9944"

    @Option(help: "The subnet's number.")
    var netuid: UInt16

    @Option(
        help: """
            Key URI of the neuron's hotkey, registered on the subnet. A URI such as //Miner1//hot names a development \
            key that everybody can derive: good for a chain on your own machine, never for TAO of value.
            """)
    var hotkey: String

    @Option(help: "Text file, or folder of text files, that models are trained and tested on.")
    var corpus = LanguageCorpus.defaultPath

    func validate() throws {
        do { _ = try Endpoint(url) } catch { throw ValidationError("\(error)") }
        do { _ = try Keypair(uri: hotkey) } catch { throw ValidationError("--hotkey is no key URI: \(error)") }
    }

    /// The key, the text and the chain.
    func connect(_ logger: Logger) async throws -> (hotkey: Keypair, corpus: LanguageCorpus, chain: NeuronChain) {
        let key = try Keypair(uri: hotkey)
        let text = try LanguageCorpus(readingFrom: corpus)
        var configuration = ConnectionConfiguration()
        configuration.patience = .seconds(15)
        let client = try await ChainClient.connect(to: url, configuration: configuration, logger: logger)
        guard try await client.metagraph(NetUID(netuid)) != nil else {
            throw CommandFailure("there is no subnet \(netuid) on the chain at \(url)")
        }
        return (key, text, NeuronChain(client, hotkey: key))
    }
}
