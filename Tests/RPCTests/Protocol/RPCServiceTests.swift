import RPC
import Synchronization
import Testing

@Suite struct RPCServiceTests {
    private let context = ConnectionContext(id: 1, transport: .http, peer: "test")

    private func respond(
        _ text: String, limits: RPCLimits = RPCLimits(), handler: ScriptedHandler = ScriptedHandler()
    ) async -> String? {
        await RPCService(handler: handler, limits: limits).respond(to: Array(text.utf8), context: context)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("one request, one response with its id")
    func single() async {
        #expect(
            await respond(#"{"jsonrpc":"2.0","id":"kQ17","method":"system_name","params":[]}"#)
                == #"{"jsonrpc":"2.0","id":"kQ17","result":"scripted"}"#)
        #expect(
            await respond(#"{"jsonrpc":"2.0","id":null,"method":"system_name"}"#)
                == #"{"jsonrpc":"2.0","id":null,"result":"scripted"}"#)
    }

    @Test("errors are objects with code and message")
    func failure() async {
        let text = await respond(#"{"jsonrpc":"2.0","id":1,"method":"nope"}"#)
        #expect(text?.hasPrefix(#"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"#) == true)
        #expect(await respond("{")?.hasPrefix(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700"#) == true)
    }

    @Test("a batch is answered in order, without its notifications, and not at all when it has nothing else")
    func batch() async {
        let handler = ScriptedHandler()
        let named = #"{"jsonrpc":"2.0","id":1,"method":"system_name"}"#
        let silent = #"{"jsonrpc":"2.0","method":"state_call","params":["a","07"]}"#
        let call = #"{"jsonrpc":"2.0","id":2,"method":"state_call","params":["a","0102"]}"#
        #expect(
            await respond("[\(named),\(silent),\(call)]", handler: handler)
                == #"[{"jsonrpc":"2.0","id":1,"result":"scripted"},{"jsonrpc":"2.0","id":2,"result":"0x0102"}]"#)
        #expect(handler.calls.withLock { $0.count } == 3)
        #expect(await respond("[\(silent),\(silent)]") == nil)
        #expect(await respond(silent) == nil)
    }

    @Test("a batch whose answers fill the response gets errors for the rest, which is not carried out")
    func fullBatch() async {
        var limits = RPCLimits()
        limits.responseByteMaximum = 200
        let handler = ScriptedHandler()
        let call =
            #"{"jsonrpc":"2.0","id":2,"method":"state_call","params":["a","\#(String(repeating: "00", count: 60))"]}"#
        let text = await respond("[\(call),\(call),\(call)]", limits: limits, handler: handler)
        #expect(text?.split(separator: "-32011").count == 2)
        #expect(handler.calls.withLock { $0.count } == 2)
        let long = call.replacing(String(repeating: "00", count: 60), with: String(repeating: "00", count: 200))
        #expect(await respond(long, limits: limits)?.contains("-32008") == true)
    }

    @Test("subscriptions are refused over HTTP, without asking the handler")
    func noSubscriptions() async {
        let handler = ScriptedHandler()
        for name in ["chain_subscribeNewHeads", "author_submitAndWatchExtrinsic", "author_unwatchExtrinsic"] {
            let text = await respond(
                #"{"jsonrpc":"2.0","id":1,"method":"\#(name)","params":["0x02"]}"#, handler: handler)
            #expect(text?.contains("-32601") == true && text?.contains("WebSocket") == true)
        }
        #expect(handler.calls.withLock { $0.isEmpty })
    }

    @Test("a handler that answers in the wrong form is an internal error")
    func wrongForm() async {
        #expect(await respond(#"{"jsonrpc":"2.0","id":1,"method":"system_health"}"#)?.contains("-32603") == true)
    }
}
