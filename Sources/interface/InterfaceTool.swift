import ArgumentParser

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import SCALE

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

    var url: URL { URL(filePath: root) }
    var folder: InterfaceFolder { InterfaceFolder(root: url.appending(path: "Interface")) }
    var generated: URL { url.appending(path: "Sources/RuntimeInterface/Generated") }
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
            try place.folder.write(metadata)
            print("imported \(metadata.pallets.count) pallets and \(metadata.types.types.count) types")
        }
    }

    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Writes the generated Swift files.")

        @OptionGroup var place: Place

        func run() throws {
            let files = try Generator(place.folder).files()
            try? FileManager.default.removeItem(at: place.generated)
            try FileManager.default.createDirectory(at: place.generated, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: place.generated.appending(path: name))
            }
            print("wrote \(files.count) files")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fails when the committed files are not what would be generated.")

        @OptionGroup var place: Place

        func run() throws {
            let files = try Generator(place.folder).files()
            var wrong: [String] = []
            for (name, text) in files {
                let committed = try? Data(contentsOf: place.generated.appending(path: name))
                if committed != Data(text.utf8) { wrong.append(name) }
            }
            let names = Set(files.map(\.name))
            let committed = try FileManager.default.contentsOfDirectory(atPath: place.generated.path)
            wrong += committed.filter { $0.hasSuffix(".swift") && !names.contains($0) }
            guard wrong.isEmpty else {
                throw InterfaceError("differs from Interface/: \(wrong.sorted().joined(separator: ", "))")
            }
            print("\(files.count) files are as generated")
        }
    }

    struct Coverage: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tells what is served of the reference, pallet by pallet.")

        @Flag(help: "Also write docs/coverage.md.")
        var write = false

        @OptionGroup var place: Place

        func run() throws {
            let text = try CoverageTable(place.folder).markdown()
            print(text)
            guard write else { return }
            try FileManager.default.createDirectory(
                at: place.url.appending(path: "docs"), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place.url.appending(path: "docs/coverage.md"))
        }
    }
}
