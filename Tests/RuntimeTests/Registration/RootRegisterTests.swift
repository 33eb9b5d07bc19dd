import Frame
import Primitives
import RuntimeInterface
import Testing

@testable import SubtensorPallets

@Suite struct RootRegisterTests {
    private func join(_ coldkey: AccountID, _ network: inout StakingNetwork) -> DispatchError? {
        network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.rootRegister(.signed(coldkey), StakingNetwork.hotkey(of: coldkey), in: &state)
        }
    }

    private func nextBlock(_ number: BlockNumber, _ network: inout StakingNetwork) {
        network.advance(to: number)
        Subtensor.updateRegistrationPrices(in: &network.state)
    }

    @Test("joining root is free, makes a delegate and is limited by block and interval")
    func limits() {
        var network = StakingNetwork()
        let keys = StakingNetwork.coldkeys
        #expect(join(keys[0], &network) == nil)
        #expect(network.free(keys[0]) == StakingNetwork.wealth)
        #expect(network.state.get(Subtensor.delegates, StakingNetwork.hotkey(of: keys[0])) == PerU16(11_796))
        #expect(network.subtensorEvents.last == .neuronRegistered(.root, 0, StakingNetwork.hotkey(of: keys[0])))
        #expect(join(keys[1], &network) == .subtensor(.tooManyRegistrationsThisBlock))
        nextBlock(11, &network)
        #expect(join(keys[0], &network) == .subtensor(.hotKeyAlreadyRegisteredInSubNet))
        #expect(join(keys[1], &network) == nil)
        nextBlock(12, &network)
        #expect(join(keys[2], &network) == nil)
        nextBlock(13, &network)
        #expect(join(keys[3], &network) == .subtensor(.tooManyRegistrationsThisInterval))
        // Root's last epoch counts as block 0 for ever, so from block 100 the interval starts anew with every block.
        nextBlock(100, &network)
        #expect(join(keys[3], &network) == nil)
    }

    @Test("a full root lets in whoever has more root stake than its weakest validator")
    func replacement() {
        var network = StakingNetwork()
        let keys = StakingNetwork.coldkeys
        network.state.set(Subtensor.maxAllowedUids, .root, to: 2)
        for (index, tao) in [UInt64(5), 3, 3, 4].enumerated() {
            let coldkey = keys[index]
            network.run { (state: inout State) throws(DispatchError) in
                let hotkey = StakingNetwork.hotkey(of: coldkey)
                try Subtensor.tryAssociateHotkey(.signed(coldkey), hotkey, in: &state)
                try Subtensor.addStake(.signed(coldkey), hotkey, .root, .tao(tao), in: &state)
            }
        }
        for (block, key) in [BlockNumber(100), 101].enumerated() {
            nextBlock(key, &network)
            #expect(join(keys[block], &network) == nil)
        }
        nextBlock(102, &network)
        #expect(join(keys[2], &network) == .subtensor(.stakeTooLowForRoot))
        #expect(join(keys[3], &network) == nil)
        #expect(network.state.get(Subtensor.keys, .root, 0) == StakingNetwork.hotkey(of: keys[0]))
        #expect(network.state.get(Subtensor.keys, .root, 1) == StakingNetwork.hotkey(of: keys[3]))
        #expect(network.state.get(Subtensor.uids, .root, StakingNetwork.hotkey(of: keys[1])) == nil)
    }

    @Test("without root nobody can join it, and subnets' accounts never can")
    func refusals() {
        var network = StakingNetwork()
        let signer = StakingNetwork.coldkeys[0]
        let failure = network.run { (state: inout State) throws(DispatchError) in
            try Subtensor.rootRegister(.signed(signer), Subtensor.subnetAccount(1), in: &state)
        }
        #expect(failure == .subtensor(.cannotUseSystemAccount))
        network.state.set(Subtensor.networksAdded, .root, to: false)
        #expect(join(signer, &network) == .subtensor(.rootNetworkDoesNotExist))
    }
}
