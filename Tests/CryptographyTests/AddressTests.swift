import Cryptography
import Hashing
import Primitives
import Testbed
import Testing

@Suite struct AddressTests {
    private struct Case: Decodable {
        let prefix: UInt16
        let public_key, address: String
    }

    private struct Golden: Decodable {
        struct Address: Decodable {
            let public_key_hex, address: String
        }

        struct Multisig: Decodable {
            let signatories: [String]
            let threshold: UInt16
            let ss58_address: String
        }

        let ss58: [Address]
        let multisig: [Multisig]
    }

    private struct MultisigCase: Decodable {
        let signatories: [String]
        let threshold: UInt16
        let account: String
    }

    private struct Keys: Decodable {
        struct Case: Decodable {
            let op: String
            let public_key, account, ss58: String?
        }

        let cases: [Case]
    }

    @Test("addresses of every kind of network are those of the official SDK")
    func official() throws {
        var count = 0
        for vector in try vectors("addresses.json", as: [Case].self).joined() {
            let account = try #require(AccountID([UInt8](hex: vector.public_key) ?? []))
            #expect(try SS58.encode(account, prefix: vector.prefix) == vector.address)
            let decoded = try SS58.decode(vector.address)
            #expect(decoded.account == account && decoded.prefix == vector.prefix)
            if vector.prefix == 42 {
                #expect(account.ss58 == vector.address)
                #expect(try AccountID(ss58: vector.address) == account)
            } else {
                let error = SS58Error.wrongPrefix(found: vector.prefix, expected: 42)
                #expect(throws: error) { try AccountID(ss58: vector.address) }
            }
            count += 1
        }
        for vector in try vectors("golden.json", in: "sdk", as: Golden.self).flatMap(\.ss58) {
            let account = try #require(AccountID([UInt8](hex: vector.public_key_hex) ?? []))
            #expect(account.ss58 == vector.address)
            #expect(try AccountID(ss58: vector.address) == account)
            count += 1
        }
        for vector in try vectors("keys.json", in: "economy", as: Keys.self).flatMap(\.cases) {
            guard let text = vector.ss58, let hex = vector.public_key ?? vector.account else { continue }
            #expect(try AccountID(ss58: text).bytes.hex == hex)
            count += 1
        }
        #expect(count > 0)
        print("addresses: \(count) cases")
    }

    @Test("multisig accounts are those of the official SDK, in any order of the signatories")
    func multisig() throws {
        var count = 0
        for vector in try vectors("golden.json", in: "sdk", as: Golden.self).flatMap(\.multisig) {
            let signatories = try vector.signatories.map { try AccountID(ss58: $0) }
            let account = AccountID.multisig(signatories: signatories, threshold: vector.threshold)
            #expect(account.ss58 == vector.ss58_address)
            count += 1
        }
        for vector in try vectors("multisig.json", as: [MultisigCase].self).joined() {
            let signatories = vector.signatories.compactMap { AccountID([UInt8](hex: $0) ?? []) }
            let account = AccountID.multisig(signatories: signatories, threshold: vector.threshold)
            #expect(account.bytes.hex == vector.account)
            #expect(AccountID.multisig(signatories: signatories.reversed(), threshold: vector.threshold) == account)
            count += 1
        }
        #expect(count > 0)
        print("multisig: \(count) cases")
    }

    @Test("every single wrong character of an address is noticed")
    func typingErrors() throws {
        let good = Array("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl é")
        var misses = 0
        for index in good.indices {
            for character in alphabet where character != good[index] {
                var text = good
                text[index] = character
                if (try? AccountID(ss58: String(text))) != nil { misses += 1 }
            }
        }
        // The checksum has 16 bits, so among 3000 changes one may slip through by chance.
        #expect(misses <= 1)
    }

    @Test("texts that are no address are refused with the reason")
    func errors() {
        let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
        #expect(throws: SS58Error.wrongLength) { try SS58.decode("") }
        #expect(throws: SS58Error.wrongLength) { try SS58.decode("5") }
        #expect(throws: SS58Error.wrongLength) { try SS58.decode(String(alice.dropLast())) }
        #expect(throws: SS58Error.wrongLength) { try SS58.decode(alice + "1") }
        #expect(throws: SS58Error.wrongLength) { try SS58.decode(String(repeating: "z", count: 1_000_000)) }
        #expect(throws: SS58Error.invalidCharacter) { try SS58.decode("0x" + alice) }
        #expect(throws: SS58Error.wrongChecksum) { try SS58.decode(String(alice.dropLast()) + "Z") }
        #expect(throws: SS58Error.prefixOutOfRange(16384)) { try SS58.encode(.zero, prefix: 16384) }
    }
}
