import Chain
import JSON
import StateStore

/// Whether clients should be sent to this node and, where not, why.
struct Readiness: Sendable {
    /// Something that stands in the way.
    enum Obstacle: Equatable, Sendable {
        /// The node is about to end.
        case stopping
        /// The last block is older than the chain's beat allows.
        case noBlock(since: Duration)
        /// The disk or the store's map is full.
        case diskFull
        /// The store cannot be read or written; the text says how.
        case storeDamaged(String)
        /// The last block could not be made for another reason.
        case failing(String)
    }

    /// Nothing where the node is ready.
    let obstacles: [Obstacle]

    /// Whether nothing stands in the way.
    var isReady: Bool { obstacles.isEmpty }

    /// Judges a node.
    /// - Parameters:
    ///   - patience: how old the last block may be; `nil` where blocks follow demand.
    init(
        _ production: ChainStatistics.Production, patience: Duration?, isStopping: Bool,
        now: ContinuousClock.Instant = .now
    ) {
        var obstacles: [Obstacle] = []
        if isStopping { obstacles.append(.stopping) }
        if let failure = production.failure { obstacles.append(Self.obstacle(failure)) }
        let age = now - production.lastProgress
        if let patience, age > patience, !isStopping { obstacles.append(.noBlock(since: age)) }
        self.obstacles = obstacles
    }

    /// How long a chain of this beat may go without a block: four times its interval, and 10 seconds at least.
    static func patience(of seal: Seal) -> Duration? {
        guard case .interval(let milliseconds) = seal else { return nil }
        return max(.milliseconds(Int64(milliseconds)) * 4, .seconds(10))
    }

    private static func obstacle(_ failure: ChainError) -> Obstacle {
        switch failure {
        case .store(.diskFull): .diskFull
        // The store is there, but this attempt had to give way.
        case .store(.staleProposal), .store(.tooManyReaders): .failing(failure.description)
        case .store(.trie), .store(.inputOutput):
            .storeDamaged("\(failure): end the node, look at the disk, and restore the data directory from a copy")
        case .store: .storeDamaged(failure.description)
        case .inherentFailed, .genesisMismatch: .failing(failure.description)
        }
    }
}

extension Readiness.Obstacle {
    /// A word for programs.
    var reason: String {
        switch self {
        case .stopping: "stopping"
        case .noBlock: "no_block"
        case .diskFull: "disk_full"
        case .storeDamaged: "store_damaged"
        case .failing: "failing"
        }
    }

    /// A sentence for people: the cause and, where there is one, the remedy.
    var message: String {
        switch self {
        case .stopping: "the node is stopping"
        case .noBlock(let age): "no block was made for \(age.components.seconds) s"
        case .diskFull: "no block can be written before there is room on the disk: make room, and blocks go on"
        case .storeDamaged(let cause), .failing(let cause): cause
        }
    }
}

extension Readiness {
    /// `{"ready":false,"reasons":[{"reason":"disk_full","message":"…"}]}`
    var json: [UInt8] {
        JSONWriter.encode {
            $0.object {
                $0.field("ready") { $0.bool(isReady) }
                $0.field("reasons") {
                    $0.array {
                        for obstacle in obstacles {
                            $0.object {
                                $0.field("reason") { $0.string(obstacle.reason) }
                                $0.field("message") { $0.string(obstacle.message) }
                            }
                        }
                    }
                }
            }
        }
    }
}
