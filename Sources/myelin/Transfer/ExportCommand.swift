public import ArgumentParser
public import Chain
import Foundation
import StateStore

/// `myelin export`: blocks or a state of a chain that was kept, as a file.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write blocks of a kept chain, or the state after one, to a file.",
        discussion: """
            The node must not run meanwhile. `myelin import` reads the file: blocks are executed again there, a state \
            is checked against its block. The file is there in full or not at all.
            """)

    @Option(help: ArgumentHelp("Directory that keeps the chain.", valueName: "directory"))
    var data: String

    @Argument(help: "blocks or state.")
    var content: ChainFile.Kind

    @Argument(help: "The file to write; - is standard output.")
    var file: String

    @Option(name: .customLong("from"), help: ArgumentHelp("The first block; 1 by default.", valueName: "block"))
    var first: UInt32?

    @Option(name: .customLong("to"), help: ArgumentHelp("The last block; the latest by default.", valueName: "block"))
    var last: UInt32?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("The block after which the state is taken; the latest by default.", valueName: "block"))
    var block: UInt32?

    @Flag(help: "Replace a file that is there already.")
    var force = false

    func validate() throws {
        switch content {
        case .blocks:
            guard block == nil else { throw ValidationError("--at is for a state: blocks go --from one --to another") }
            guard first != 0 else { throw ValidationError("the genesis block is in every file: --from 1 or later") }
            if let first, let last, first > last { throw ValidationError("--from is later than --to") }
        case .state:
            guard first == nil, last == nil else { throw ValidationError("a state is of one block: use --at") }
        }
    }

    func run() throws {
        let store = try KeptChain.open(data)
        let output = try OutputFile(file, replacing: force)
        var writer = ChainFileWriter { bytes throws(ChainFileError) in try output.write(bytes) }
        let told: String
        do throws(TransferError) {
            switch content {
            case .blocks:
                let blocks = try ChainExport.blocks(of: store, from: first, through: last, to: &writer)
                told = "blocks \(blocks.lowerBound) to \(blocks.upperBound) are in \(output.name)"
            case .state:
                let (block, keys) = try ChainExport.state(of: store, at: block, to: &writer)
                told = "the state after block \(block.number) (\(block.hash.text)), \(keys) keys, is in \(output.name)"
            }
            do throws(ChainFileError) { try output.finish() } catch { throw .file(error) }
        } catch {
            output.discard()
            throw CommandFailure(error.concernsFile ? "\(output.name) \(error)" : "\(data): \(error)")
        }
        // Standard output may be the file.
        Output.error(told)
    }
}

extension ChainFile.Kind: ExpressibleByArgument {}

/// The store of a chain that a node kept.
enum KeptChain {
    /// Whether there is one in the directory.
    static func exists(in directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/data.mdb")
    }

    /// Opens it.
    static func open(_ directory: String) throws(CommandFailure) -> StateStore {
        guard exists(in: directory) else {
            throw CommandFailure("\(directory) keeps no chain: name the directory that a node was given with --data")
        }
        do throws(StoreError) {
            return try StateStore(directory: directory)
        } catch {
            throw CommandFailure(error.description)
        }
    }
}
