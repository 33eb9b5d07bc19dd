import Cryptography
import Primitives
import Testing

@testable import Subnets

@Suite struct NetworkPlanTests {
    @Test("an owner, two validators, a miner for each class, and no key twice")
    func members() {
        let plan = NetworkPlan(seed: 1)
        #expect(
            plan.members.map(\.name) == [
                "owner", "validator-1", "validator-2", "unigram", "bigram", "trigram", "five-gram", "garbage",
            ])
        #expect(Set(plan.members.flatMap { [$0.coldkey.accountID, $0.hotkey.accountID] }).count == 16)
        #expect(plan.owner.coldkey.ss58 == "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
        #expect(plan.owner.hotkeyURI == "//Alice//hot")
    }

    @Test("validators have seeds of their own, and those of another seed differ")
    func seeds() {
        func seeds(_ seed: UInt64) -> [UInt64] {
            NetworkPlan(seed: seed).validators.compactMap {
                if case .validator(let seed) = $0.role { seed } else { nil }
            }
        }
        #expect(seeds(1) == seeds(1))
        #expect(Set(seeds(1) + seeds(2)).count == 4)
    }
}
