import Cryptography
import Primitives
import Testing

@testable import Neuron

@Suite struct NeuronRosterTests {
    @Test("each rule lets in whom it names, by the newest view")
    func rules() {
        let permitted = TestKey.make(1)
        let registered = TestKey.make(2)
        let stranger = TestKey.make(3)
        let view = SubnetView(
            netuid: 1, block: 5, weightsRateLimitBlocks: 0,
            neurons: [
                NeuronView(uid: 0, hotkey: permitted.accountID, hasValidatorPermit: true),
                NeuronView(uid: 1, hotkey: registered.accountID),
            ])
        func admitted(_ rule: NeuronRoster.Rule) -> [Bool] {
            let roster = NeuronRoster(rule: rule)
            roster.update(from: view)
            return [permitted, registered, stranger].map {
                roster.reasonToRefuse(
                    AxonCaller(hotkey: $0.address, ip: "", synapseName: "", timeoutSeconds: 1)) == nil
            }
        }
        #expect(admitted(.anyone) == [true, true, true])
        #expect(admitted(.registered) == [true, true, false])
        #expect(admitted(.validators) == [true, false, false])
        let empty = NeuronRoster(rule: .registered)
        #expect(
            empty.reasonToRefuse(
                AxonCaller(hotkey: permitted.address, ip: "", synapseName: "", timeoutSeconds: 1)) != nil)
    }
}
