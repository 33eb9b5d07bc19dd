import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Testing
import Yuma

@testable import SubtensorPallets

@Suite struct SwapTests {
    @Test("only root sets a fee rate, of a subnet that exists and up to the maximum")
    func feeRate() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        func setRate(_ origin: Origin, _ netuid: NetUID, _ rate: UInt16) -> DispatchError? {
            network.run { (state: inout State) throws(DispatchError) in
                try Swap.Call.setFeeRate(netuid: netuid, rate: rate).dispatch(from: origin, on: &state)
            }
        }
        #expect(setRate(.signed(StakingNetwork.coldkeys[0]), netuid, 5) == .badOrigin)
        #expect(setRate(.root, 9, 5) == .swap(.mechanismDoesNotExist))
        #expect(setRate(.root, netuid, 10_001) == .swap(.feeRateTooHigh))
        #expect(setRate(.root, netuid, 10_000) == nil)
        #expect(Swap.fee(on: 65_536, of: netuid, in: network.state) == 10_000)
    }

    @Test("nobody brings liquidity into a pool or takes it out")
    func userLiquidity() {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let hotkey = StakingNetwork.coldkeys[1]
        let position = PositionId(0)
        let calls: [Swap.Call] = [
            .addLiquidity(
                hotkey: hotkey, netuid: netuid, tickLow: TickIndex(-5), tickHigh: TickIndex(5), liquidity: 1_000_000),
            .removeLiquidity(hotkey: hotkey, netuid: netuid, positionID: position),
            .modifyPosition(hotkey: hotkey, netuid: netuid, positionID: position, liquidityDelta: -5),
            .toggleUserLiquidity(netuid: netuid, enable: true), .disableLp,
        ]
        for call in calls {
            for origin in [Origin.root, .signed(StakingNetwork.coldkeys[0]), .none] {
                let failure = network.run { (state: inout State) throws(DispatchError) in
                    try call.dispatch(from: origin, on: &state)
                }
                #expect(failure == .swap(.deprecated), "\(call)")
            }
        }
    }

    @Test("a simulation says what a trade then does, and changes nothing")
    func simulation() throws {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let before = network.state.changes
        let purchase = Swap.simulatePurchase(.tao(10), on: netuid, in: network.state)
        #expect(network.state.changes == before)
        let outcome = try Subtensor.swapTaoForAlpha(.tao(10), on: netuid, in: &network.state)
        #expect(purchase.taoAmount == Rao(outcome.paidIn))
        #expect(purchase.alphaAmount == Alpha(outcome.paidOut))
        #expect(purchase.taoFee == Rao(outcome.fee))
        #expect(purchase.alphaSlippage == Alpha(10_000_000_000 - outcome.paidOut))
        let sale = Swap.simulateSale(Alpha(outcome.paidOut), on: netuid, in: network.state)
        let sold = try Subtensor.swapAlphaForTao(Alpha(outcome.paidOut), on: netuid, in: &network.state)
        #expect(sale.taoAmount == Rao(sold.paidOut))
        #expect(sale.alphaAmount == Alpha(sold.paidIn))
        #expect(sale.alphaFee == Alpha(sold.fee))
        #expect(Swap.simulatePurchase(.max, on: netuid, in: network.state) == .nothing)
        #expect(Swap.simulateSale(.max, on: netuid, in: network.state) == .nothing)
    }

    @Test("root trades one for one, and what does not exist trades nothing")
    func stable() {
        let network = StakingNetwork()
        #expect(Swap.price(.root, in: network.state) == .one)
        #expect(Swap.priceInRao(.root, in: network.state) == 1_000_000_000)
        let root = Swap.simulatePurchase(5, on: .root, in: network.state)
        #expect(root.taoAmount == 5 && root.alphaAmount == 5 && root.taoFee == 0)
        let nowhere = Swap.simulatePurchase(5, on: 40, in: network.state)
        #expect(nowhere.taoAmount == 0 && nowhere.alphaAmount == 0)
    }

    @Test("emission keeps a pool's price, and the first trade sets equal weights")
    func liquidity() throws {
        var network = StakingNetwork()
        let netuid = network.addSubnet()
        let price = Swap.priceInRao(netuid, in: network.state)
        let added = Swap.adjustProtocolLiquidity(netuid, tao: .tao(1), alpha: Alpha(500_000_000), in: &network.state)
        #expect(added.tao == .tao(1) && added.alpha == Alpha(500_000_000))
        #expect(Swap.quoteWeight(netuid, in: network.state) != .half)
        #expect(Swap.tradingPool(netuid, in: network.state).quoteWeight == .half)
        network.state.update(Subtensor.subnetTAO, netuid) { $0 += .tao(1) }
        network.state.update(Subtensor.subnetAlphaIn, netuid) { $0 += Alpha(500_000_000) }
        let after = Swap.priceInRao(netuid, in: network.state)
        #expect(after <= price && after >= price - 1)
        _ = try Swap.trade(.buy, 5_000_000, on: netuid, limit: Swap.priceMaximum, chargesFee: true, in: &network.state)
        #expect(Swap.quoteWeight(netuid, in: network.state) == .half)
        // Nothing may be added that would leave a token a weight below one hundredth.
        let refused = Swap.adjustProtocolLiquidity(
            netuid, tao: .tao(200_000), alpha: .zero, in: &network.state)
        #expect(refused.tao == .zero && refused.alpha == .zero)
    }

    @Test("credits are spent once or recycled")
    func credits() {
        var network = StakingNetwork()
        let issuance = network.state.get(Subtensor.totalIssuance)
        var credit = Subtensor.mintTao(.tao(3), in: &network.state)
        #expect(network.state.get(Subtensor.totalIssuance) == issuance + .tao(3))
        let account = StakingNetwork.account(70)
        #expect(credit.spend(.tao(4), on: account, in: &network.state) == false)
        #expect(credit.spend(100, on: account, in: &network.state) == false)
        #expect(credit.spend(.tao(1), on: account, in: &network.state) == true)
        #expect(credit.amount == .tao(2))
        credit.recycle(in: &network.state)
        #expect(network.state.get(Subtensor.totalIssuance) == issuance + .tao(1))
        #expect(network.free(account) == .tao(1))
        network.check()
        let capped = Subtensor.mintTao(.max, in: &network.state)
        #expect(capped.amount == Rao(21_000_000_000_000_000) - issuance - .tao(1))
        capped.recycle(in: &network.state)
    }

    @Test("alpha is counted when it is minted, burned and recycled")
    func alphaBooks() {
        var network = StakingNetwork()
        Subtensor.mintAlphaOut(10, on: 3, in: &network.state)
        Subtensor.mintAlphaIn(5, on: 3, in: &network.state)
        Subtensor.burnAlpha(2, on: 3, in: &network.state)
        Subtensor.recycleAlpha(4, on: 3, in: &network.state)
        #expect(network.state.get(AlphaAssets.totalAlphaIssuance, 3) == 11)
        #expect(network.state.get(AlphaAssets.alphaBurned, 3) == 2)
        #expect(network.state.get(AlphaAssets.alphaRecycled, 3) == 4)
        #expect(network.state.get(Subtensor.subnetAlphaOut, 3) == 6)
        #expect(network.state.get(Subtensor.subnetAlphaIn, 3) == 5)
        #expect(Subtensor.alphaIssuance(3, in: network.state) == 11)
    }
}
