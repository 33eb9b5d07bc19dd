import ArgumentParser
import Chain
import StateStore

/// `myelin check`: the books of a chain that was kept.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the books of a kept chain after every block.",
        discussion: """
            Issuance, stakes, pools, shares and UIDs must agree after every block whose state is kept. The node must \
            not run meanwhile. Ends with exit status 1 at the first block where they do not agree.
            """)

    @Option(
        help:
            "Directory that keeps the chain: what `myelin node` was given, or `chain` below what `myelin up` was given."
    )
    var data: String

    @Option(help: "The first block to check; by default the oldest whose state is kept.")
    var from: UInt32 = 0

    func run() throws {
        let store = try KeptChain.open(data)
        let blocks: ClosedRange<UInt32>
        do throws(StoreError) {
            guard let latest = try store.latest() else { throw .unknownBlock(.latest) }
            blocks = min(max(try store.oldestState(), from), latest.number)...latest.number
        } catch {
            throw CommandFailure(error.description)
        }
        // The slot's length is of no account to reads.
        let executor = BlockExecutor(store: store, slotMilliseconds: 1)
        for number in blocks {
            let violation: String?
            do throws(ChainError) {
                violation = try executor.brokenInvariant(after: number)
            } catch {
                throw CommandFailure(error.description)
            }
            if let violation { throw CommandFailure("block \(number): \(violation)") }
        }
        Output.line("the books balance after blocks \(blocks.lowerBound) to \(blocks.upperBound)")
    }
}
