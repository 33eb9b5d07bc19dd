import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// Takes of delegates, and identities of coldkeys and subnets.
@Suite struct TakeAndIdentityTests {
    private static let hotkey = TestChain.key("Hotkey")
    private static let coldkey = TestChain.charlie

    private static func chain() throws -> (TestChain, NetUID) {
        let chain = TestChain()
        let netuid = try chain.addSubnet()
        try chain.register([hotkey], of: coldkey, on: netuid)
        chain.root(.adminUtils(.sudoSetMinDelegateTake(take: PerU16(1_000))))
        chain.root(.adminUtils(.sudoSetDefaultTake(defaultTake: PerU16(9_000))))
        chain.root(.adminUtils(.sudoSetTxDelegateTakeRateLimit(txRateLimit: 3)))
        chain.state.set(Subtensor.delegates, hotkey.accountID, to: PerU16(5_000))
        chain.advance()
        return (chain, netuid)
    }

    private static func raise(_ take: UInt16, _ hotkey: Keypair = hotkey) -> RuntimeCall {
        .subtensor(.increaseTake(hotkey: hotkey.accountID, take: PerU16(take)))
    }

    private static func lower(_ take: UInt16, _ hotkey: Keypair = hotkey) -> RuntimeCall {
        .subtensor(.decreaseTake(hotkey: hotkey.accountID, take: PerU16(take)))
    }

    @Test("a take rises within bounds, and only after more blocks than the limit")
    func raises() throws {
        let (chain, _) = try Self.chain()
        let origin = Origin.signed(Self.coldkey.accountID)
        #expect(chain.dispatch(Self.raise(5_000), from: origin) == .subtensor(.delegateTakeTooLow))
        #expect(try chain.send(Self.raise(6_000), by: Self.coldkey) == nil)
        let hotkey = Self.hotkey.accountID
        #expect(chain.state.get(Subtensor.delegates, hotkey) == PerU16(6_000))
        #expect(chain.has(.subtensor(.takeIncreased(Self.coldkey.accountID, hotkey, PerU16(6_000)))))
        for _ in 0...3 {
            #expect(chain.dispatch(Self.raise(7_000), from: origin) == .subtensor(.delegateTxRateLimitExceeded))
            chain.advance()
        }
        #expect(try chain.send(Self.raise(9_000), by: Self.coldkey) == nil)
    }

    @Test("a take falls at any time, but not below the least one")
    func lowers() throws {
        let (chain, _) = try Self.chain()
        let hotkey = Self.hotkey.accountID
        #expect(try chain.send(Self.lower(5_000), by: Self.coldkey) == .subtensor(.delegateTakeTooLow))
        for take in [UInt16(4_000), 1_000] {
            #expect(try chain.send(Self.lower(take), by: Self.coldkey) == nil)
            #expect(chain.has(.subtensor(.takeDecreased(Self.coldkey.accountID, hotkey, PerU16(take)))))
        }
        #expect(chain.state.get(Subtensor.delegates, hotkey) == PerU16(1_000))
    }

    @Test("the pool refuses takes out of bounds and of strangers")
    func codes() throws {
        let (chain, _) = try Self.chain()
        for call in [Self.raise, Self.lower] {
            let cases: [(UInt16, Keypair, Keypair, UInt8)] = [
                (999, Self.hotkey, Self.coldkey, 26), (9_001, Self.hotkey, Self.coldkey, 27),
                (5_500, TestChain.dave, Self.coldkey, 4), (5_500, Self.hotkey, TestChain.dave, 25),
            ]
            for (take, hotkey, signer, code) in cases {
                #expect(try chain.refusal(of: call(take, hotkey), by: signer) == .custom(code))
            }
        }
    }

    private static func identity(_ lengths: [Int]) -> RuntimeCall {
        let fields = lengths.map { Array(repeating: UInt8(65), count: $0) }
        return .subtensor(
            .setIdentity(
                name: fields[0], url: fields[1], githubRepo: fields[2], image: fields[3], discord: fields[4],
                description: fields[5], additional: fields[6]))
    }

    @Test("a coldkey with a registered hotkey has an identity of bounded fields")
    func identities() throws {
        let (chain, _) = try Self.chain()
        let longest = [256, 256, 256, 1024, 256, 1024, 1024]
        #expect(try chain.send(Self.identity(longest), by: Self.coldkey) == nil)
        #expect(chain.has(.subtensor(.chainIdentitySet(Self.coldkey.accountID))))
        #expect(chain.state.get(Subtensor.identitiesV2, Self.coldkey.accountID)?.image.count == 1024)
        for field in longest.indices {
            var lengths = longest
            lengths[field] += 1
            #expect(try chain.send(Self.identity(lengths), by: Self.coldkey) == .subtensor(.invalidIdentity))
        }
        #expect(
            try chain.send(Self.identity(longest), by: TestChain.dave) == .subtensor(.hotKeyNotRegisteredInNetwork))
        #expect(chain.dispatch(Self.identity(longest), from: .root) == .badOrigin)
    }

    private static func subnet(_ netuid: NetUID, _ lengths: [Int]) -> RuntimeCall {
        let fields = lengths.map { Array(repeating: UInt8(65), count: $0) }
        return .subtensor(
            .setSubnetIdentity(
                netuid: netuid, subnetName: fields[0], githubRepo: fields[1], subnetContact: fields[2],
                subnetURL: fields[3], discord: fields[4], description: fields[5], logoURL: fields[6],
                additional: fields[7]))
    }

    @Test("the owner of a subnet says what it is about, in bounded fields")
    func subnetIdentities() throws {
        let (chain, netuid) = try Self.chain()
        let longest = [256, 1024, 1024, 1024, 256, 1024, 1024, 1024]
        #expect(try chain.send(Self.subnet(netuid, longest), by: TestChain.bob) == nil)
        #expect(chain.has(.subtensor(.subnetIdentitySet(netuid))))
        for field in longest.indices {
            var lengths = longest
            lengths[field] += 1
            #expect(try chain.send(Self.subnet(netuid, lengths), by: TestChain.bob) == .subtensor(.invalidIdentity))
        }
        #expect(try chain.send(Self.subnet(netuid, longest), by: Self.coldkey) == .subtensor(.notSubnetOwner))
        #expect(try chain.send(Self.subnet(99, longest), by: TestChain.bob) == .subtensor(.notSubnetOwner))
        #expect(chain.dispatch(Self.subnet(netuid, longest), from: .root) == .badOrigin)
    }
}
