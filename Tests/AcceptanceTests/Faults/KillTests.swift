import Foundation
import Testbed
import Testing

@Suite("A node under kill -9", .serialized, .enabled(if: NodeProcess.binary != nil, NodeProcess.skipped))
struct KillTests {
    @Test("nothing that was final is lost, at 200 seeded moments", .timeLimit(.minutes(10)))
    func killed() async throws {
        let seed: UInt64 = 0xDEAD
        let rounds = ProcessInfo.processInfo.environment["MYELIN_KILLS"].flatMap { Int($0) } ?? 200
        var random = SeededRandom(seed: seed)
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-kill-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let load = FaultLoad()
        let arguments = ["--data", folder, "--seal", "interval:20"]
        for round in 0..<rounds {
            let node = try await NodeProcess(arguments, environment: ["SWIFT_BACKTRACE": "enable=no"])
            if round == 0 {
                print("start to first answer: \(node.startTime)")
                try await FaultLoad.makeSubnet(node.client)
                try await FaultLoad.awaitSubnet(node.client)
            }
            try await load.expectKept(node.client, depth: 6, "seed \(seed), round \(round)")
            #expect(!node.output.contains("refuses"), "a kill blames no extrinsic: \(node.output)")
            let pause = Duration.milliseconds(Int.random(in: 5...250, using: &random))
            await withTaskGroup(of: Void.self) { group in
                // Ends with the error of a request that is not answered.
                group.addTask { try? await load.run(node.client, round: round) }
                group.addTask {
                    try? await Task.sleep(for: pause)
                    let end = try? await node.end(SIGKILL)
                    #expect(end?.bySignal == true)
                }
            }
        }
        let node = try await NodeProcess(arguments)
        try await load.expectKept(node.client, depth: .max, "seed \(seed), at the end")
        let start = try await node.client.head().number
        while try await node.client.head().number < start + 3 { try await Task.sleep(for: .milliseconds(20)) }
        let head = try await node.client.head().number
        #expect(try await node.end(SIGTERM)?.status == 0)
        let check = try NodeProcess.run(["check", "--data", folder, "--from", "\(max(head, 400) - 400)"])
        #expect(check.status == 0, "\(check.output)")
        let seen = load.finalized
        #expect(seen.hashes.count > rounds / 2 && seen.transferCount > 20 && seen.hotkeys.count > 10)
        print(
            "kill -9: \(rounds) moments, \(seen.hashes.count) finalised heads, \(seen.transferCount) transfers and "
                + "\(seen.hotkeys.count) registrations seen and kept; \(check.output)")
    }
}
