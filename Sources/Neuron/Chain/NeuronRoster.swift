import Cryptography
import Primitives
import Synchronization

/// Who may ask an axon: the answer to its blacklist hook, from the newest view of the subnet.
public final class NeuronRoster: Sendable {
    /// Who is let in.
    public enum Rule: Sendable {
        /// Everyone.
        case anyone
        /// Hotkeys registered on the subnet. A registration costs its burn, so strangers cannot make up callers.
        case registered
        /// Hotkeys with a validator permit. On a young subnet nobody has one before the first epoch.
        case validators
    }

    private let rule: Rule
    private let permits = Mutex<[String: Bool]>([:])

    /// An empty roster: only the rule `anyone` lets someone in before the first update.
    public init(rule: Rule) { self.rule = rule }

    /// Takes over who is registered and who has a permit.
    public func update(from subnet: SubnetView) {
        let known = Dictionary(subnet.neurons.map { ($0.hotkey.ss58, $0.hasValidatorPermit) }) { _, last in last }
        permits.withLock { $0 = known }
    }

    /// Why the caller is refused, or `nil`; fits the hook of ``Axon``.
    public func reasonToRefuse(_ caller: AxonCaller) -> String? {
        if case .anyone = rule { return nil }
        guard let hasPermit = permits.withLock({ $0[caller.hotkey] }) else { return "Unrecognized hotkey" }
        if case .validators = rule, !hasPermit { return "Non-validator hotkey" }
        return nil
    }
}
