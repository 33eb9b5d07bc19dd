import Cryptography
import Foundation
import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed

/// Somebody who means harm: garbage, floods, huge and slow requests, connections that are held or dropped.
///
/// It runs on a thread of its own, one act after the other, and expects nothing but that the node goes on.
struct HostileClient {
    let node: SoakNode
    let tally: Tally
    let facts: ForgeryFacts
    private var random: SeededRandom
    /// Connections that are held open without a word, and when they are let go.
    private var held: [(sockets: [RawSocket], until: ContinuousClock.Instant)] = []

    init(_ node: SoakNode, _ tally: Tally, _ facts: ForgeryFacts, seed: UInt64) {
        self.node = node
        self.tally = tally
        self.facts = facts
        random = SeededRandom(seed: seed)
    }

    /// Acts until `isOver` says so.
    mutating func live(isOver: () -> Bool) {
        while !isOver() {
            let now = ContinuousClock.now
            held.removeAll { $0.until < now }
            if node.isRestarting { usleep(200_000) }
            act()
            usleep(UInt32.random(in: 20_000...300_000, using: &random))
        }
    }

    private mutating func act() {
        switch Int.random(in: 0..<11, using: &random) {
        case 0: garbage()
        case 1: garbageFrames()
        case 2: hugeRequest()
        case 3: slowRequest()
        case 4: deepRequest()
        case 5: greatBatch()
        case 6: floodOfExtrinsics()
        case 7: openAndDrop()
        case 8: holdIdle()
        case 9: holdUnreadSubscriptions()
        default: unreadAnswers()
        }
    }

    private func connect() -> RawSocket? {
        let socket = RawSocket(port: node.port)
        if socket == nil { tally.count("hostile: no connection") }
        return socket
    }

    private func webSocket() -> RawSocket? {
        guard let socket = connect(), socket.openWebSocket() else { return nil }
        return socket
    }

    private mutating func garbage() {
        guard let socket = connect() else { return }
        socket.send(random.bytes(Int.random(in: 1...4_000, using: &random)))
        _ = socket.receive()
        tally.count("hostile: garbage instead of HTTP")
    }

    private mutating func garbageFrames() {
        guard let socket = webSocket() else { return }
        for _ in 0..<Int.random(in: 1...20, using: &random) {
            let bytes = random.bytes(Int.random(in: 0...300, using: &random))
            let isFramed = Bool.random(using: &random)
            let opcode = UInt8.random(in: 0...15, using: &random)
            guard socket.send(isFramed ? RawSocket.frame(bytes, opcode: opcode) : bytes) else { break }
        }
        _ = socket.receive()
        tally.count("hostile: garbage frames")
    }

    /// Megabytes where some hundred bytes are meant, announced or not.
    private mutating func hugeRequest() {
        let size = Int.random(in: 1 << 20...20 << 20, using: &random)
        let filling = [UInt8](repeating: UInt8(ascii: "a"), count: size)
        let body = Array(#"{"jsonrpc":"2.0","id":1,"method":"system_name","params":[""#.utf8) + filling
        if Bool.random(using: &random) {
            guard let socket = connect() else { return }
            socket.send(RawSocket.post(body))
            _ = socket.receive()
        } else {
            guard let socket = webSocket() else { return }
            socket.send(RawSocket.frame(body))
            _ = socket.receive()
        }
        tally.count("hostile: huge requests")
    }

    /// A request of which a byte comes now and then.
    private mutating func slowRequest() {
        guard let socket = connect() else { return }
        let text = Array("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n[".utf8)
        for byte in text.prefix(Int.random(in: 5...text.count, using: &random)) {
            guard socket.send([byte]) else { break }
            usleep(20_000)
        }
        held.append(([socket], .now + .seconds(Int.random(in: 5...30, using: &random))))
        tally.count("hostile: slow requests")
    }

    private mutating func deepRequest() {
        guard let socket = connect() else { return }
        let depth = Int.random(in: 100...1_000_000, using: &random)
        let bracket = UInt8(ascii: Bool.random(using: &random) ? "[" : "{")
        socket.send(RawSocket.post([UInt8](repeating: bracket, count: depth)))
        _ = socket.receive()
        tally.count("hostile: deep nesting")
    }

    private mutating func greatBatch() {
        let count = Int.random(in: 500...10_000, using: &random)
        let requests = (0..<count).map { #"{"jsonrpc":"2.0","id":\#($0),"method":"chain_getBlock","params":[]}"# }
        let body = "[" + requests.joined(separator: ",") + "]"
        guard let socket = webSocket() else { return }
        socket.send(RawSocket.frame(body.utf8))
        if Bool.random(using: &random) { _ = socket.receive() }
        tally.count("hostile: great batches")
    }

    /// Extrinsics that the pool has to refuse.
    private mutating func floodOfExtrinsics() {
        guard let socket = webSocket() else { return }
        let count = Int.random(in: 50...500, using: &random)
        for _ in 0..<count {
            let bytes = facts.forgery(&random)
            let text = Hexadecimal.encode(bytes)
            let body = #"{"jsonrpc":"2.0","id":1,"method":"author_submitExtrinsic","params":["\#(text)"]}"#
            guard socket.send(RawSocket.frame(body.utf8)) else { break }
        }
        _ = socket.receive()
        tally.count("hostile: forged extrinsics", count)
    }

    private mutating func openAndDrop() {
        let count = Int.random(in: 20...200, using: &random)
        for _ in 0..<count {
            guard let socket = connect() else { break }
            if Bool.random(using: &random) { socket.reset() }
            if Bool.random(using: &random) { socket.send(Array("GET / HT".utf8)) }
        }
        tally.count("hostile: connections dropped", count)
    }

    private mutating func holdIdle() {
        let sockets = (0..<Int.random(in: 10...100, using: &random)).compactMap { _ in connect() }
        held.append((sockets, .now + .seconds(Int.random(in: 5...40, using: &random))))
        tally.count("hostile: connections held idle", sockets.count)
    }

    /// Subscribes as much as it may, and reads nothing.
    private mutating func holdUnreadSubscriptions() {
        guard let socket = webSocket() else { return }
        let key = Hexadecimal.encode(Timestamp.now.path)
        for number in 0..<Int.random(in: 20...150, using: &random) {
            let body =
                number % 2 == 0
                ? #"{"jsonrpc":"2.0","id":\#(number),"method":"chain_subscribeNewHeads","params":[]}"#
                : #"{"jsonrpc":"2.0","id":\#(number),"method":"state_subscribeStorage","params":[["\#(key)"]]}"#
            guard socket.send(RawSocket.frame(body.utf8)) else { break }
        }
        held.append(([socket], .now + .seconds(Int.random(in: 10...60, using: &random))))
        tally.count("hostile: unread subscriptions")
    }

    /// Asks for the greatest answers and reads none.
    private mutating func unreadAnswers() {
        guard let socket = webSocket() else { return }
        for number in 0..<Int.random(in: 10...100, using: &random) {
            let body = #"{"jsonrpc":"2.0","id":\#(number),"method":"state_getMetadata","params":[]}"#
            guard socket.send(RawSocket.frame(body.utf8)) else { break }
        }
        held.append(([socket], .now + .seconds(Int.random(in: 2...20, using: &random))))
        tally.count("hostile: unread answers")
    }
}

/// What it takes to forge extrinsics that look almost right.
struct ForgeryFacts: Sendable {
    var specVersion: UInt32
    var transactionVersion: UInt32
    var genesisHash: Hash
    /// An account that has signed before.
    var signer: Keypair

    /// An extrinsic that must be refused: noise, a broken one, an account without TAO, a nonce of the past, one that
    /// is cut short.
    func forgery(_ random: inout SeededRandom) -> [UInt8] {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return random.bytes(Int.random(in: 0...300, using: &random))
        case 1:
            var bytes = signed(by: signer, nonce: 0)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            return bytes
        case 2:
            guard let stranger = try? Keypair(seed: random.bytes(32)) else { return [] }
            return signed(by: stranger, nonce: 0)
        case 3: return signed(by: signer, nonce: 0)
        default: return Array(signed(by: signer, nonce: 0).dropLast(Int.random(in: 1...40, using: &random)))
        }
    }

    private func signed(by keypair: Keypair, nonce: UInt32) -> [UInt8] {
        let call = RuntimeCall.balances(.transferKeepAlive(dest: .id(.zero), value: 1)).encoded()
        let extra = ExtrinsicExtra(era: .immortal, nonce: nonce)
        let payload = extra.signingPayload(
            callBytes: call, specVersion: specVersion, transactionVersion: transactionVersion,
            genesisHash: genesisHash, birthHash: genesisHash)
        return Extrinsic.signed(
            callBytes: call, signer: keypair.accountID, signature: keypair.multiSignature(payload), extra: extra)
    }
}
