import JSON
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import Client

@Suite("Values of the client")
struct ValueTests {
    @Test(
        "internet addresses are numbers and back",
        arguments: [
            ("127.0.0.1", UInt128(0x7F00_0001), UInt8(4)), ("255.255.255.255", 0xFFFF_FFFF, 4), ("::1", 1, 6),
            ("::", 0, 6), ("2001:db8::1", 0x2001_0DB8_0000_0000_0000_0000_0000_0001, 6),
            ("1:0:0:2::3", 0x0001_0000_0000_0002_0000_0000_0000_0003, 6),
            ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004_0005_0006_0007_0008, 6),
        ])
    func addresses(_ text: String, _ number: UInt128, _ kind: UInt8) {
        let parsed = InternetAddress.parse(text)
        #expect(parsed?.number == number)
        #expect(parsed?.kind == kind)
        #expect(InternetAddress.text(number, kind: kind) == text)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", "1.2.3", "256.1.1.1", "1.2.3.4.5", "a.b.c.d", "1:2", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", ":",
            "::1.2.3.400", "+1.2.3.4", "localhost",
        ])
    func badAddresses(_ text: String) { #expect(InternetAddress.parse(text) == nil) }

    @Test("an address of version 6 may end in one of version 4")
    func mapped() { #expect(InternetAddress.parse("::ffff:1.2.3.4")?.number == 0xFFFF_0102_0304) }

    @Test("weights are scaled to the greatest, sorted, and zeros left out")
    func weights() throws {
        let vector = try WeightVector([
            (uid: 3, weight: 0.5), (uid: 1, weight: 1), (uid: 2, weight: 0), (uid: 9, weight: 0.25),
        ])
        #expect(vector.uids == [1, 3, 9])
        #expect(vector.values == [65_535, 32_768, 16_384])
        #expect(try WeightVector([(uid: 1, weight: 0)]).uids.isEmpty)
        #expect(try WeightVector([]).values.isEmpty)
        for bad in [Double.nan, -1, .infinity] {
            #expect(throws: ClientError.self) { try WeightVector([(uid: 1, weight: bad)]) }
        }
        #expect(throws: ClientError.self) { try WeightVector([(uid: 1, weight: 1), (uid: 1, weight: 2)]) }
    }

    @Test(
        "the pool's reasons are typed",
        arguments: [
            ("Custom error: 255", PoolRejection.custom(code: 255, name: "BadRequest")),
            ("Custom error: 99", .custom(code: 99, name: nil)),
            ("Inability to pay some fees (e.g. account balance too low)", .cannotPay),
            ("Transaction is outdated", .outdated), ("Transaction will be valid in the future", .future),
            ("Transaction has a bad signature", .badSignature),
            ("Transaction has an ancient birth block", .ancientBirth), ("Invalid signing address", .badSigner),
            ("Transaction would exhaust the block limit(s)", .exhaustsBlock),
        ])
    func reasons(_ data: String, _ expected: PoolRejection) {
        #expect(PoolRejection(code: 1_010, message: "Invalid Transaction", data: data) == expected)
    }

    @Test("other errors of the pool, and errors that are none of the pool's")
    func otherReasons() {
        #expect(PoolRejection(code: 1_014, message: "Priority is too low: (1 vs 2)", data: nil) == .priorityTooLow)
        #expect(PoolRejection(code: 1_013, message: "Transaction Already Imported", data: "0x") == .alreadyImported)
        #expect(PoolRejection(code: 1_012, message: "Transaction is temporarily banned", data: nil) == .banned)
        #expect(
            PoolRejection(code: 1_010, message: "Invalid Transaction", data: "new")
                == .other(code: 1_010, message: "Invalid Transaction: new"))
        #expect(PoolRejection(code: -32_601, message: "Method not found", data: nil) == nil)
    }

    @Test("errors of the runtime itself have the names of metadata, typed or not")
    func runtimeErrors() throws {
        let metadata = ShapeCheck.generated
        let id = try #require(metadata.types.first(path: "sp_runtime::DispatchError"))
        let cases: [(DispatchError, String)] = [
            (.badOrigin, "BadOrigin"), (.token(.fundsUnavailable), "Token.FundsUnavailable"),
            (.arithmetic(.underflow), "Arithmetic.Underflow"), (.cannotLookup, "CannotLookup"),
            (.subtensor(.notEnoughBalanceToStake), "NotEnoughBalanceToStake"),
        ]
        for (error, name) in cases {
            let typed = DispatchFailure(error, metadata)
            let dynamic = DispatchFailure(try metadata.types.decode(id, error.encoded()), metadata)
            #expect(typed.name == name)
            #expect(dynamic == typed)
        }
    }

    @Test("statuses of an extrinsic, in every case and form")
    func statuses() throws {
        let hash = Hash.zero.hexadecimal
        #expect(try SubmissionStatus(.string("ready")) == .waiting)
        #expect(try SubmissionStatus(.object([JSONMember("retracted", .string(hash))])) == .waiting)
        #expect(try SubmissionStatus(.object([JSONMember("InBlock", .string(hash))])) == .inBlock(.zero))
        #expect(try SubmissionStatus(.object([JSONMember("finalized", .string(hash))])) == .finalized(.zero))
        #expect(try SubmissionStatus(.string("invalid")) == .gone("invalid"))
        #expect(throws: ClientError.self) { try SubmissionStatus(.object([JSONMember("inBlock", .null)])) }
        #expect(throws: ClientError.self) { try SubmissionStatus(.integer(1)) }
        #expect(throws: ClientError.self) { try SubmissionStatus(.object([])) }
    }

    @Test("every error says what to do")
    func descriptions() {
        let errors: [ClientError] = [
            .unsupportedEndpoint("x"), .unreachable(endpoint: "e", reason: "r"), .closed(reason: "r"),
            .timedOut(request: "m", after: .seconds(1)), .cancelled, .backlog(limit: 1),
            .rpc(code: 1, message: "m", data: "d"), .malformedAnswer(request: "m", detail: "d"),
            .otherChain(expected: .zero, found: .zero), .shapeMismatch(item: "i", expected: "e", found: "f"),
            .rejected(.cannotPay), .dropped(status: "s"), .outcomeUnknown(extrinsic: .zero),
            .failed(DispatchFailure(pallet: "P", name: "N", documentation: "d")),
            .insufficientBalance(account: .zero, free: 1, needed: .tao(2)), .invalidArgument("a"),
        ]
        for error in errors { #expect("\(error)".count > 15) }
        #expect("\(errors[14])".contains("needs 2.000000000 TAO"))
    }

    @Test("only columns that changed show in a difference")
    func difference() {
        var old = SubnetMetagraph.sample(neurons: 4)
        #expect(old.difference(from: old).neurons.isEmpty)
        var new = old
        new.incentive[1] = 9
        new.totalStake[1] = 9
        new.axons[2] = AxonAddress(ip: "1.2.3.4", port: 5)
        new.lastUpdate[3] = 9
        let difference = new.difference(from: old)
        #expect(difference.neurons.map(\.uid) == [1, 2, 3])
        #expect(difference.neurons.map(\.change) == [[.scores, .stake], .axon, .weights])
        #expect(difference.uids([.stake, .axon]) == [1, 2])
        old = SubnetMetagraph.sample(neurons: 3)
        #expect(new.difference(from: old).uids(.hotkey) == [3])
        #expect(new.axon(of: 2)?.port == 5 && new.axon(of: 77) == nil)
        #expect(new.uid(of: new.hotkeys[2]) == 2)
    }
}

extension SubnetMetagraph {
    /// A subnet of neurons that did nothing yet.
    static func sample(neurons: Int) -> SubnetMetagraph {
        func all<Value>(_ value: Value) -> [Value] { Array(repeating: value, count: neurons) }
        return SubnetMetagraph(
            netuid: 1, name: "", block: 1, tempo: 1, lastStep: 0, blocksSinceLastStep: 0, weightsRateLimit: 0,
            minAllowedWeights: 0, isCommitRevealEnabled: false, burn: 0, ownerColdkey: .zero, taoInPool: 0,
            alphaInPool: 0, hotkeys: (0..<neurons).map { AccountID(Array(repeating: UInt8($0), count: 32)) ?? .zero },
            coldkeys: all(.zero), totalStake: all(0), alphaStake: all(0), taoStake: all(0), emission: all(0),
            incentive: all(0), dividends: all(0), consensus: all(0), trust: all(0), validatorPermit: all(false),
            isActive: all(false), lastUpdate: all(0), blockAtRegistration: all(0), axons: all(nil))
    }
}
