import Glibc
import LibFuzzer

// The command line: `fuzz list`, `fuzz seeds TARGET FOLDER` or `fuzz run TARGET [what libFuzzer takes]`.

/// The target that the command line names.
enum Chosen {
    static let target: FuzzTarget = {
        let name = CommandLine.arguments.dropFirst(2).first ?? ""
        guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
            fatalError("no target is called '\(name)': `fuzz list` says which there are")
        }
        return target
    }()
}

/// Writes the seeds of a target into a folder.
func writeSeeds(of target: FuzzTarget, to folder: String) {
    for (number, seed) in target.seeds().enumerated() {
        guard let file = fopen("\(folder)/seed-\(number)", "w") else { fatalError("cannot write into \(folder)") }
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
}

/// Hands over to libFuzzer, which ends the process. What the command line says counts more than the limits here.
func run(_ target: FuzzTarget, _ options: [String]) -> Never {
    let defaults = ["-max_len=\(target.byteMaximum)", "-timeout=20", "-rss_limit_mb=1024"]
    var arguments = ([CommandLine.arguments[0]] + defaults + options).map { strdup($0) } + [nil]
    var count = CInt(arguments.count - 1)
    let status = arguments.withUnsafeMutableBufferPointer { buffer in
        var start = buffer.baseAddress
        return LLVMFuzzerRunDriver(&count, &start) { bytes, count in
            Chosen.target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
            return 0
        }
    }
    exit(status)
}

switch CommandLine.arguments.dropFirst().first {
case "list": for target in FuzzTarget.all { print(target.name, target.summary, separator: "\t") }
case "seeds" where CommandLine.arguments.count == 4: writeSeeds(of: Chosen.target, to: CommandLine.arguments[3])
case "run": run(Chosen.target, Array(CommandLine.arguments.dropFirst(3)))
default:
    print("usage: fuzz list | fuzz seeds TARGET FOLDER | fuzz run TARGET [OPTIONS OF LIBFUZZER]")
    exit(2)
}
