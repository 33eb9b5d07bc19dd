import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import SCALE
import SystemPallets
import Testbed
import Testing

@testable import SubtensorPallets

@Suite("Emission of blocks")
struct BlockEmissionTests {
    @Test("every block mints one TAO for the subnets and keeps the books")
    func oneTaoABlock() {
        var emission = EmissionNetwork(subnets: 3)
        for _ in 0..<120 {
            let before = emission.network.state.get(Subtensor.totalIssuance)
            emission.runBlock()
            let minted = emission.network.state.get(Subtensor.totalIssuance).units - before.units
            // A few rao for each subnet are lost to rounding and minted again later.
            #expect((999_999_980...1_000_000_000).contains(minted))
        }
        #expect(emission.network.state.get(Subtensor.blockEmission) == 1_000_000_000)
        print("coinbase: 120 blocks, 3 subnets")
    }

    @Test("the books hold over random trades between the blocks")
    func randomTrades() {
        let seed: UInt64 = 20_261_121
        var random = SeededRandom(seed: seed)
        var emission = EmissionNetwork(subnets: 3, tempo: 7)
        emission.network.state.set(Subtensor.numRootClaim, to: 3)
        emission.network.state.set(Subtensor.rootClaimableThreshold, 1, to: .zero)
        for netuid in emission.netuids { emission.network.state.set(Subtensor.subnetMovingPrice, netuid, to: .one) }
        emission.commit()
        for _ in 0..<200 {
            let coldkey = StakingNetwork.coldkeys.randomElement(using: &random) ?? .zero
            let netuid = NetUID(UInt16.random(in: 0...3, using: &random))
            let amount = UInt64.random(in: 1...50_000_000_000, using: &random)
            let buys = Bool.random(using: &random)
            let hotkey = EmissionNetwork.hotkey(of: EmissionNetwork.validator)
            emission.runBlock { (state: inout State) throws(DispatchError) in
                if buys {
                    try Subtensor.addStake(.signed(coldkey), hotkey, netuid, Rao(amount), in: &state)
                } else {
                    try Subtensor.removeStake(.signed(coldkey), hotkey, netuid, Alpha(amount), in: &state)
                }
            }
        }
        print("coinbase: 200 blocks of random trades, seed \(seed)")
    }

    @Test("the emission halves when half of all TAO is issued")
    func halving() {
        var emission = EmissionNetwork(subnets: 1)
        let half = Rao(10_500_000_000_000_000)
        let issued = emission.network.state.get(Balances.totalIssuance)
        let gift = half - issued - Rao(2_500_000_000)
        Balances.deposit(gift, to: StakingNetwork.coldkeys[7], in: &emission.network.state)
        emission.network.state.set(Subtensor.totalIssuance, to: half - Rao(2_500_000_000))
        emission.commit()
        var minted: [UInt64] = []
        for _ in 0..<5 {
            emission.runBlock()
            minted.append(emission.network.state.get(Subtensor.blockEmission))
        }
        #expect(minted == [1_000_000_000, 1_000_000_000, 1_000_000_000, 500_000_000, 500_000_000])
    }

    @Test("without a started subnet the emission is recycled")
    func recycled() {
        var emission = EmissionNetwork(subnets: 1)
        emission.network.state.remove(Subtensor.firstEmissionBlockNumber, 1)
        emission.commit()
        let before = emission.network.state.get(Subtensor.totalIssuance)
        emission.run(5)
        #expect(emission.network.state.get(Subtensor.totalIssuance) == before)
        #expect(emission.network.state.get(Subtensor.pendingServerEmission, 1).isZero)
    }

    @Test("a subnet without emission gets alpha and no TAO, and its share goes to the others")
    func disabledEmission() {
        var emission = EmissionNetwork(subnets: 2)
        for netuid in emission.netuids { emission.network.state.set(Subtensor.subnetMovingPrice, netuid, to: .one) }
        emission.network.state.set(Subtensor.subnetEmissionEnabled, 2, to: false)
        emission.commit()
        let before = emission.netuids.map { emission.network.state.get(Subtensor.subnetTAO, $0) }
        emission.runBlock()
        let after = emission.netuids.map { emission.network.state.get(Subtensor.subnetTAO, $0) }
        #expect(after[1] == before[1])
        #expect(after[0].units - before[0].units >= 999_999_990)
        #expect(emission.network.state.get(Subtensor.subnetAlphaOutEmission, 2) == 1_000_000_000)
        #expect(!emission.network.state.get(Subtensor.pendingServerEmission, 2).isZero)
    }

    @Test("alpha out is split into owner's cut, miners and validators")
    func alphaOutSplit() {
        var emission = EmissionNetwork(subnets: 1)
        emission.runBlock()
        let cut = UInt64(1_000_000_000) * 11_796 / 65_535
        let owner = emission.network.state.get(Subtensor.pendingOwnerCut, 1).units
        let server = emission.network.state.get(Subtensor.pendingServerEmission, 1).units
        let validator = emission.network.state.get(Subtensor.pendingValidatorEmission, 1).units
        #expect(owner == cut)
        #expect(server == (1_000_000_000 - cut) / 2 - 1)
        // The smoothed price is below 1, so root dividends are not sold and their alpha is recycled.
        #expect(emission.network.state.get(Subtensor.pendingRootAlphaDivs, 1).isZero)
        #expect(validator < server)
        #expect(cut == 179_995_422)
        #expect(emission.network.state.get(AlphaAssets.alphaRecycled, 1).units > 0)
    }

    @Test("the smoothed price follows the pool's price")
    func movingPrice() {
        var emission = EmissionNetwork(subnets: 1)
        emission.network.state.remove(Subtensor.subnetMovingPrice, 1)
        emission.commit()
        var last = I96F32.zero
        for _ in 0..<20 {
            emission.runBlock()
            let moving = emission.network.state.get(Subtensor.subnetMovingPrice, 1)
            #expect(moving >= last)
            last = moving
        }
        emission.network.state.set(Subtensor.emaPriceHalvingBlocks, 1, to: 0)
        emission.network.state.set(Subtensor.subnetMovingAlpha, to: .one)
        emission.commit()
        emission.runBlock()
        let price = min(Swap.price(1, in: emission.network.state), .one)
        #expect(emission.network.state.get(Subtensor.subnetMovingPrice, 1) == I96F32(price))
    }

    @Test("an invariant that is broken is named")
    func brokenInvariants() {
        func violation(_ damage: (inout State) -> Void) -> String {
            var emission = EmissionNetwork(subnets: 1)
            emission.runBlock()
            damage(&emission.network.state)
            do throws(InvariantViolation) {
                try Subtensor.checkInvariants(in: emission.network.state)
                return "none"
            } catch {
                return error.description
            }
        }
        #expect(violation { _ in } == "none")
        #expect(violation { $0.update(Subtensor.totalIssuance) { $0 += 1 } }.contains("TotalIssuance"))
        #expect(violation { $0.update(Subtensor.totalStake) { $0 += 1 } }.contains("TotalStake"))
        #expect(violation { $0.update(Subtensor.subnetTAO, 1) { $0 += .tao(1) } }.contains("subnet 1"))
        #expect(violation { $0.set(Subtensor.subnetAlphaOut, 1, to: .zero) }.contains("1"))
        #expect(violation { $0.set(Subtensor.subnetworkN, 1, to: 3) }.contains("1"))
        let burned = violation { state in
            state.set(AlphaAssets.alphaBurned, 1, to: state.get(Subtensor.subnetAlphaOut, 1))
        }
        #expect(burned.contains("netuid 1"))
    }

    @Test("dust and fees that nobody gets are counted, and balances set by decree are taken for granted")
    func foreignIssuance() {
        var emission = EmissionNetwork(subnets: 1)
        let rich = StakingNetwork.coldkeys[6]
        let friend = StakingNetwork.account(77)
        emission.runBlock { (state: inout State) throws(DispatchError) in
            let all = Balances.free(rich, in: state)
            try Balances.transfer(from: rich, to: friend, all - Rao(7), .expendable, in: &state)
        }
        emission.runBlock { (state: inout State) throws(DispatchError) in
            try Balances.withdraw(Rao(1_000), from: friend, .preserve, in: &state)
            state.deposit(.transactionPayment(.transactionFeePaid(who: friend, actualFee: 1_000, tip: 0)))
        }
        emission.runBlock { (state: inout State) throws(DispatchError) in
            try Balances.withdraw(Rao(1_000), from: friend, .preserve, in: &state)
            Balances.deposit(Rao(1_000), to: StakingNetwork.author, in: &state)
            state.deposit(.transactionPayment(.transactionFeePaid(who: friend, actualFee: 1_000, tip: 0)))
        }
        emission.runBlock { (state: inout State) throws(DispatchError) in
            Balances.deposit(Rao(5_000), to: friend, in: &state)
            state.deposit(.balances(.balanceSet(who: friend, free: 0)))
        }
        emission.run(2)
    }
}
