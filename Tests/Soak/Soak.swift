import ArgumentParser
import Foundation

/// Puts a node under mixed load for a while: transfers, stakes, registrations, weights, reads, subscriptions, hostile
/// clients and restarts; then says whether everything held.
@main
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a node under mixed load and see whether everything holds.",
        discussion: """
            Starts `myelin node --dev`, uses and misuses it, and ends and restarts it in the first three fifths of the \
            time. Ends with exit status 1 where the books do not balance, a final block was lost, memory grew, an \
            answer was wrong, or the log tells of anything that clients did not cause.
            """)

    @Option(help: "How long, in minutes.")
    var minutes = 30.0

    @Option(help: "The program to test.")
    var binary = ".build/release/myelin"

    @Option(help: "Where the chain is kept; by default a temporary directory that goes with the run.")
    var data: String?

    @Option(help: "Seed of everything that is random.")
    var seed: UInt64 = 1

    @Option(help: "Seconds from one restart to the next, about.")
    var restartSeconds = 120

    func validate() throws {
        guard minutes > 0, restartSeconds > 0 else { throw ValidationError("times are above zero") }
        guard FileManager.default.isExecutableFile(atPath: binary) else {
            throw ValidationError("\(binary) is no program: build it, or name another with --binary")
        }
    }

    func run() async throws {
        Self.raiseDescriptorLimit()
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-soak-\(UUID().uuidString)").path
        let directory = data ?? folder
        defer { if data == nil { try? FileManager.default.removeItem(atPath: folder) } }
        say("soak: \(minutes) minutes, seed \(seed), \(binary), chain in \(directory)")
        let run = SoakRun(
            settings: .init(
                duration: .seconds(minutes * 60), restartInterval: .seconds(restartSeconds), seed: seed),
            binary: binary, directory: directory)
        let isSound = await run.execute()
        guard isSound else { throw ExitCode(1) }
    }

    /// Hostile clients hold many connections.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 8_192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
