import Foundation
import Primitives
import RuntimeInterface
import StateStore
import Synchronization
import Testing

@testable import Chain

@Suite("The embedded engine", .timeLimit(.minutes(2)))
struct SoloEngineTests {
    /// Waits until `condition` holds.
    private func wait(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func running(
        _ fixture: DevelopmentChain, _ seal: Seal, report: @escaping @Sendable (SoloEngine.Report) -> Void = { _ in },
        _ body: () async throws -> Void
    ) async throws {
        let engine = SoloEngine(chain: fixture.chain, seal: seal, report: report)
        let task = Task { await engine.run() }
        do { try await body() } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        await task.value
        try fixture.checkInvariants()
    }

    @Test("a seal is read from its text, and nothing else is one")
    func seals() {
        #expect(Seal("instant") == .instant && Seal("manual") == .manual)
        #expect(Seal("interval:250") == .interval(milliseconds: 250))
        for text in [
            "", "interval", "interval:", "interval:9", "interval:600001", "interval:-1", "Instant", "interval:1:2",
        ] {
            #expect(Seal(text) == nil)
        }
    }

    @Test("an interval makes blocks without anything to put into them")
    func interval() async throws {
        let fixture = try DevelopmentChain()
        try await running(fixture, .interval(milliseconds: 10)) { try await wait { try fixture.height >= 5 } }
    }

    @Test("the instant seal makes one block at the start, and then one whenever something waits")
    func instant() async throws {
        let fixture = try DevelopmentChain()
        try await running(fixture, .instant) {
            try await wait { try fixture.height == 1 }
            for number in 0..<5 {
                let log = WatchLog()
                try fixture.chain.submit(fixture.transfer(), watcher: log.watcher)
                try await wait { log.statuses.last?.isLast == true }
                #expect(try fixture.height == BlockNumber(number + 2))
            }
            // A future one makes none.
            try fixture.chain.submit(fixture.transfer(nonce: 9))
            try await Task.sleep(for: .milliseconds(50))
            #expect(try fixture.height == 6)
        }
    }

    @Test("the manual seal waits to be asked")
    func manual() async throws {
        let fixture = try DevelopmentChain()
        try await running(fixture, .manual) {
            try fixture.chain.submit(fixture.transfer())
            try await Task.sleep(for: .milliseconds(50))
            #expect(try fixture.height == 0)
            #expect(try fixture.makeBlock().signedCount == 1)
        }
    }

    @Test("a full disk stops the blocks, is told once, and the chain goes on when there is room")
    func fullDisk() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-full-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let reports = Mutex<[String]>([])
        let report: @Sendable (SoloEngine.Report) -> Void = { report in
            let text =
                switch report {
                case .stalled(let error): error.description
                case .resumed: "resumed"
                }
            reports.withLock { $0.append(text) }
        }
        let reached: BlockNumber
        do {
            // So small that a few blocks with a large remark fill it.
            let fixture = try DevelopmentChain(
                try StateStore(directory: folder, durability: .temporary, mapSize: 4 << 20))
            let bulk = RuntimeCall.system(.remark(remark: [UInt8](repeating: 7, count: 200_000)))
            try await running(fixture, .interval(milliseconds: 10), report: report) {
                while reports.withLock({ $0.isEmpty }) {
                    _ = try? fixture.chain.submit(fixture.extrinsic(bulk, by: DevelopmentChain.alice))
                    try await Task.sleep(for: .milliseconds(5))
                }
                try await Task.sleep(for: .milliseconds(100))
            }
            reached = try fixture.height
            #expect(!fixture.chain.pendingExtrinsics.isEmpty, "what did not fit into a block waits")
            let texts = reports.withLock { $0 }
            #expect(texts.first?.contains("no room") == true)
            #expect(texts.count < 4, "one report for each cause, not for each attempt: \(texts)")
            #expect(try fixture.chain.executor.store.block(.latest).record.number == reached)
        }
        // With room again it goes on where it stopped.
        let fixture = try DevelopmentChain(try StateStore(directory: folder, durability: .temporary))
        #expect(try fixture.height == reached)
        try await running(fixture, .interval(milliseconds: 10)) { try await wait { try fixture.height > reached + 2 } }
    }
}
