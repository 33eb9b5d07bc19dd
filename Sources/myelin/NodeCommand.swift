import ArgumentParser
import Chain
import Cryptography
import Foundation
import Node
import Primitives
import StateStore

/// `myelin node`: the chain alone.
struct NodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node", abstract: "Run a chain and answer its clients.")

    @Flag(help: "A chain for developers: funded accounts, relaxed rules, one block author.")
    var dev = false

    @OptionGroup var chain: ChainOptions
    @OptionGroup var logging: LogOptions

    func validate() throws {
        guard dev else {
            throw ValidationError("only developers' chains can be run so far: add --dev")
        }
    }

    func run() async throws {
        ParentWatch.begin()
        let node = try await chain.startNode(logging.node)
        Output.line("Bittensor chain at ws://\(chain.host):\(node.port) (blocks: \(chain.seal))")
        if chain.prometheusPort != nil {
            Output.line("metrics at http://\(chain.host):\(node.prometheusPort)/metrics")
        }
        try await Interruption.run { await node.run() }
    }
}

/// Options that every command with a chain of its own has.
struct ChainOptions: ParsableArguments {
    @Option(help: "TCP port for HTTP and WebSocket; 0 takes any free one.")
    var port = 9944

    @Option(help: "TCP port that has /metrics to itself; by default it is on the same port as everything else.")
    var prometheusPort: Int?

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Directory that keeps the chain; without it the chain is gone at the end.")
    var data: String?

    @Flag(
        help: """
            Believe the files of --data without reading all of them first. Reading takes about a second for each \
            gigabyte that is in memory, otherwise as long as the disk takes.
            """)
    var skipAudit = false

    @Option(help: "When blocks are made: interval:MS, instant, or manual (dev_mine).")
    var seal = "interval:250"

    @OptionGroup var history: HistoryOptions

    @OptionGroup(title: "Limits of the RPC server") var rpc: RPCOptions

    @OptionGroup(title: "Limits of the transaction pool") var pool: PoolOptions

    func validate() throws {
        guard Seal(seal) != nil else {
            let range = Seal.intervalMilliseconds
            throw ValidationError(
                "'\(seal)' is no seal: use interval:MS (\(range.lowerBound) to \(range.upperBound)), instant or manual")
        }
        guard [port, prometheusPort ?? port].allSatisfy((0...65535).contains) else {
            throw ValidationError("a port is a number from 0 to 65535")
        }
    }

    /// Starts a developer's chain with these options. `BT_DEFAULT_TOKEN_WALLET` names an account to fund, as it does
    /// for the reference's local chain.
    func startNode(_ logs: NodeLogs) async throws -> Node {
        guard let seal = Seal(seal) else { throw ValidationError("'\(self.seal)' is no seal") }
        var configuration = NodeConfiguration(
            seal: seal, dataDirectory: data, history: history.chosen,
            audit: skipAudit ? .skipped : .everyPage,
            server: ServerConfiguration(host: host, port: port), prometheusPort: prometheusPort)
        rpc.apply(to: &configuration.server)
        configuration.poolLimits = pool.limits
        if let wallet = ProcessInfo.processInfo.environment["BT_DEFAULT_TOKEN_WALLET"], !wallet.isEmpty {
            guard let account = try? AccountID(ss58: wallet) else {
                throw ValidationError("BT_DEFAULT_TOKEN_WALLET is '\(wallet)', which is no SS58 address")
            }
            configuration.fundedAccounts.append(account)
        }
        return try await Node.start(configuration, logs: logs)
    }
}
