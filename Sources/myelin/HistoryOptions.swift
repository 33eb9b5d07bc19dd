import ArgumentParser
import StateStore

/// How much of the past a command keeps.
struct HistoryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Blocks whose state is kept, \(History.standardBlocks) by default. A longer history than before brings "
                + "nothing back that was dropped.",
            valueName: "blocks"))
    var history: UInt32?

    @Flag(help: "Keep the state of every block from now on.")
    var archive = false

    func validate() throws {
        guard history != 0 else {
            throw ValidationError("the latest block always keeps its state: --history 1 or more")
        }
        guard history == nil || !archive else { throw ValidationError("use --history or --archive, not both") }
    }

    /// What was chosen, or the default.
    var chosen: History {
        if archive { return .archive }
        return history.map(History.blocks) ?? .standard
    }
}
