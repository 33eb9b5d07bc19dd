import Foundation
import JSON
import Measuring
import Synchronization

/// The load under way: for each connection a thread that sends and one that reads the answers.
final class LoadRun: Sendable {
    private let watch: FinalityWatch
    private let window: Int
    private let sent = Atomic<Int>(0)
    private let answered = Atomic<Int>(0)
    private let failure = Mutex<BenchmarkFailure?>(nil)

    /// Requests that leave in one write.
    private static let pieceLength = 32

    /// A run that keeps at most `window` transfers between their sending and their finality.
    init(watch: FinalityWatch, window: Int) {
        self.watch = watch
        self.window = window
    }

    /// Begins with one connection.
    func start(_ requests: [[UInt8]], over socket: BlockingWebSocket) {
        Thread.detachNewThread { self.guarding { try self.send(requests, over: socket) } }
        Thread.detachNewThread { self.guarding { try self.receive(requests.count, from: socket) } }
    }

    /// What went wrong.
    var problem: BenchmarkFailure? { failure.withLock { $0 } ?? watch.progress.failure }

    private func guarding(_ body: () throws -> Void) {
        do { try body() } catch { failure.withLock { $0 = $0 ?? BenchmarkFailure("\(error)") } }
    }

    private func send(_ requests: [[UInt8]], over socket: BlockingWebSocket) throws {
        for start in stride(from: 0, to: requests.count, by: Self.pieceLength) {
            let piece = requests[start..<min(start + Self.pieceLength, requests.count)]
            while sent.load(ordering: .relaxed) - watch.progress.transfers >= window { usleep(1_000) }
            sent.add(piece.count, ordering: .relaxed)
            try socket.send(Array(piece.joined()))
        }
    }

    private func receive(_ count: Int, from socket: BlockingWebSocket) throws {
        for _ in 0..<count {
            let text = try socket.receiveText()
            // The whole text is read only where it is not the short answer that is expected.
            guard text.count > 130, let error = try JSONReader.read(text)["error"] else { continue }
            throw BenchmarkFailure("a transfer was refused: \(error)")
        }
    }
}
