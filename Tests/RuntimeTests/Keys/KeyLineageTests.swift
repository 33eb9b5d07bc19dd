import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets

/// What becomes known of who a swapped key was.
@Suite struct KeyLineageTests {
    private static let coldkey = KeysNetwork.coldkey
    private static let first = KeysNetwork.hotkey.accountID
    private static let second = KeysNetwork.newHotkey.accountID
    private static let third = TestChain.key("Third").accountID

    /// Successor and root of a hotkey on a subnet.
    private static func lineage(_ hotkey: AccountID, _ netuid: NetUID, in chain: TestChain) -> [AccountID?] {
        [
            chain.state.get(Subtensor.hotkeySuccessor, netuid, hotkey),
            chain.state.get(Subtensor.hotkeyRoot, netuid, hotkey),
        ]
    }

    private static func swap(
        _ old: AccountID, to new: AccountID, on netuid: NetUID?, in network: KeysNetwork
    ) throws {
        network.chain.state.set(Subtensor.txRateLimit, to: 0)
        try network.send(.swapHotkey(hotkey: old, newHotkey: new, netuid: netuid), by: coldkey)
        // Past the interval between swaps on a subnet.
        network.chain.advance(3)
    }

    @Test("a line of swapped hotkeys leads to the last one, and every one of them back to the first")
    func line() throws {
        let network = try KeysNetwork()
        let (chain, netuid) = (network.chain, network.netuid)
        try Self.swap(Self.first, to: Self.second, on: netuid, in: network)
        try Self.swap(Self.second, to: Self.third, on: netuid, in: network)
        #expect(Self.lineage(Self.first, netuid, in: chain) == [Self.second, nil])
        #expect(Self.lineage(Self.second, netuid, in: chain) == [Self.third, Self.first])
        #expect(Self.lineage(Self.third, netuid, in: chain) == [nil, Self.first])
        #expect(Self.lineage(Self.first, network.foreignNetuid, in: chain) == [nil, nil])
        // Back to the first: it is the last of the line then, and nothing goes round in circles.
        try Self.swap(Self.third, to: Self.first, on: netuid, in: network)
        #expect(Self.lineage(Self.first, netuid, in: chain) == [nil, Self.first])
        #expect(Self.lineage(Self.third, netuid, in: chain) == [Self.first, Self.first])
    }

    @Test("a swap everywhere is known on the subnets where the hotkey took part, and only there")
    func everywhere() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        try Self.swap(Self.first, to: Self.second, on: nil, in: network)
        #expect(Self.lineage(Self.first, network.netuid, in: chain) == [Self.second, nil])
        #expect(Self.lineage(Self.second, network.netuid, in: chain) == [nil, Self.first])
        for netuid in [network.foreignNetuid, .root] {
            #expect(Self.lineage(Self.first, netuid, in: chain) == [nil, nil])
        }
    }

    @Test("who registers under a swapped name has no successor any more")
    func registration() throws {
        let network = try KeysNetwork()
        let (chain, netuid) = (network.chain, network.netuid)
        try Self.swap(Self.first, to: Self.second, on: netuid, in: network)
        try chain.register([KeysNetwork.hotkey], of: Self.coldkey, on: netuid)
        #expect(Self.lineage(Self.first, netuid, in: chain) == [nil, nil])
        #expect(Self.lineage(Self.second, netuid, in: chain) == [nil, Self.first])
        // Likewise where another neuron gives way.
        chain.state.set(Subtensor.hotkeySuccessor, netuid, Self.third, to: Self.second)
        let registered = chain.state.get(Subtensor.uids, netuid, Self.first)
        let uid = try #require(registered)
        Subtensor.replaceNeuron(uid, on: netuid, with: Self.third, in: &chain.state)
        #expect(Self.lineage(Self.third, netuid, in: chain) == [nil, nil])
    }

    @Test("a swap that fails leaves no trace in the line")
    func failure() throws {
        let network = try KeysNetwork()
        let chain = network.chain
        let call = Subtensor.Call.swapHotkey(hotkey: Self.first, newHotkey: Self.second, netuid: network.foreignNetuid)
        chain.state.set(Subtensor.isNetworkMember, Self.second, network.foreignNetuid, to: true)
        #expect(chain.dispatch(.subtensor(call), from: .signed(Self.coldkey.accountID)) != nil)
        #expect(Self.lineage(Self.first, network.foreignNetuid, in: chain) == [nil, nil])
    }

    @Test("a line of swapped coldkeys leads to the last one, and every one of them back to the first")
    func coldkeys() throws {
        let chain = TestChain()
        let keys = ["Dave", "Second", "Third"].map { TestChain.key($0).accountID }
        func swap(_ old: AccountID, _ new: AccountID) {
            chain.root(.subtensor(.swapColdkey(oldColdkey: old, newColdkey: new, swapCost: .zero)))
        }
        func lineage(_ key: AccountID) -> [AccountID?] {
            [chain.state.get(Subtensor.coldkeySuccessor, key), chain.state.get(Subtensor.coldkeyRoot, key)]
        }
        swap(keys[0], keys[1])
        swap(keys[1], keys[2])
        #expect(lineage(keys[0]) == [keys[1], nil])
        #expect(lineage(keys[1]) == [keys[2], keys[0]])
        #expect(lineage(keys[2]) == [nil, keys[0]])
        swap(keys[2], keys[0])
        #expect(lineage(keys[0]) == [nil, keys[0]])
        chain.advance()
    }
}
