import Client
import Foundation
import JSON
import Primitives
import RuntimeInterface
import Synchronization
import Testbed

/// A run from the start of the node to the verdict.
final class SoakRun: Sendable {
    struct Settings: Sendable {
        var duration: Duration
        var restartInterval: Duration
        var seed: UInt64
    }

    private let settings: Settings
    private let node: SoakNode
    private let log = LogReading()
    private let tally = Tally()
    private let ledger = FinalityLedger()
    private let memory: MemoryWatch
    private let books = Mutex(CheckedBlocks())
    private let isOver = Mutex(false)

    /// Restarts happen in this part of the time; the life after it is the one whose memory is judged.
    private static let restartShare = 0.6

    /// The blocks whose books were checked.
    private struct CheckedBlocks {
        var next: UInt32 = 0
        var count: UInt32 = 0
    }

    init(settings: Settings, binary: String, directory: String) {
        self.settings = settings
        node = SoakNode(
            binary: binary, directory: directory, seal: "interval:250", log: log)
        memory = MemoryWatch(directory: directory)
    }

    /// Runs, reports, and tells whether everything held.
    func execute() async -> Bool {
        var end = "nothing"
        do {
            try await node.start()
            let world = try World()
            let client = try await connect()
            try await world.fund(client)
            for number in 0..<2 { try await world.found(client, number: number) }
            say("soak: \(world.subnets.count) subnets stand, the load begins")
            let epochsBefore = try await epochs(client, world)
            try await load(world, client)
            let epochs = try await epochs(client, world) - epochsBefore
            end = "\(try await client.blockNumber()) blocks, \(epochs) epochs of \(world.subnets.count) subnets"
            if epochs == 0 { tally.violate("no epoch ran") }
            client.close()
        } catch {
            tally.violate("the run ended early: \(error)")
        }
        do {
            try await node.end(SIGTERM)
            try await checkBooks(all: true)
        } catch {
            tally.violate("at the end: \(error)")
        }
        return report(end)
    }

    private func connect() async throws -> ChainClient {
        var configuration = ConnectionConfiguration()
        configuration.patience = .seconds(10)
        return try await ChainClient.connect(to: node.endpoint, configuration: configuration)
    }

    private func epochs(_ client: ChainClient, _ world: World) async throws -> UInt64 {
        try await client.storage(world.subnets.map { StorageQuery(Subtensor.subnetEpochIndex, $0.netuid) }).reduce(0, +)
    }

    // MARK: The load

    /// Everybody acts until the time is over, or the node ends although nobody asked it to.
    private func load(_ world: World, _ client: ChainClient) async throws {
        let hostile = try await startHostileClients(world, client)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.restart(client) }
            group.addTask { throw SoakFailure(try await self.node.untimelyEnd()) }
            group.addTask { await self.sampleMemory() }
            group.addTask { try await self.liveTogether(world, client) }
            group.addTask {
                try await Task.sleep(for: self.settings.duration)
                throw CancellationError()
            }
            do { for try await _ in group {} } catch is CancellationError {}
            group.cancelAll()
        }
        isOver.withLock { $0 = true }
        for thread in hostile { await thread.value }
    }

    private func liveTogether(_ world: World, _ client: ChainClient) async throws {
        let reads = AnswerMemory()
        var participants: [any Participant] = [
            HastySender(), Batcher(), ShieldedSender(), Registrar(), Founder(), Governor(), Pulse(), StorageFollower(),
            HeadFollower(ledger: ledger, isFinal: true), HeadFollower(ledger: ledger, isFinal: false),
        ]
        participants += world.senders.indices.map { Sender(index: $0) }
        participants += world.stakers.indices.map { Staker(index: $0) }
        participants += (0..<3).map { WeightSetter(index: $0) }
        participants += (0..<4).map { _ in Reader(ledger: ledger, memory: reads) }
        if try await servesProofs(client) { participants.append(ProofReader(ledger: ledger)) }
        // A handful of connections, each with several users.
        var clients = [client]
        for _ in 0..<5 { clients.append(try await connect()) }
        await withTaskGroup(of: Void.self) { group in
            for (index, participant) in participants.enumerated() {
                let scene = Scene(client: clients[index % clients.count], world: world, tally: tally)
                let seed = settings.seed &* 1_000 &+ UInt64(index)
                group.addTask { await participant.live(scene, self.node, seed: seed) }
            }
        }
        for client in clients.dropFirst() { client.close() }
    }

    private func servesProofs(_ client: ChainClient) async throws(ClientError) -> Bool {
        let methods = try await client.connection.call("rpc_methods")
        guard case .array(let names)? = methods["methods"] else { return false }
        return names.contains(.string("state_getReadProof"))
    }

    /// Hostile clients block while they wait, so each has a thread of its own.
    private func startHostileClients(_ world: World, _ client: ChainClient) async throws -> [Task<Void, Never>] {
        let facts = ForgeryFacts(
            specVersion: client.facts.specVersion, transactionVersion: client.facts.transactionVersion,
            genesisHash: client.facts.genesisHash, signer: world.sudo)
        return (0..<3).map { number in
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            let seed = settings.seed &* 1_000 &+ 900 &+ UInt64(number)
            Thread.detachNewThread { [self] in
                var hostile = HostileClient(node, tally, facts, seed: seed)
                hostile.live { isOver.withLock { $0 } }
                end.finish()
            }
            return Task { for await _ in ends {} }
        }
    }

    private func sampleMemory() async {
        while !Task.isCancelled {
            if let (process, life) = node.running { memory.sample(process: process, life: life) }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    // MARK: Restarts

    /// Ends and starts the node, in turn by request and by force, while there is time for it.
    private func restart(_ client: ChainClient) async throws {
        var random = SeededRandom(seed: settings.seed)
        let limit = ContinuousClock.now + settings.duration * Self.restartShare
        let interval = min(settings.restartInterval, settings.duration * (Self.restartShare / 3))
        var number = 0
        while true {
            try await Task.sleep(for: interval * Double.random(in: 0.5...1.3, using: &random))
            guard ContinuousClock.now < limit else { break }
            let signal = number.isMultiple(of: 2) ? SIGTERM : SIGKILL
            number += 1
            try await node.end(signal)
            try await checkBooks(all: false)
            try await node.start()
            tally.count(signal == SIGTERM ? "restarts after SIGTERM" : "restarts after SIGKILL")
            for loss in try await ledger.losses(client) { tally.violate(loss) }
            say("soak: restart \(number) at block \(ledger.last)")
        }
        // The other tasks go on until the time is over.
        try await Task.sleep(for: settings.duration)
    }

    /// Has the books checked, with the node down: of the blocks since the last check, or of all whose state is kept.
    private func checkBooks(all: Bool) async throws {
        let next = books.withLock { $0.next }
        let (isSound, output) = try await node.check(from: all ? 0 : next)
        guard isSound else { return tally.violate("the books do not balance: \(output)") }
        // "the books balance after blocks 0 to 812"
        guard let last = output.split(separator: " ").last.flatMap({ UInt32($0) }) else {
            return tally.violate("myelin check says: \(output)")
        }
        books.withLock {
            if last >= $0.next { $0.count += last - $0.next + 1 }
            $0.next = max($0.next, last + 1)
        }
    }

    // MARK: The verdict

    private func report(_ end: String) -> Bool {
        let verdict = MemoryVerdict(memory.samples)
        if let verdict, !verdict.isFlat {
            tally.violate(
                "memory grew from \(Report.megabytes(verdict.second)) to \(Report.megabytes(verdict.last)) MB")
        }
        for line in log.summary.unexpected { tally.violate("log: \(line)") }
        for needed in ["transfers finalised", "stakes", "weights set", "reads", "heads"] where tally[needed] == 0 {
            tally.violate("not once: \(needed)")
        }
        let report = Report(
            end: end, blocksChecked: books.withLock { $0.count }, tally: tally, log: log, samples: memory.samples,
            verdict: verdict)
        say(report.text)
        return tally.violations.count == 0
    }
}
