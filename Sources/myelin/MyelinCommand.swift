import ArgumentParser
import Node

/// The command line: parses arguments and prints, nothing else.
@main
struct MyelinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "myelin",
        abstract: "The Bittensor network in Swift.",
        version: Node.version,
        subcommands: [
            UpCommand.self, NodeCommand.self, MinerCommand.self, ValidatorCommand.self, CheckCommand.self,
            RegisterCommand.self, ExportCommand.self, ImportCommand.self,
        ])
}
