import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// Signs of subnets' tokens that their owners choose.
@Suite struct SymbolTests {
    private static func choose(_ symbol: [UInt8], for netuid: NetUID) -> RuntimeCall {
        .subtensor(.updateSymbol(netuid: netuid, symbol: symbol))
    }

    @Test("owner and root choose any free sign of the table")
    func choice() throws {
        let chain = TestChain { (state: inout State) in state.set(Subtensor.networkRateLimit, to: 0) }
        let first = try chain.addSubnet(owner: TestChain.bob, hotkey: TestChain.key("A"))
        let second = try chain.addSubnet(owner: TestChain.charlie, hotkey: TestChain.key("B"))
        let symbol = SubnetSymbols.symbol(for: 437)
        #expect(try chain.send(Self.choose(symbol, for: first), by: TestChain.bob) == nil)
        #expect(chain.has(.subtensor(.symbolUpdated(netuid: first, symbol: symbol))))
        #expect(chain.state.get(Subtensor.tokenSymbol, first) == symbol)
        for netuid in [first, second] {
            #expect(chain.dispatch(Self.choose(symbol, for: netuid), from: .root) == .subtensor(.symbolAlreadyInUse))
        }
        for unknown in [SubnetSymbols.fallback, [], Array("TAO".utf8), Array(repeating: 0xFF, count: 5_000)] {
            #expect(
                chain.dispatch(Self.choose(unknown, for: second), from: .root) == .subtensor(.symbolDoesNotExist))
        }
        for signer in [TestChain.bob, TestChain.dave] {
            #expect(
                chain.dispatch(Self.choose([], for: second), from: .signed(signer.accountID)) == .badOrigin)
        }
        #expect(chain.dispatch(Self.choose(symbol, for: 99), from: .root) == .subtensor(.subnetNotExists))
        // The one that the first subnet left is free.
        chain.root(Self.choose(SubnetSymbols.symbol(for: first.number), for: second))
        chain.advance()
    }
}
