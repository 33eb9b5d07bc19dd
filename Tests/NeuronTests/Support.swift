import Cryptography
import Hashing
import Synchronization

@testable import Neuron

/// The synapse of most tests; the Python scripts have the same class.
struct Echo: Synapse, Codable, Equatable {
    static let name = "Echo"
    static let hashedFields = ["text", "numbers"]
    static let requiredFields = ["text"]

    var text: String
    var numbers: [Int] = []
    var answer: String?
}

/// A streaming synapse; the Python scripts have the same class.
struct Prompt: Synapse, Codable, Equatable {
    static let name = "Prompt"
    static let hashedFields = ["text", "count"]
    static let requiredFields = ["text", "count"]

    var text: String
    var count: Int
    /// Seconds before each chunk.
    var pause: Double? = 0

    /// Sends `count` chunks; some texts fail.
    static func answer(_ prompt: Prompt, _ caller: AxonCaller, _ stream: AxonStream) async throws {
        if prompt.text == "fails at once" { throw AsAsked() }
        for index in 0..<prompt.count {
            if prompt.text == "fails later", index == 2 { throw AsAsked() }
            if let pause = prompt.pause, pause > 0 { try await Task.sleep(for: .seconds(pause)) }
            try await stream.send("\(prompt.text) \(index);")
        }
    }

    struct AsAsked: Error {}
}

/// Keys that anyone can recompute.
enum TestKey {
    static func make(_ number: UInt8) -> Keypair {
        guard let pair = try? Keypair(seed: [UInt8](repeating: number, count: 32)) else {
            preconditionFailure("32 bytes are a seed")
        }
        return pair
    }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let time = Mutex<Int64>(1_800_000_000_000_000_000)

    @Sendable func now() -> Int64 { time.withLock { $0 } }

    func advance(seconds: Int64) { time.withLock { $0 += seconds * 1_000_000_000 } }
}

/// A request that can be bent before it is sent.
struct RawRequest {
    var path = "/Echo"
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    /// A request that an axon of `axonHotkey` accepts.
    static func signed(
        by key: Keypair, to axonHotkey: String, nonce: Int64, echo: Echo = Echo(text: "hi", numbers: [1, 2])
    ) throws -> RawRequest {
        let fields = try echo.fields
        let hash = BodyHash.hex(of: Echo.hashedFields, in: .dictionary(fields))
        var dendrite = TerminalInfo()
        dendrite.version = Dendrite.protocolVersion
        dendrite.nonce = nonce
        dendrite.uuid = "test"
        dendrite.hotkey = key.address
        let message = "\(nonce).\(key.address).\(axonHotkey).test.\(hash)"
        dendrite.signature = "0x" + Hexadecimal.text(key.signature(of: Array(message.utf8)))
        var axon = TerminalInfo()
        axon.hotkey = axonHotkey
        let frame = SynapseFrame(name: Echo.name, timeoutSeconds: 12, dendrite: dendrite, axon: axon)
        let body = frame.body(with: fields).json
        let headers = frame.headers(bodyBytes: body.count, bodyHash: hash)
        return RawRequest(headers: Dictionary(headers.map { ($0.name, $0.value) }) { $1 }, body: body)
    }
}

/// The answer of a streaming synapse, remembered; chunks are taken when the test says so, or at once.
final class RecordedStream: AxonStreamTransport {
    struct State {
        var head: AxonResponse?
        var chunks: [String] = []
        var waiting: [@Sendable (Bool) -> Void] = []
        var isAbandoned = false
    }

    let state = Mutex(State())
    private let takesAtOnce: Bool

    init(takesAtOnce: Bool = true) { self.takesAtOnce = takesAtOnce }

    func begin(_ head: AxonResponse) { state.withLock { $0.head = head } }

    func send(_ chunk: [UInt8], whenTaken: @escaping @Sendable (_ isTaken: Bool) -> Void) {
        let isTaken = state.withLock { state -> Bool? in
            if state.isAbandoned { return false }
            state.chunks.append(String(decoding: chunk, as: UTF8.self))
            if takesAtOnce { return true }
            state.waiting.append(whenTaken)
            return nil
        }
        if let isTaken { whenTaken(isTaken) }
    }

    func abandon() {
        let waiting = state.withLock { state in
            state.isAbandoned = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for whenTaken in waiting { whenTaken(false) }
    }
}
