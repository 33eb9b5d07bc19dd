import Foundation
import Frame
import Primitives
import RuntimeInterface
import Testbed
import Testing

@testable import SubtensorPallets

@Suite struct SubnetFactsTests {
    private struct Keys: Decodable {
        struct Case: Decodable {
            var op: String
            var palletId: String?
            var sub: UInt16?
            var account: String?
        }
        var cases: [Case]
    }

    @Test("subnets' accounts are those of the vectors")
    func accounts() throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let keys = try decoder.decode(Keys.self, from: Vectors.data("economy/keys.json"))
        var count = 0
        for entry in keys.cases where entry.op == "pallet_account" && entry.palletId == "subtensr" {
            guard let number = entry.sub, let account = entry.account else { continue }
            let derived = Subtensor.subnetAccount(NetUID(number))
            #expect(derived.bytes.hex == account)
            #expect(Subtensor.isSubnetAccount(derived))
            count += 1
        }
        print("keys: \(count) cases of subnets' accounts")
        #expect(count >= 5)
        #expect(!Subtensor.isSubnetAccount(Subtensor.burnAccount))
        #expect(Subtensor.burnAccount.bytes.prefix(12).elementsEqual(Array("modlburntnsr".utf8)))
        #expect(Subtensor.burnAccount.bytes.dropFirst(12).allSatisfy { $0 == 0 })
        var almost = Subtensor.subnetAccount(3).bytes
        almost[31] = 1
        #expect(!Subtensor.isSubnetAccount(try #require(AccountID(almost))))
    }

    @Test("every subnet has a sign and a name, all signs different")
    func symbols() {
        let symbols = (UInt16(0)..<439).map { SubnetSymbols.symbol(for: $0) }
        #expect(Set(symbols).count == 439)
        #expect(symbols[0] == [0xCE, 0xA4])
        #expect(symbols[19] == Array("t".utf8))
        #expect(symbols[90] == [0xE1, 0x9A, 0x80])
        #expect(SubnetSymbols.all == Array(symbols.dropFirst()))
        #expect(SubnetSymbols.symbol(for: 439) == symbols[0])
        #expect(SubnetNames.name(for: 0) == Array("root".utf8))
        #expect(SubnetNames.name(for: 1) == Array("apex".utf8))
        #expect(SubnetNames.name(for: 438) == Array("ra".utf8))
        #expect(SubnetNames.name(for: 439) == Array("unknown".utf8))
        #expect(Set((UInt16(0)..<439).map { SubnetNames.name(for: $0) }).isDisjoint(with: [[]]))
    }

    @Test("a sign that is taken is passed over")
    func nextSymbol() {
        var network = StakingNetwork()
        network.state.set(Subtensor.tokenSymbol, 7, to: SubnetSymbols.symbol(for: 1))
        #expect(Subtensor.nextSymbol(for: 2, in: network.state) == SubnetSymbols.symbol(for: 2))
        #expect(Subtensor.nextSymbol(for: 1, in: network.state) == SubnetSymbols.symbol(for: 2))
        for (number, symbol) in SubnetSymbols.all.enumerated() {
            network.state.set(Subtensor.tokenSymbol, NetUID(UInt16(number + 100)), to: symbol)
        }
        #expect(Subtensor.nextSymbol(for: 1, in: network.state) == SubnetSymbols.fallback)
    }

    @Test("mechanisms share one number space with subnets, clamped at its end")
    func storageIndices() {
        var network = StakingNetwork()
        #expect(Subtensor.storageIndex(3).rawValue == 3)
        #expect(Subtensor.storageIndex(3, 2).rawValue == 8195)
        #expect(Subtensor.storageIndex(4095, 255).rawValue == .max)
        network.state.set(Subtensor.mechanismCountCurrent, 3, to: 2)
        #expect(Subtensor.storageIndices(3, in: network.state).map(\.rawValue) == [3, 4099])
    }
}
