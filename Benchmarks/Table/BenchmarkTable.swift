// Every row of the table of budgets that exists by now, with a baseline in the same run where one can be run.
//
//   Benchmarks [--only WORD] [--quick] [--binary PATH] [--python-10 VENV] [--python-11 VENV]
//   Benchmarks weights [--only WORD] [--runs COUNT] [--write FILE]

import ArgumentParser
import Foundation
import Measuring

/// Something that is measured: gives one line of the table or several.
protocol Benchmark {
    /// One word, for `--only`.
    static var name: String { get }
    static func rows(_ setting: BenchmarkSetting) async throws -> [Row]
}

/// What benchmarks are run with.
struct BenchmarkSetting: Sendable {
    /// The program `myelin`.
    var binary: String
    /// Few runs, to see that everything works.
    var isQuick: Bool
    /// Virtual environments with the official SDKs, for baselines; `nil` where there is none.
    var environment10: String?
    var environment11: String?

    /// `count` runs, or a few.
    func runs(_ count: Int) -> Int { isQuick ? max(3, count / 20) : count }
}

@main
struct BenchmarkTable: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measure every budget and print the table.",
        subcommands: [Measure.self, ServeAxon.self, WeighCalls.self], defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
    @Option(help: "Only the benchmarks whose name has this in it.")
    var only = ""

    @Flag(help: "Few runs: to see that everything works, not for figures.")
    var quick = false

    @Option(help: "The program to measure.")
    var binary = ".build/release/myelin"

    @Option(help: "A virtual environment with bittensor 10.5.0, by default what MYELIN_VENV_10 names.")
    var python10: String?

    @Option(help: "A virtual environment with bittensor 11.3.0, by default what MYELIN_VENV_11 names.")
    var python11: String?

    private static let all: [any (Benchmark & Sendable).Type] = [
        StartBenchmark.self, EpochBenchmark.self, SignatureBenchmark.self, TransferRow.self, MetagraphBenchmark.self,
        AxonBenchmark.self, ListBenchmark.self, DayBenchmark.self,
    ]

    func run() async throws {
        let variables = ProcessInfo.processInfo.environment
        let setting = BenchmarkSetting(
            binary: binary, isQuick: quick, environment10: python10 ?? variables["MYELIN_VENV_10"],
            environment11: python11 ?? variables["MYELIN_VENV_11"])
        say(Machine.description + (quick ? "; few runs, no figures to quote" : ""))
        say("")
        say(Row.head)
        var isMissed = false
        for benchmark in Self.all where only.isEmpty || benchmark.name.contains(only) {
            do {
                for row in try await benchmark.rows(setting) {
                    say(row.text)
                    if let budget = row.budget { isMissed = isMissed || !budget.isMet(by: row.sample.median) }
                }
            } catch {
                say("| \(benchmark.name) | failed: \(error) | | | | | | |")
                isMissed = true
            }
        }
        if isMissed && !quick { throw ExitCode(1) }
    }
}

/// Writes a line at once: rows come minutes apart.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// Where figures were taken.
enum Machine {
    static var description: String {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let parts = [
            "\(cores) cores of \(processor)", system, "Swift \(swift)", date, "load before the run \(load)",
        ]
        return parts.joined(separator: "; ")
    }

    private static func lines(of file: String) -> [Substring] {
        ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n")
    }

    private static func value(_ key: String, in file: String, separator: Character) -> String? {
        lines(of: file).first { $0.hasPrefix(key) }.flatMap { line in
            line.firstIndex(of: separator).map {
                line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces.union(["\""]))
            }
        }
    }

    private static var processor: String { value("model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown" }
    private static var system: String { value("PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown" }
    private static var load: String {
        lines(of: "/proc/loadavg").first?.split(separator: " ").first.map(String.init) ?? "?"
    }

    private static var date: String {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        return formatter.string(from: Date())
    }

    private static var swift: String {
        let text = (try? ChildOutput.text("/usr/bin/env", ["swift", "--version"])) ?? ""
        return text.firstMatch(of: /Swift version ([0-9.]+)/).map { String($0.1) } ?? "unknown"
    }
}
