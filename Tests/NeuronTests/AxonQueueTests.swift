import Synchronization
import Testbed
import Testing

@testable import Neuron

/// What happens when more ask than an axon works on at a time.
@Suite(.timeLimit(.minutes(1))) struct AxonQueueTests {
    private let clock = TestClock()
    private let hotkey = TestKey.make(1)

    /// Handlers wait here until the test opens.
    private final class Door: Sendable {
        let order = Mutex<[String]>([])
        private let isOpen = Mutex(false)

        func open() { isOpen.withLock { $0 = true } }

        func pass(_ text: String) async throws {
            order.withLock { $0.append(text) }
            while !isOpen.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    private func service(_ door: Door, requestsMax: Int = 1, waitingMax: Int = 3) -> AxonService {
        var configuration = AxonConfiguration()
        configuration.requestsMax = requestsMax
        configuration.waitingMax = waitingMax
        let ranks = Dictionary(uniqueKeysWithValues: (2..<20).map { (TestKey.make($0).address, Double($0)) })
        return AxonService(
            hotkey: hotkey.address,
            routes: [
                .on(Echo.self) { echo, _ in
                    try await door.pass(echo.text)
                    return echo
                }
            ],
            verifier: Sr25519Verifier(), configuration: configuration, blacklist: { _ in nil },
            priority: { ranks[$0.hotkey] ?? 0 }, unixNanoseconds: clock.now)
    }

    /// The status of a request by key `rank`, which is also its priority.
    private func ask(_ service: AxonService, rank: UInt8, timeout: String = "30.0") async throws -> Int {
        var request = try RawRequest.signed(
            by: TestKey.make(rank), to: hotkey.address, nonce: clock.now(), echo: Echo(text: "\(rank)"))
        request.headers["timeout"] = timeout
        let admitted = try service.admit(path: "/Echo", remoteIP: "") { request.headers[$0] }
        let outcome = await service.respond(to: admitted, body: request.body, streamingTo: RecordedStream())
        guard case .response(let response) = outcome else { return 0 }
        return response.status
    }

    private func waitFor(_ count: Int, in service: AxonService) async throws {
        while service.waitingCount != count { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("of those that wait the one of the highest priority is served first, and the lowest makes room")
    func priority() async throws {
        let door = Door()
        let service = service(door)
        async let first = ask(service, rank: 2)
        while door.order.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        async let low = ask(service, rank: 3)
        try await waitFor(1, in: service)
        async let high = ask(service, rank: 9)
        try await waitFor(2, in: service)
        async let middle = ask(service, rank: 6)
        try await waitFor(3, in: service)
        #expect(try await ask(service, rank: 20) == 503, "nobody makes room for the lowest")
        async let highest = ask(service, rank: 12)
        #expect(try await low == 503)
        try await waitFor(3, in: service)
        door.open()
        let statuses = try await [first, high, middle, highest]
        #expect(statuses == [200, 200, 200, 200])
        #expect(door.order.withLock { $0 } == ["2", "12", "9", "6"])
        #expect(service.waitingCount == 0)
    }

    @Test("time spent waiting counts, and who gives up leaves no trace")
    func givingUp() async throws {
        let door = Door()
        let service = service(door)
        async let first = ask(service, rank: 2)
        while door.order.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
        #expect(try await ask(service, rank: 3, timeout: "0.05") == 408)
        #expect(service.waitingCount == 0)
        let leaver = Task { try await ask(service, rank: 4) }
        try await waitFor(1, in: service)
        leaver.cancel()
        _ = try await leaver.value
        #expect(service.waitingCount == 0)
        door.open()
        #expect(try await first == 200)
        #expect(door.order.withLock { $0 } == ["2"])
    }

    @Test("a hundred at once pass one place after another")
    func all() async throws {
        let door = Door()
        door.open()
        let service = service(door, requestsMax: 2, waitingMax: 100)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for rank in 2..<102 as Range<UInt8> { group.addTask { try await ask(service, rank: rank) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count == 100 && statuses.allSatisfy { $0 == 200 })
        #expect(Set(door.order.withLock { $0 }).count == 100)
    }
}
