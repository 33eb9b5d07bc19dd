import Client
import Testbed

/// Somebody who uses the chain again and again, as its rules allow.
protocol Participant: Sendable {
    /// For the report.
    var name: String { get }
    /// Milliseconds between two acts.
    var pauseMilliseconds: ClosedRange<Int> { get }
    /// One act.
    mutating func act(_ scene: Scene, _ random: inout SeededRandom) async throws(ClientError)
}

/// What a participant acts upon.
struct Scene: Sendable {
    var client: ChainClient
    var world: World
    var tally: Tally
}

extension Participant {
    /// Acts until the task is cancelled. What goes wrong is noted, and the next act follows all the same.
    func live(_ scene: Scene, _ node: SoakNode, seed: UInt64) async {
        var participant = self
        var random = SeededRandom(seed: seed)
        while !Task.isCancelled {
            do throws(ClientError) {
                try await participant.act(scene, &random)
            } catch {
                scene.tally.note(error, of: name, isRestarting: node.isRestarting)
            }
            let pause = Int.random(in: pauseMilliseconds, using: &random)
            try? await Task.sleep(for: .milliseconds(pause))
        }
    }
}
