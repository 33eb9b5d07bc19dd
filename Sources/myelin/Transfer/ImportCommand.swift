import ArgumentParser
import Chain
import Foundation
import StateStore

/// `myelin import`: a file of `myelin export` becomes a chain, or goes on with one.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a file of `myelin export` into a directory that keeps a chain.",
        discussion: """
            Blocks are executed again, from where the chain in the directory ends, and must come out the same; into a \
            new directory they begin their chain. When it ends half-way, the blocks so far are kept. A state goes into \
            a new directory, and its chain goes on from there: earlier blocks are not known to it. Nobody vouches for \
            a state: compare the hash that is printed with one from a source that you trust.
            """)

    @Option(help: ArgumentHelp("Directory that keeps the chain, or is to.", valueName: "directory"))
    var data: String

    @Argument(help: "The file to read; - is standard input.")
    var file: String

    @OptionGroup var history: HistoryOptions

    func run() throws {
        let input = try InputFile(file)
        var reader = ChainFileReader { count throws(ChainFileError) in try input.read(count) }
        let preamble: ChainFile.Preamble
        do throws(ChainFileError) {
            preamble = try reader.preamble()
        } catch {
            throw CommandFailure("\(input.name) \(error)")
        }
        switch preamble.kind {
        case .blocks: try importBlocks(preamble, &reader, input.name)
        case .state: try importState(preamble, &reader, input.name)
        }
    }

    private func importBlocks(
        _ preamble: ChainFile.Preamble, _ reader: inout ChainFileReader, _ name: String
    ) throws(CommandFailure) {
        let first = preamble.blocks.lowerBound
        // Found out before a directory is made for nothing.
        guard KeptChain.exists(in: data) || first == 1 else {
            throw CommandFailure("\(name) \(TransferError.gap(latest: nil, first: first))")
        }
        var progress = ChainImport.Progress()
        do throws(TransferError) {
            let store = try open(data)
            try ChainImport.blocks(preamble, from: &reader, into: store, progress: &progress)
            let latest: BlockRecord
            do throws(StoreError) { latest = try store.record(of: .latest) } catch { throw .chain(.store(error)) }
            let skipped = progress.skipped == 0 ? "" : " (\(progress.skipped) were there already)"
            Output.line(
                "\(progress.imported) blocks imported\(skipped): the chain in \(data) ends with block "
                    + "\(latest.number) (\(latest.hash.text))")
        } catch {
            let kept = progress.imported == 0 ? "" : "; the \(progress.imported) blocks before it were imported"
            throw CommandFailure((error.concernsFile ? "\(name) \(error)" : "\(data): \(error)") + kept)
        }
    }

    /// Fills a directory beside the one that was named, which becomes that one when all of it was checked.
    private func importState(
        _ preamble: ChainFile.Preamble, _ reader: inout ChainFileReader, _ name: String
    ) throws(CommandFailure) {
        let target = URL(filePath: data).standardizedFileURL.path
        guard ((try? FileManager.default.contentsOfDirectory(atPath: target)) ?? []).isEmpty else {
            throw CommandFailure("\(data): \(TransferError.storeNotEmpty)")
        }
        let partial = try PartialDirectory(beside: target)
        do throws(TransferError) {
            let (block, keys) = try filled(partial.path, preamble, &reader)
            guard partial.takePlace(of: target) else {
                throw .chain(.store(.inaccessible(path: target, code: errno)))
            }
            Output.line(
                "the state after block \(block.number), \(keys) keys, is in \(data), and its chain goes on from "
                    + "there. Its hash is \(block.hash.text): compare it with one from a source that you trust")
        } catch {
            partial.remove()
            throw CommandFailure(error.concernsFile ? "\(name) \(error)" : "\(data): \(error)")
        }
    }

    /// In a function of its own, so that the store is closed when it returns.
    private func filled(
        _ directory: String, _ preamble: ChainFile.Preamble, _ reader: inout ChainFileReader
    ) throws(TransferError) -> (block: BlockRecord, keys: Int) {
        try ChainImport.state(preamble, from: &reader, into: try open(directory))
    }

    private func open(_ directory: String) throws(TransferError) -> StateStore {
        do throws(StoreError) {
            return try StateStore(directory: directory, history: history.chosen)
        } catch {
            throw .chain(.store(error))
        }
    }
}
