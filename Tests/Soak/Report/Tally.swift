import Client
import Synchronization

/// What happened in a run: acts by kind, refusals by kind, and what must not happen at all.
final class Tally: Sendable {
    private struct Content {
        var counts: [String: Int] = [:]
        var refusals: [String: Int] = [:]
        var violations: [String] = []
        var violationCount = 0
    }

    private let content = Mutex(Content())
    /// Violations that are kept with their text; the others are only counted.
    private static let textMaximum = 40

    /// Counts an act.
    func count(_ kind: String, _ number: Int = 1) {
        content.withLock { $0.counts[kind, default: 0] += number }
    }

    /// Counts a refusal that is in order.
    func refuse(_ kind: String) {
        content.withLock { $0.refusals[kind, default: 0] += 1 }
    }

    /// Notes what must not happen.
    func violate(_ text: String) {
        content.withLock {
            $0.violationCount += 1
            if $0.violations.count < Self.textMaximum { $0.violations.append(text) }
        }
    }

    subscript(kind: String) -> Int { content.withLock { $0.counts[kind] ?? 0 } }

    var counts: [(kind: String, count: Int)] { content.withLock { Self.sorted($0.counts) } }
    var refusals: [(kind: String, count: Int)] { content.withLock { Self.sorted($0.refusals) } }
    var violations: (count: Int, texts: [String]) { content.withLock { ($0.violationCount, $0.violations) } }

    private static func sorted(_ counts: [String: Int]) -> [(kind: String, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (kind: $0.key, count: $0.value) }
    }
}

extension Tally {
    /// Notes why somebody who keeps to the rules did not get what they asked for.
    ///
    /// What the rules of the chain refuse is in order. What the connection refuses is in order around a restart only,
    /// and an answer that cannot be read never is.
    func note(_ error: ClientError, of name: String, isRestarting: Bool) {
        switch error {
        case .failed(let failure): refuse("failed in a block: \(failure.pallet ?? "runtime").\(failure.name)")
        case .rejected(let rejection): refuse("refused by the pool: \(Self.brief(rejection))")
        case .insufficientBalance: refuse("not sent: balance too low")
        case .cancelled: break
        // Asked for by number, a block's state may be gone when the request arrives.
        case .rpc(let code, let message, _) where code == 4003 && message.contains("State already discarded"):
            refuse("read of a state that is no longer kept")
        case .rpc(let code, let message, _) where code == 4003 && message.contains("too many to undo for a proof"):
            refuse("proof at a block too far back")
        // The documented answer of a node that has more to do than it allows.
        case .rpc(let code, _, _) where code == -32009: refuse("the node was busy")
        case .unreachable, .closed, .outcomeUnknown, .timedOut, .dropped:
            if isRestarting { return refuse("lost to a restart") }
            violate("\(name): \(error)")
        default: violate("\(name): \(error)")
        }
    }

    private static func brief(_ rejection: PoolRejection) -> String {
        if case .custom(let code, let name) = rejection { return "custom \(code)" + (name.map { " \($0)" } ?? "") }
        return "\(rejection)".split(separator: ".").first.map(String.init) ?? "?"
    }
}
