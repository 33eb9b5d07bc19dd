import Cryptography
import JSON

@testable import Neuron

/// Requests to an axon: head, authentication and body.
///
/// An input is a request in lines: path, headers, an empty line, the body. A signature of `sign` is replaced by the
/// sender's for the rest of the request, and a body hash of `hash` by the body's, so that inputs get past them.
enum AxonTarget {
    static let target = FuzzTarget(
        name: "axon", summary: "every request gets a status, JSON and headers of one line", byteMaximum: 2_048,
        seeds: seeds, check: check)

    private struct Echo: Synapse, Codable {
        static let name = "Echo"
        static let hashedFields = ["text", "numbers"]
        static let requiredFields = ["text"]
        var text: String
        var numbers: [Int]?
        var ratio: Double?
        var inner: [String: [String]]?
    }

    private static let axon = valid(try Keypair(seed: [UInt8](repeating: 1, count: 32)))
    private static let sender = valid(try Keypair(seed: [UInt8](repeating: 2, count: 32)))
    private static let now: Int64 = 1_800_000_000_000_000_000
    private static let statuses: Set<Int> = [200, 400, 401, 403, 404, 408, 413, 500, 503]

    private static func seeds() -> [[UInt8]] {
        let headers = [
            "name: Echo", "timeout: 12.0", "bt_header_dendrite_ip: 127.0.0.1", "bt_header_dendrite_version: 10005000",
            "bt_header_dendrite_nonce: \(now)", "bt_header_dendrite_uuid: 7", "bt_header_axon_port: 8091",
            "bt_header_dendrite_hotkey: \(sender.address)", "bt_header_axon_hotkey: \(axon.address)",
        ].joined(separator: "\n")
        let signed = "\nbt_header_dendrite_signature: sign\ncomputed_body_hash: hash\n\n"
        let bodies = [
            #"{"text":"hi","numbers":[1,2],"ratio":1e-7,"inner":{"a":["\u00e4'\"\\"]}}"#, #"{"text":1}"#, "[]", "{",
            #"{"name":"Echo","timeout":12.0,"total_size":0,"dendrite":{"nonce":1},"text":"é\n","numbers":null}"#,
        ]
        return bodies.map { Array(("/Echo\n" + headers + signed + $0).utf8) }
            + [Array(("/Other?x\n" + headers + "\n\n{}").utf8), Array(("/Echo\n" + headers + "\n\n{}").utf8)]
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var request = Request(input)
        request.complete(by: sender, to: axon.address)
        let service = AxonService(
            hotkey: axon.address, routes: [.on(Echo.self) { echo, _ in echo }], verifier: Sr25519Verifier(),
            configuration: AxonConfiguration(), blacklist: { _ in nil }, unixNanoseconds: { now })
        let response: AxonResponse
        do throws(AxonService.Rejection) {
            let headers = request.headers
            let admitted = try service.admit(path: request.path[...], remoteIP: "127.0.0.1") { headers[$0] }
            let body = request.body
            let outcome = waiting { await service.respond(to: admitted, body: body, streamingTo: NoStream()) }
            guard case .response(let whole) = outcome else { fatalError("a route that does not stream answers whole") }
            response = whole
        } catch {
            response = service.refuse(error.refusal, error.head, since: .now)
        }
        hold(statuses.contains(response.status), "\(response.status) is a status of the protocol")
        hold((try? JSONReader.read(response.body)) != nil, "an answer is JSON")
        for (name, value) in response.headers {
            hold((name + value).utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "a header is one line: \(name)")
        }
    }

    /// Where nothing is streamed to.
    private struct NoStream: AxonStreamTransport {
        func begin(_ head: AxonResponse) { fatalError("a route that does not stream begins no stream") }
        func send(_ chunk: [UInt8], whenTaken: @escaping @Sendable (_ isTaken: Bool) -> Void) { whenTaken(false) }
        func abandon() {}
    }

    private struct Request {
        var path = ""
        var headers: [String: String] = [:]
        var body: [UInt8] = []

        init(_ input: [UInt8]) {
            var lines = input.split(separator: 10, maxSplits: 64, omittingEmptySubsequences: false)[...]
            path = String(decoding: lines.popFirst() ?? [], as: UTF8.self)
            while let line = lines.popFirst(), !line.isEmpty {
                let parts = line.split(separator: 58, maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count > 1 ? parts[1].drop { $0 == 32 } : []
                headers[String(decoding: parts[0], as: UTF8.self)] = String(decoding: value, as: UTF8.self)
            }
            body = Array(lines.joined(separator: [10]))
        }

        mutating func complete(by sender: Keypair, to axon: String) {
            if headers["computed_body_hash"] == "hash", let value = try? PythonValue(json: body) {
                headers["computed_body_hash"] = BodyHash.hex(of: Echo.hashedFields, in: value)
            }
            guard headers["bt_header_dendrite_signature"] == "sign",
                let nonce = headers["bt_header_dendrite_nonce"].flatMap({ Int64($0) })
            else { return }
            let message = SignedMessage.bytes(
                nonce: nonce, dendriteHotkey: headers["bt_header_dendrite_hotkey"] ?? "", axonHotkey: axon,
                uuid: headers["bt_header_dendrite_uuid"] ?? PythonValue.none.str,
                bodyHash: headers["computed_body_hash"] ?? "")
            headers["bt_header_dendrite_signature"] = "0x" + Hexadecimal.text(sender.signature(of: message))
        }
    }
}
