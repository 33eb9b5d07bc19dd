import JSON
import Measuring
import Synchronization

/// Counts the signed extrinsics of every finalised block, on a connection and a thread of its own.
final class FinalityWatch: Sendable {
    /// How far the chain has come.
    struct Progress {
        var transfers = 0
        var blocks = 0
        /// Signed extrinsics of the fullest block.
        var transfersOfFullestBlock = 0
        var failure: BenchmarkFailure?
    }

    private let content = Mutex(Progress())

    /// What is known now.
    var progress: Progress { content.withLock { $0 } }

    /// Follows the chain from its latest block on until `count` transfers are final, on the calling thread.
    func run(until count: Int, host: String, port: Int, from start: Int) {
        do {
            let heads = try BlockingWebSocket(host: host, port: port)
            let blocks = try BlockingWebSocket(host: host, port: port)
            try heads.send(BlockingWebSocket.request("chain_subscribeFinalizedHeads", "[]", id: 0))
            var next = start
            while progress.transfers < count {
                let message = try JSONReader.read(try heads.receiveText())
                guard case .string(let text)? = message["params"]?["result"]?["number"],
                    let number = Int(text.dropFirst(2), radix: 16)
                else { continue }
                while next <= number {
                    let signed = try Self.signedCount(ofBlock: next, blocks)
                    content.withLock { progress in
                        progress.transfers += signed
                        progress.blocks += 1
                        progress.transfersOfFullestBlock = max(progress.transfersOfFullestBlock, signed)
                    }
                    next += 1
                }
            }
        } catch {
            content.withLock { $0.failure = BenchmarkFailure("\(error)") }
        }
    }

    private static func signedCount(ofBlock number: Int, _ socket: BlockingWebSocket) throws -> Int {
        let hash = try socket.text("chain_getBlockHash", "[\(number)]")
        guard case .array(let extrinsics)? = try socket.call("chain_getBlock", "[\"\(hash)\"]")["block"]?["extrinsics"]
        else { throw BenchmarkFailure("block \(number) cannot be read") }
        return extrinsics.count { isSigned($0) }
    }

    /// Whether the version byte behind the length says that somebody signed.
    private static func isSigned(_ extrinsic: JSONValue) -> Bool {
        guard case .string(let text) = extrinsic else { return false }
        let digits = Array(text.utf8.prefix(12))
        guard digits.count == 12, let low = Hexadecimal.nibble(digits[3]) else { return false }
        let prefixLength = [1, 2, 4, 5][Int(low & 3)]
        return digits[(2 + 2 * prefixLength)...].prefix(2).elementsEqual("84".utf8)
    }
}
