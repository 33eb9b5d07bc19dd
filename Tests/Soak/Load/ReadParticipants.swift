import Client
import Cryptography
import Hashing
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Synchronization
import Testbed

/// What was answered about final blocks: asked again, even after a restart, the answer is the same.
final class AnswerMemory: Sendable {
    private struct Entry {
        var request: RPCRequest
        var digest: [UInt8]
    }

    private let entries = Mutex<[[UInt8]: Entry]>([:])
    private static let countMaximum = 400

    /// Notes an answer to a request that names its block.
    /// - Returns: `false` where it differs from the one before.
    func note(_ request: RPCRequest, _ answer: JSONValue) -> Bool {
        let key = Blake2b.hash256(
            JSONWriter.encode { $0.value(.array([.string(request.method)] + request.parameters)) })
        let digest = Blake2b.hash256(JSONWriter.encode { $0.value(answer) })
        return entries.withLock { entries in
            if let before = entries[key] { return before.digest == digest }
            if entries.count >= Self.countMaximum, let any = entries.keys.first { entries[any] = nil }
            entries[key] = Entry(request: request, digest: digest)
            return true
        }
    }

    /// One that was asked before.
    func request(_ random: inout SeededRandom) -> RPCRequest? {
        entries.withLock { $0.values.randomElement(using: &random)?.request }
    }
}

/// Reads through the runtime's APIs, the storage and the blocks, at new and old blocks.
struct Reader: Participant {
    let name = "reads"
    let pauseMilliseconds = 20...200
    let ledger: FinalityLedger
    let memory: AnswerMemory

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let isRepeated = Int.random(in: 0..<3, using: &random) == 0
        guard let request = (isRepeated ? memory.request(&random) : nil) ?? newRequest(scene, &random) else { return }
        let answer = try await scene.client.connection.call(request.method, request.parameters)
        scene.tally.count(isRepeated ? "reads repeated" : "reads")
        if !memory.note(request, answer) { scene.tally.violate("\(request) is answered otherwise than before") }
    }

    private func newRequest(_ scene: Scene, _ random: inout SeededRandom) -> RPCRequest? {
        let range = ledger.range
        // Half of the reads are of the last blocks, half of any.
        let recent = max(range.lowerBound, range.upperBound > 8 ? range.upperBound - 8 : 0)
        let lower = Bool.random(using: &random) ? recent : range.lowerBound
        guard let block = ledger.hash(of: BlockNumber.random(in: lower...range.upperBound, using: &random)),
            let netuid = scene.world.subnets.randomElement(using: &random)?.netuid
        else { return nil }
        let account = scene.world.stakers.randomElement(using: &random)?.accountID ?? .zero
        let at = JSONValue.string(block.hexadecimal)
        func bytes(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.encode(bytes)) }
        func call<each Input: ScaleCodable, Output: ScaleCodable>(
            _ method: RuntimeMethod<repeat each Input, Output>, _ input: repeat each Input
        ) -> RPCRequest {
            RPCRequest("state_call", [.string(method.name), bytes(method.encode(repeat each input)), at])
        }
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1: return call(SubnetInfoAPI.getMetagraph, netuid)
        case 2: return call(NeuronInfoAPI.getNeuronsLite, netuid)
        case 3: return call(SubnetInfoAPI.getAllDynamicInfo)
        case 4: return call(DelegateInfoAPI.getDelegates)
        case 5: return call(StakeInfoAPI.getStakeInfoForColdkey, account)
        case 6: return RPCRequest("chain_getBlock", [at])
        case 7: return RPCRequest("state_getStorage", [bytes(System.events.path), at])
        case 8:
            let prefix = bytes(System.account.prefix())
            return RPCRequest("state_getKeysPaged", [prefix, .integer(200), prefix, at])
        default:
            let keys = scene.world.senders.map { bytes(System.account.path($0.accountID)) }
            return RPCRequest("state_queryStorageAt", [.array(keys), at])
        }
    }
}

/// Asks for proofs of what the state holds, where the node serves them.
struct ProofReader: Participant {
    let name = "proofs"
    let pauseMilliseconds = 300...900
    let ledger: FinalityLedger

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let range = ledger.range
        guard let block = ledger.hash(of: BlockNumber.random(in: range, using: &random)) else { return }
        let keys = scene.world.senders.prefix(4).map {
            JSONValue.string(Hexadecimal.encode(System.account.path($0.accountID)))
        }
        let answer = try await scene.client.connection.call(
            "state_getReadProof", [.array(keys), .string(block.hexadecimal)])
        guard case .array(let nodes)? = answer["proof"], !nodes.isEmpty else {
            throw .malformedAnswer(request: "state_getReadProof", detail: "it holds no proof")
        }
        scene.tally.count("proofs")
    }
}

/// Asks whether the node is well, again and again: with whatever goes on, it answers soon.
struct Pulse: Participant {
    let name = "pulse"
    let pauseMilliseconds = 500...500
    private static let limit = Duration.seconds(10)

    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError) {
        let start = ContinuousClock.now
        _ = try await scene.client.connection.call("system_health", timeout: Self.limit)
        let milliseconds = start.duration(to: .now) / .milliseconds(1)
        scene.tally.count("answers to system_health")
        for limit in [1_000.0, 100] where milliseconds > limit {
            scene.tally.count("answers to system_health that took more than \(Int(limit)) ms")
            break
        }
    }
}
