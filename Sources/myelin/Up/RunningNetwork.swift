import Client
import Cryptography
import Foundation
import Logging
import Neuron
import Primitives
import RuntimeInterface
import Subnets

/// A network of child processes, from start to stop.
actor RunningNetwork {
    /// What the user chose.
    struct Settings: Sendable {
        var host: String
        var port: Int
        var prometheusPort: Int?
        var seal: String
        var dataDirectory: String?
        var corpus: String
        /// What the children log.
        var log: LogFilter
        var logger: Logger
    }

    let plan: NetworkPlan
    let settings: Settings
    private let supervisor = Supervisor()
    private var screen: Screen
    private var observer: NetworkObserver
    private var logs: LogFiles?
    private var endpoint: String?

    private static let nodeName = "node"
    /// Time for the node to listen, and for miners to announce themselves.
    private static let patience = Duration.seconds(20)

    init(_ plan: NetworkPlan, settings: Settings, screen: Screen) {
        self.plan = plan
        self.settings = settings
        self.screen = screen
        observer = NetworkObserver(plan)
    }

    /// Runs the network until the task is cancelled.
    ///
    /// - Throws: ``CommandFailure`` when the node ends or the network cannot be founded; all children have ended then.
    func run() async throws {
        var failure: (any Error)?
        do {
            if let directory = settings.dataDirectory { logs = try LogFiles(in: directory + "/logs") }
            try await live()
        } catch {
            if !Task.isCancelled { failure = error }
        }
        if failure == nil { say("up", "stopping") }
        await supervisor.stop(Set(plan.members.map(\.name)), grace: .seconds(5))
        await supervisor.stop([Self.nodeName], grace: .seconds(5))
        if let failure { throw failure }
        say("up", "everything has ended" + (settings.dataDirectory.map { "; the chain is kept in \($0)" } ?? ""))
    }

    /// Whatever happens to the children is heard while the network is founded and followed; one failure ends both.
    private func live() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.listen() }
            group.addTask { try await self.work() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func work() async throws {
        let url = try await startNode()
        let client = try await connect(to: url)
        let founder = NetworkFounder(client, plan) { await self.say("up", $0) }
        let netuid = try await founder.found()
        let banner = try await NetworkBanner(client, plan, url: url, netuid: netuid).lines()
        screen.print(banner)
        try await startMiners(client, url, netuid)
        for member in plan.validators { try await start(member, url, netuid) }
        try await follow(client, founder, netuid)
    }

    // MARK: Children

    private func startNode() async throws -> String {
        var arguments = [
            "node", "--dev", "--host", settings.host, "--port", "\(settings.port)", "--seal", settings.seal,
        ]
        arguments += logArguments
        if let port = settings.prometheusPort { arguments += ["--prometheus-port", "\(port)"] }
        if let directory = settings.dataDirectory { arguments += ["--data", directory + "/chain"] }
        try await supervisor.start(.init(name: Self.nodeName, arguments: arguments, isRestarted: false))
        let limit = ContinuousClock.now + Self.patience
        while true {
            if let endpoint { return endpoint }
            guard .now < limit else { throw CommandFailure("the node did not listen within \(Self.patience)") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// The screen says who speaks, so a child need not.
    private var logArguments: [String] { ["--log", "\(settings.log)", "--log-format", "\(LogFormat.bare)"] }

    private func connect(to url: String) async throws -> ChainClient {
        var configuration = ConnectionConfiguration()
        configuration.patience = Self.patience
        return try await ChainClient.connect(to: url, configuration: configuration, logger: settings.logger)
    }

    private func start(_ member: NetworkPlan.Member, _ url: String, _ netuid: NetUID) async throws {
        var arguments: [String]
        switch member.role {
        case .owner: return
        case .validator(let seed): arguments = ["validator", "--seed", "\(seed)"]
        case .miner(let modelClass): arguments = ["miner", "--class", modelClass.rawValue]
        }
        arguments += ["--url", url, "--netuid", "\(netuid)", "--hotkey", member.hotkeyURI]
        arguments += ["--corpus", settings.corpus] + logArguments
        try await supervisor.start(.init(name: member.name, arguments: arguments))
    }

    /// Starts the miners and waits until each has announced itself, so that the validators' first round asks them all.
    private func startMiners(_ client: ChainClient, _ url: String, _ netuid: NetUID) async throws {
        let start = UInt64(try await client.blockNumber())
        for member in plan.miners { try await self.start(member, url, netuid) }
        let limit = ContinuousClock.now + Self.patience
        while .now < limit {
            if let metagraph = try await client.metagraph(netuid) {
                let isComplete = plan.miners.allSatisfy { miner in
                    let axon = metagraph.uid(of: miner.hotkey.accountID).flatMap(metagraph.axon(of:))
                    return (axon?.block ?? 0) >= start && axon != nil
                }
                if isComplete { return }
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        say("up", "not every miner has announced itself; the validators start nevertheless")
    }

    private func listen() async throws {
        for await event in supervisor.events {
            switch event {
            case .line(let child, let text): hear(child, text)
            case .ended(let child, let status, let lastLines, let restart):
                observer.forget(child)
                guard let restart else {
                    throw CommandFailure("the \(child) \(status).\n" + lastLines.joined(separator: "\n"))
                }
                let last = lastLines.last.map { ": \($0)" } ?? ""
                say("up", "\(child) \(status); it is started again in \(restart.components.seconds) s\(last)")
            }
        }
    }

    private func hear(_ child: String, _ text: String) {
        logs?.append(text, of: child)
        if child == Self.nodeName, endpoint == nil, let word = text.split(separator: " ").first(where: Self.isURL) {
            endpoint = String(word)
        }
        guard let report = RoundReport(line: text) else { return screen.say(child, text) }
        observer.record(report, of: child)
        if !report.weights.isEmpty {
            let list = report.weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            screen.say(child, "weights set after round \(report.number): " + list.joined(separator: " "))
        } else if settings.logger.logLevel <= .debug {
            screen.say(child, text)
        }
    }

    private static func isURL(_ word: Substring) -> Bool { word.hasPrefix("ws://") }

    private func say(_ name: String, _ text: String) {
        logs?.append(text, of: name)
        screen.say(name, text)
    }

    // MARK: What is shown

    private func follow(_ client: ChainClient, _ founder: NetworkFounder, _ netuid: NetUID) async throws {
        let table = NetworkTable(hasColours: screen.hasColours)
        var shownEpoch: UInt64?
        var isFirstPictureAsked = false
        while !Task.isCancelled {
            do throws(ClientError) {
                let block = try await client.bestHash()
                let epoch = try await client.storage(Subtensor.subnetEpochIndex, netuid, at: block)
                if let metagraph = try await client.metagraph(netuid, at: block) {
                    let snapshot = observer.snapshot(of: metagraph, epoch: epoch)
                    if screen.isLive || shownEpoch != epoch { screen.show(table: table.lines(snapshot)) }
                    shownEpoch = epoch
                    if !isFirstPictureAsked, plan.hasFreshWeights(metagraph) {
                        isFirstPictureAsked = true
                        if metagraph.incentive.allSatisfy({ $0 == 0 }) { try await founder.triggerEpoch(of: netuid) }
                    }
                }
            } catch {
                // A node that went away is reported by its end; everything else is tried again.
                if !error.isConnectionLoss, !Task.isCancelled { say("up", "\(error)") }
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
