import JSON
import RPC
import Runtime
import Synchronization

/// Answers like a chain that knows nothing: enough to see what arrives and what goes out.
final class ScriptedHandler: RPCHandler {
    let newHeads = Broadcast()
    let calls = Mutex<[RPCMethod]>([])
    let watched = Mutex<[SubscriptionSink]>([])
    let stopped = Mutex(0)
    let first = Mutex<@Sendable () -> [UInt8]?>({ Array("\"first\"".utf8) })

    func answer(_ method: RPCMethod, context: ConnectionContext) async throws(RPCError) -> RPCAnswer {
        calls.withLock { $0.append(method) }
        switch method {
        case .systemName: return .json { $0.string("scripted") }
        case .chainSubscribeNewHeads: return .subscription(newHeads.subscription(first: first.withLock { $0 }))
        case .authorSubmitAndWatchExtrinsic(let bytes):
            guard bytes != [0] else { throw .invalidTransaction(.stale) }
            return .subscription(
                Subscription { sink in
                    self.watched.withLock { $0.append(sink) }
                    sink.send(Array("\"ready\"".utf8))
                    if bytes == [1] { sink.finish() }
                    return { self.stopped.withLock { $0 += 1 } }
                })
        case .stateCall(_, let arguments, _): return .json { $0.hexadecimal(arguments) }
        case .systemHealth: return .subscription(newHeads.subscription())
        case .chainSubscribeFinalizedHeads: return .json { $0.null() }
        default: throw .internalError("not scripted")
        }
    }
}
