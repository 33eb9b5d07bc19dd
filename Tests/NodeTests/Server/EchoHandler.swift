import JSON
import RPC
import Synchronization

/// A chain that knows nothing: answers with what it was asked, and publishes what the test says.
final class EchoHandler: RPCHandler {
    let newHeads = Broadcast()
    let calls = Atomic<Int>(0)
    /// Lists of keys are answered when this ends.
    let held = AsyncStream<Never>.makeStream()
    /// A large answer to a short question.
    static let large = String(repeating: "m", count: 1 << 20)

    func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
        calls.add(1, ordering: .relaxed)
        switch method {
        case .systemHealth:
            return .json {
                $0.object {
                    $0.field("isSyncing") { $0.bool(false) }
                    $0.field("peers") { $0.integer(0) }
                    $0.field("shouldHavePeers") { $0.bool(false) }
                }
            }
        case .systemName: return .json { $0.string("echo") }
        case .stateGetMetadata: return .json(capacity: Self.large.utf8.count + 8) { $0.string(Self.large) }
        case .stateGetKeysPaged:
            for await _ in held.stream {}
            return .json { $0.array { _ in } }
        case .stateCall(_, let arguments, _): return .json { $0.hexadecimal(arguments) }
        case .authorSubmitExtrinsic(let bytes): return .json { $0.hexadecimal(bytes.prefix(32)) }
        case .chainSubscribeNewHeads: return .subscription(newHeads.subscription())
        default: throw .internalError("not served by the echo")
        }
    }
}
