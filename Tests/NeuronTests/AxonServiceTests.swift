import Cryptography
import Hashing
import Primitives
import Synchronization
import Testbed
import Testing

@testable import Neuron

@Suite struct AxonServiceTests {
    private let clock = TestClock()
    private let hotkey = TestKey.make(1)
    private let sender = TestKey.make(2)

    /// A verifier that counts how often it is asked.
    private final class CountingVerifier: MessageVerifier {
        let count = Mutex(0)

        func isValid(_ signature: [UInt8], of message: [UInt8], by address: String) -> Bool {
            count.withLock { $0 += 1 }
            return Sr25519Verifier().isValid(signature, of: message, by: address)
        }
    }

    private func service(
        verifier: any MessageVerifier = Sr25519Verifier(), configuration: AxonConfiguration = AxonConfiguration(),
        blacklist: @escaping @Sendable (AxonCaller) -> String? = { _ in nil },
        handler: @escaping @Sendable (Echo, AxonCaller) async throws -> Echo = { echo, _ in
            var echo = echo
            echo.answer = echo.text.uppercased()
            return echo
        }
    ) -> AxonService {
        AxonService(
            hotkey: hotkey.address, routes: [.on(Echo.self, handler: handler)], verifier: verifier,
            configuration: configuration, blacklist: blacklist, unixNanoseconds: clock.now)
    }

    private func send(_ request: RawRequest, to service: AxonService) async -> AxonResponse {
        do {
            let admitted = try service.admit(path: request.path[...], remoteIP: "127.0.0.1") {
                request.headers[$0]
            }
            let outcome = await service.respond(to: admitted, body: request.body, streamingTo: RecordedStream())
            guard case .response(let response) = outcome else { throw UnexpectedStream() }
            return response
        } catch let rejection as AxonService.Rejection {
            return service.refuse(rejection.refusal, rejection.head, since: ContinuousClock.now)
        } catch {
            Issue.record("a stream where a whole answer was expected")
            return service.refuse(.failed, nil, since: ContinuousClock.now)
        }
    }

    private struct UnexpectedStream: Error {}

    private func message(_ response: AxonResponse) -> String {
        (try? PythonValue(json: response.body))?["message"]?.text ?? ""
    }

    private func signed() throws -> RawRequest {
        try .signed(by: sender, to: hotkey.address, nonce: clock.now())
    }

    @Test("a good request is answered with the whole synapse and its headers")
    func success() async throws {
        let response = await send(try signed(), to: service())
        #expect(response.status == 200)
        let body = try PythonValue(json: response.body)
        #expect(body["answer"]?.text == "HI")
        #expect(body["name"]?.text == "Echo")
        #expect(body["computed_body_hash"]?.text == "")
        #expect(body["axon"]?["status_code"]?.integer == 200)
        #expect(body["dendrite"]?["hotkey"]?.text == sender.address)
        let headers = Dictionary(response.headers.map { ($0.name, $0.value) }) { $1 }
        #expect(headers["bt_header_axon_status_code"] == "200")
        #expect(headers["bt_header_axon_status_message"] == "Success")
        #expect(headers["bt_header_axon_hotkey"] == hotkey.address)
        #expect(headers["bt_header_dendrite_nonce"] == String(clock.now()))
        #expect(headers["name"] == "Echo" && headers["timeout"] == "12.0")
        #expect(headers["total_size"] == String(response.body.count))
        #expect(headers["computed_body_hash"]?.count == 64)
    }

    @Test("every defect has its status and message")
    func refusals() async throws {
        func check(_ status: Int, _ text: String, _ change: (inout RawRequest) -> Void) async throws {
            var request = try signed()
            change(&request)
            let response = await send(request, to: service())
            #expect(response.status == status && message(response) == text, "\(message(response))")
        }
        let mismatch = "Not Verified with error: Signature mismatch"
        try await check(404, "Synapse name 'Other' not found. Available synapses ['Synapse', 'Echo']") {
            $0.path = "/Other"
        }
        try await check(404, "Synapse name '' not found. Available synapses ['Synapse', 'Echo']") { $0.path = "/" }
        for name in ["bt_header_dendrite_nonce", "bt_header_dendrite_version", "timeout"] {
            try await check(400, "Improperly formatted request. Could not parse \(name).") { $0.headers[name] = "x" }
        }
        try await check(400, "Improperly formatted request. Could not parse timeout.") { $0.headers["timeout"] = "inf" }
        try await check(401, "Not Verified with error: Missing Hotkey") {
            $0.headers["bt_header_dendrite_hotkey"] = nil
        }
        try await check(401, "Not Verified with error: Missing Nonce") { $0.headers["bt_header_dendrite_nonce"] = nil }
        try await check(401, "Not Verified with error: Missing Signature") {
            $0.headers["bt_header_dendrite_signature"] = nil
        }
        try await check(401, mismatch) { $0.headers["bt_header_dendrite_signature"] = "0x12" }
        try await check(401, mismatch) { $0.headers["bt_header_dendrite_uuid"] = "other" }
        try await check(401, mismatch) { $0.headers["computed_body_hash"] = String(repeating: "0", count: 64) }
        let other = TestKey.make(3).address
        try await check(401, mismatch) { $0.headers["bt_header_dendrite_hotkey"] = other }
        try await check(401, mismatch) { $0.headers["bt_header_dendrite_hotkey"] = "no address" }
        try await check(400, "Improperly formatted request. Could not parse body.") { $0.body = Array("[1]".utf8) }
        try await check(400, "Improperly formatted request. Could not parse body.") { $0.body = Array("{".utf8) }
        try await check(500, "Hash mismatch between header body hash and parsed body hash") {
            $0.body = Array(String(decoding: $0.body, as: UTF8.self).replacing("[1,2]", with: "[1,3]").utf8)
        }
    }

    @Test("a request that was meant for another axon is not verified")
    func otherAxon() async throws {
        let request = try RawRequest.signed(by: sender, to: TestKey.make(9).address, nonce: clock.now())
        #expect(await send(request, to: service()).status == 401)
    }

    @Test("a replay is refused, also after the first request failed in its handler")
    func replay() async throws {
        struct Failure: Error {}
        let service = service(handler: { _, _ in throw Failure() })
        let request = try signed()
        let first = await send(request, to: service)
        #expect(first.status == 500 && message(first) == "Internal Server Error")
        let second = await send(request, to: service)
        #expect(second.status == 401)
        #expect(message(second) == "Not Verified with error: Nonce is too old, a newer one was last processed")
        clock.advance(seconds: 1)
        #expect(try await send(signed(), to: service).status == 500)
    }

    @Test("an old request is refused as a first contact")
    func oldRequest() async throws {
        let request = try signed()
        clock.advance(seconds: 17)
        let response = await send(request, to: service())
        #expect(response.status == 401 && message(response) == "Not Verified with error: Nonce is too old")
    }

    @Test("the cheap checks come first: nobody refused for them costs a signature verification")
    func order() async throws {
        let verifier = CountingVerifier()
        let refusing = service(verifier: verifier, blacklist: { _ in "go away" })
        let response = await send(try signed(), to: refusing)
        #expect(response.status == 403 && message(response) == "Forbidden. Key is blacklisted: go away.")

        let service = service(verifier: verifier)
        var request = try signed()
        request.headers["bt_header_dendrite_nonce"] = "5"
        #expect(await send(request, to: service).status == 401)
        request.headers["bt_header_dendrite_signature"] = "0xzz"
        #expect(await send(request, to: service).status == 401)
        request.path = "/Nothing"
        #expect(await send(request, to: service).status == 404)
        #expect(verifier.count.withLock { $0 } == 0)
        #expect(try await send(signed(), to: service).status == 200)
        #expect(verifier.count.withLock { $0 } == 1)
    }

    @Test("a failed verification does not use up the nonce")
    func nonceOfForgery() async throws {
        let service = service()
        let good = try signed()
        var forged = good
        forged.headers["bt_header_dendrite_signature"] = "0x" + String(repeating: "11", count: 64)
        #expect(await send(forged, to: service).status == 401)
        #expect(await send(good, to: service).status == 200)
    }

    @Test("a handler that is too slow is cut off at the request's timeout")
    func slowHandler() async throws {
        let service = service(handler: { echo, _ in
            try await Task.sleep(for: .seconds(3_600))
            return echo
        })
        var request = try signed()
        request.headers["timeout"] = "0.05"
        let response = await send(request, to: service)
        #expect(response.status == 408 && message(response) == "Response timeout after: 0.05s")
    }

    @Test("a handler chooses its own refusal, and too many requests at a time are refused")
    func busy() async throws {
        let teapot = service(handler: { _, _ in throw AxonRefusal.custom(status: 418, message: "teapot") })
        let response = await send(try signed(), to: teapot)
        #expect(response.status == 418 && message(response) == "teapot")

        var configuration = AxonConfiguration()
        configuration.requestsMax = 0
        configuration.waitingMax = 0
        #expect(try await send(signed(), to: service(configuration: configuration)).status == 503)
    }

    @Test("headers of a response never hold a line break")
    func headerInjection() async throws {
        let service = service(handler: { _, _ in
            throw AxonRefusal.custom(status: 400, message: "a\r\nset-cookie: x\u{7F}é")
        })
        var request = try signed()
        request.headers["bt_header_axon_ip"] = "1\r\n2"
        let response = await send(request, to: service)
        #expect(response.headers.allSatisfy { $0.value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } })
    }
}

@Suite struct Sr25519VerifierTests {
    @Test("nobody speaks for the zero account, for which everybody can make signatures")
    func zeroAccount() throws {
        // Point and scalar zero satisfy the equation for the key zero, whatever the message.
        var signature = [UInt8](repeating: 0, count: 64)
        signature[63] = 0x80
        let message = Array("message".utf8)
        #expect(Sr25519.verify(signature, message: message, publicKey: [UInt8](repeating: 0, count: 32)))
        #expect(!Sr25519Verifier().isValid(signature, of: message, by: AccountID.zero.ss58))
        let key = TestKey.make(1)
        #expect(Sr25519Verifier().isValid(key.signature(of: message), of: message, by: key.address))
        #expect(!Sr25519Verifier().isValid([], of: message, by: key.address))
    }
}
