import Primitives
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// Sequences that broke a rule once, in their shortest form.
@Suite struct SequenceRegressionTests {
    private func expectNoViolation(_ sequence: [Action], sourceLocation: SourceLocation = #_sourceLocation) {
        guard let broken = SequenceRunner.violation(of: sequence) else { return }
        Issue.record("step \(broken.step): \(broken.violation)", sourceLocation: sourceLocation)
    }

    @Test("the network of sequences breaks no rule by itself, over many epochs")
    func silence() { expectNoViolation([.blocks(60)]) }

    @Test("root cannot swap a subnet's account for another one, which would take the TAO of its pool away")
    func subnetAccount() {
        let swap = Subtensor.Call.swapColdkey(
            oldColdkey: Subtensor.subnetAccount(2), newColdkey: Action.Actor.coldkey(5).account, swapCost: 0)
        expectNoViolation([.call(.root, .subtensor(swap))])
    }
}
