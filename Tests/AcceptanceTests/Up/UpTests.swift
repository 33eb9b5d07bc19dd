import Client
import Cryptography
import Foundation
import Primitives
import Subnets
import Testing

/// `myelin up` as a whole, against the binary that `MYELIN_BINARY` names.
@Suite(
    .serialized, .timeLimit(.minutes(10)),
    .enabled(if: UpProcess.binary != nil, "MYELIN_BINARY names no executable: `./test` sets it"))
struct UpTests {
    /// The paid state of a network: every miner of the plan but garbage has an incentive, and an epoch has paid.
    private func paidMetagraph(
        _ up: UpProcess, _ client: ChainClient, _ netuid: NetUID
    ) async throws -> SubnetMetagraph {
        try await up.wait(for: "incentives") {
            guard let metagraph = try await client.metagraph(netuid) else { return nil }
            let isPaid = metagraph.incentive.filter { $0 > 0 }.count >= 4 && metagraph.emission.contains { $0 > 0 }
            return isPaid ? metagraph : nil
        }
    }

    /// Cross-entropy of each model class on what a validator of the plan holds out, in bits per token.
    private func crossEntropies(of member: NetworkPlan.Member, _ corpus: LanguageCorpus) throws -> [Double] {
        guard case .validator(let seed) = member.role else { return [] }
        let task = try LanguageValidator(corpus: corpus, seed: seed).task
        return NetworkPlan.modelClasses.compactMap(\.order).map { order in
            LanguageModel(order: order, vocabulary: task.vocabulary, training: task.split.training)
                .crossEntropy(on: task.split.heldOut)
        }
    }

    @Test("miners earn in the order of their models' cross-entropy, garbage exactly 0, and Ctrl-C leaves nobody behind")
    func order() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        let plan = NetworkPlan(seed: seed)
        let up = try UpProcess(["--port", "0", "--seed", "\(seed)"])
        let (url, number) = try await up.network()
        let netuid = NetUID(number)
        let client = try await ChainClient.connect(to: url)
        let metagraph = try await paidMetagraph(up, client, netuid)
        let children = up.children.map(\.pid)
        #expect(children.count == 8, "a node, two validators, five miners")

        let incentives = plan.miners.map { miner in
            metagraph.uid(of: miner.hotkey.accountID).map { Int(metagraph.incentive[Int($0)]) } ?? -1
        }
        let emissions = plan.miners.map { miner in
            metagraph.uid(of: miner.hotkey.accountID).map { metagraph.emission[Int($0)].units } ?? 0
        }
        print("up: seed \(seed), incentives \(incentives), alpha \(emissions), block \(metagraph.block)")
        let corpus = try LanguageCorpus()
        for validator in plan.validators {
            let bits = try crossEntropies(of: validator, corpus)
            let byBits = bits.indices.sorted { bits[$0] > bits[$1] }
            let byIncentive = bits.indices.sorted { incentives[$0] < incentives[$1] }
            #expect(byBits == byIncentive, "seed \(seed): \(bits) bits, incentives \(incentives)")
        }
        #expect(incentives.last == 0, "garbage, seed \(seed)")
        #expect(emissions.last == 0, "garbage, seed \(seed)")
        #expect(emissions.dropLast().allSatisfy { $0 > 0 }, "seed \(seed): \(emissions)")
        client.close()

        let earned = try await up.wait(for: "table", seconds: 20) {
            let rows = up.output.matches(of: /miner +five-gram +(-?[\d.]+) +([\d.]+) +([\d.]+) +([\d.]+)\n/)
            return rows.compactMap { Double($0.4) }.first { $0 > 0 }
        }
        // The table has four decimals of an alpha.
        #expect(earned * 1e9 >= Double(emissions[3]) - 1e5, "the table shows what the chain paid")

        up.send(SIGINT)
        #expect(try await up.end() == 0, "\(up.output)")
        #expect(children.filter(UpProcess.isAlive).isEmpty)
        #expect(up.output.contains("everything has ended"))
    }

    @Test("a chain that is kept goes on, and nobody is registered twice; a killed parent leaves no child behind")
    func resume() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "up-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = ["--port", "0", "--data", folder.path]

        let first = try UpProcess(arguments)
        let (url, number) = try await first.network()
        let client = try await ChainClient.connect(to: url)
        let before = try #require(try await client.metagraph(NetUID(number)))
        client.close()
        let children = try await first.wait(for: "children") {
            let children = first.children
            return children.count == 8 ? children.map(\.pid) : nil
        }
        first.send(SIGKILL)
        #expect(try await first.end() == -SIGKILL)
        try await first.wait(for: "end of the children", seconds: 20) {
            children.contains(where: UpProcess.isAlive) ? nil : ()
        }

        let second = try UpProcess(arguments)
        let (urlAgain, numberAgain) = try await second.network()
        #expect(numberAgain == number)
        let clientAgain = try await ChainClient.connect(to: urlAgain)
        let after = try #require(try await clientAgain.metagraph(NetUID(number)))
        clientAgain.close()
        #expect(after.hotkeys == before.hotkeys)
        #expect(after.block > before.block)
        #expect(!second.output.contains("registered as UID"))
        second.send(SIGTERM)
        #expect(try await second.end() == 0, "\(second.output)")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/logs/node.log"))
    }

    @Test("a miner that dies is reported and started again; when the node dies everything ends with its message")
    func deaths() async throws {
        let up = try UpProcess(["--port", "0"])
        _ = try await up.network()
        func child(_ word: String) -> Int32? { up.children.first { $0.arguments.contains(word) }?.pid }
        let miner = try await up.wait(for: "miner") { child("bigram") }
        kill(miner, SIGKILL)
        let again = try await up.wait(for: "miner again") { child("bigram").flatMap { $0 == miner ? nil : $0 } }
        #expect(again != miner)
        #expect(up.output.contains("bigram was ended by signal 9; it is started again in 1 s"))

        let children = up.children.map(\.pid)
        kill(try #require(child("node")), SIGKILL)
        #expect(try await up.end() == 1)
        #expect(up.output.contains("the node was ended by signal 9"))
        #expect(children.filter(UpProcess.isAlive).isEmpty)
    }

    @Test("a port that is taken is named, with the remedy")
    func port() async throws {
        let first = try UpProcess(["--port", "0"])
        let (url, _) = try await first.network()
        let port = try #require(url.split(separator: ":").last)
        let second = try UpProcess(["--port", String(port)])
        #expect(try await second.end() == 1)
        #expect(second.output.contains("port \(port)") && second.output.contains("--port"), "\(second.output)")
        first.send(SIGINT)
        #expect(try await first.end() == 0)
    }
}
