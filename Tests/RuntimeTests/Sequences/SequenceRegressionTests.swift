import Testing

/// Sequences that broke a rule once, in their shortest form.
@Suite struct SequenceRegressionTests {
    private func expectNoViolation(_ sequence: [Action], sourceLocation: SourceLocation = #_sourceLocation) {
        guard let broken = SequenceRunner.violation(of: sequence) else { return }
        Issue.record("step \(broken.step): \(broken.violation)", sourceLocation: sourceLocation)
    }

    @Test("the network of sequences breaks no rule by itself, over many epochs")
    func silence() { expectNoViolation([.blocks(60)]) }
}
