import Foundation
import Node
import Testing

/// The same server seen by a client that others wrote.
@Suite(.timeLimit(.minutes(2))) struct PythonClientTests {
    /// A Python that has `websockets`: the one that `MYELIN_PYTHON` names, or the system's.
    private static var python: String? {
        let candidates = [ProcessInfo.processInfo.environment["MYELIN_PYTHON"], "/usr/bin/python3"].compactMap { $0 }
        return candidates.first { (try? run($0, ["-c", "import websockets.sync.client"])) == 0 }
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardError =
            path.isEmpty || arguments[0] == "-c" && arguments[1].hasPrefix("import websockets.s")
            ? FileHandle.nullDevice : FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static let script = """
        import asyncio, json, sys, websockets
        async def main():
            async with websockets.connect(f"ws://127.0.0.1:{sys.argv[1]}", max_size=2**32) as ws:
                call = lambda i, m, p: json.dumps({"jsonrpc": "2.0", "id": i, "method": m, "params": p})
                for i in range(500):
                    await ws.send(call(i, "system_name", []))
                seen = {json.loads(await ws.recv())["id"] for _ in range(500)}
                assert seen == set(range(500)), len(seen)
                data = "ab" * 400000
                await ws.send(call("k", "state_call", ["x", data]))
                answer = json.loads(await ws.recv())
                assert answer == {"jsonrpc": "2.0", "id": "k", "result": "0x" + data}
                await ws.send(call(1, "state_call", ["x", "00"])[:20])
                assert json.loads(await ws.recv())["error"]["code"] == -32700
                async def parts():
                    for part in [call(7, "system_", [])[:40], call(7, "system_", [])[40:]]:
                        yield part
                await ws.send(parts())
                assert json.loads(await ws.recv())["error"]["code"] == -32601
                await ws.send(b"[" + call(8, "system_name", []).encode() + b"]")
                assert json.loads(await ws.recv())[0]["result"] == "echo"
                await (await ws.ping())
            print("python websockets", websockets.__version__, "ok, closed with", ws.close_code)
            assert ws.close_code == 1000
        asyncio.run(main())
        """

    @Test("the client library that the SDK uses is served: pipelining, large, fragmented and binary messages, pings")
    func library() async throws {
        guard let python = Self.python else {
            print("python websockets: skipped, no Python with the module (name one in MYELIN_PYTHON)")
            return
        }
        try await withServer { server, _ in
            let port = server.port
            let status = try await Task.detached { try Self.run(python, ["-c", Self.script, "\(port)"]) }.value
            #expect(status == 0)
        }
    }
}
