import Foundation
import Testbed
import Testing

@Suite("Economy vectors")
struct EconomyVectorTests {
    /// Cases of `Tests/Vectors/economy`.
    private static let ownCaseCount = 2_037

    private struct Heading: Decodable { let name: String? }

    /// Reads a file's cases and checks each; returns how many there were.
    private static func run<Case: EconomyVector>(_ type: Case.Type, _ data: Data) throws -> Int {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let file = try decoder.decode(EconomyFile<Case>.self, from: data)
        #expect(file.count == file.cases.count)
        for (index, vector) in file.cases.enumerated() { try vector.check("\(Case.name) case \(index)") }
        return file.cases.count
    }

    static let types: [any EconomyVector.Type] = [
        BalancerVector.self, SwapVector.self, ScaledPowerVector.self, SafeFloatCase.self, SharePoolVector.self,
        BlockEmissionVector.self, SubnetEmissionVector.self, RootProportionVector.self, MovingPriceVector.self,
        RegistrationBurnVector.self, NetworkLockCostVector.self, StakeInheritanceVector.self,
        ParentDividendsVector.self, DividendDistributionVector.self, EpochScheduleVector.self, WeightsVector.self,
        CommitHashVector.self, KeysVector.self,
    ]

    /// Who checks the cases of a file; `nil` for a file that holds no vectors of the economy.
    static func type(of data: Data) -> (any EconomyVector.Type)? {
        let name = (try? JSONDecoder().decode(Heading.self, from: data))?.name
        return types.first { $0.name == name }
    }

    /// Checks the cases of files.
    /// - Returns: how many cases there were.
    private static func run(_ files: [URL], of origin: String) throws -> Int {
        var total = 0
        for file in files {
            let data = try Data(contentsOf: file)
            guard let type = type(of: data) else { continue }
            let count = try run(type, data)
            print("economy \(type.name): \(count) cases")
            total += count
        }
        print("economy: \(total) cases\(origin)")
        return total
    }

    @Test("every economy vector gives the reference's bits")
    func vectors() throws {
        let files = Vectors.ownFiles(in: "economy")
        for file in files where Self.type(of: try Data(contentsOf: file)) == nil {
            Issue.record("\(file.lastPathComponent) has no handler: unread vectors prove nothing")
        }
        #expect(files.count == Self.types.count)
        #expect(try Self.run(files, of: "") == Self.ownCaseCount)
    }

    @Test("so does every one of a folder that MYELIN_VECTORS names", .enabled(if: Vectors.foreignFolder != nil))
    func foreignVectors() throws {
        _ = try Self.run(Vectors.list(Vectors.foreignFolder), of: " of \(Vectors.foreignFolder?.path ?? "nowhere")")
    }
}
