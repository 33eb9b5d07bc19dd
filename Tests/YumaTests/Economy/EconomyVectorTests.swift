import Foundation
import Testbed
import Testing

@Suite("Economy vectors")
struct EconomyVectorTests {
    private struct Heading: Decodable {
        let name: String?
        let cases: [Empty]?
        struct Empty: Decodable {}
    }

    /// Reads a file's cases and checks each; returns how many there were.
    private static func run<Case: EconomyVector>(_ type: Case.Type, _ data: Data) throws -> Int {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try decoder.decode(EconomyFile<Case>.self, from: data)
        #expect(file.count == file.cases.count)
        for (index, vector) in file.cases.enumerated() { try vector.check("\(Case.name) case \(index)") }
        return file.cases.count
    }

    private static let types: [any EconomyVector.Type] = [
        BalancerVector.self, SwapVector.self, ScaledPowerVector.self, SafeFloatCase.self, SharePoolVector.self,
        BlockEmissionVector.self, SubnetEmissionVector.self, RootProportionVector.self, MovingPriceVector.self,
        RegistrationBurnVector.self, NetworkLockCostVector.self, StakeInheritanceVector.self,
        ParentDividendsVector.self, DividendDistributionVector.self, EpochScheduleVector.self, WeightsVector.self,
        CommitHashVector.self, KeysVector.self,
    ]

    @Test("every economy vector gives the reference's bits")
    func vectors() throws {
        var total = 0
        for file in Vectors.files(in: "economy") {
            let data = try Data(contentsOf: file)
            let isOurs = file.path.hasPrefix(Vectors.root.appending(path: "economy").path)
            let name = (try? JSONDecoder().decode(Heading.self, from: data))?.name
            guard let type = Self.types.first(where: { $0.name == name }) else {
                if isOurs { Issue.record("\(file.lastPathComponent) has no handler: unread vectors prove nothing") }
                continue
            }
            let count = try Self.run(type, data)
            print("economy \(type.name): \(count) cases")
            total += count
        }
        print("economy: \(total) cases")
        #expect(total > 0)
    }
}
