import ArgumentParser
import SCALE

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The generator: reads `Interface/`, writes `Sources/RuntimeInterface/Generated`.
@main
struct InterfaceTool: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface",
        abstract: "Keeps the runtime's interface: imports a reference, generates Swift, tells what is served.",
        subcommands: [Import.self, Generate.self, Check.self, Coverage.self])
}

/// Where the repository is.
struct Place: ParsableArguments {
    @Option(help: "The folder that holds Package.swift.")
    var root = "."

    var repository: Repository { Repository(root: URL(filePath: root)) }
}

extension InterfaceTool {
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replaces the imported part of Interface/ by what a metadata blob says.")

        @Argument(help: "A metadata blob of version 15, starting with the magic number.")
        var blob: String

        @OptionGroup var place: Place

        func run() throws {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: blob)))
            let metadata = try RuntimeMetadata(blob: bytes)
            try place.repository.folder.write(metadata)
            print("imported \(metadata.pallets.count) pallets and \(metadata.types.types.count) types")
        }
    }

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the generated Swift files and docs/coverage.md.")

        @OptionGroup var place: Place

        func run() throws {
            var count = 0
            for (folder, files) in try place.repository.outputs() {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for stale in place.repository.stale(folder, files.map(\.name)) {
                    try FileManager.default.removeItem(at: folder.appending(path: stale))
                }
                for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
                count += files.count
            }
            print("wrote \(count) files")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fails when the committed files are not what would be generated.")

        @OptionGroup var place: Place

        func run() throws {
            let wrong = try place.repository.differences()
            guard wrong.isEmpty else {
                throw InterfaceError("differs from Interface/: \(wrong.joined(separator: ", "))")
            }
            print("the generated files are as Interface/ says")
        }
    }

    struct Coverage: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tells what is served of the reference, pallet by pallet.")

        @OptionGroup var place: Place

        func run() throws {
            print(try CoverageTable(place.repository.folder).markdown())
        }
    }
}
