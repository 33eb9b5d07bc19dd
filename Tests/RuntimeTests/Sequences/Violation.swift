/// A rule that a sequence broke.
struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
    /// What all sequences have in common that break it in the same way: a shrunk sequence must break the same rule.
    enum Rule: Hashable, Sendable {
        /// One of the invariants that hold between blocks.
        case invariant
        /// A call that failed, or was refused, changed more than its signer pays for.
        case traceOfFailure
        /// TAO came from elsewhere than from a block's emission.
        case newTao
        /// Alpha came from elsewhere than from a block's emission.
        case newAlpha
        /// The coldkeys' parts of a hotkey are worth less than the whole by more than rounding.
        case lostStake
        /// The bytes of a call do not give the same call again.
        case codec
        /// A rule of a test's own.
        case madeUp
    }

    let rule: Rule
    let description: String

    init(_ rule: Rule, _ description: String) {
        self.rule = rule
        self.description = description
    }
}
