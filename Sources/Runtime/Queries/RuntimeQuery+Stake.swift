import Frame
import Primitives
import RuntimeInterface
import SCALE
import SubtensorPallets

/// Answers about stake, prices and trades. There are no baskets on this chain: nobody holds a part of one.
extension RuntimeQuery {
    func stakeOfColdkey(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getStakeInfoForColdkey) { Subtensor.stakeInfos(of: $0, in: state) }
    }

    func stakeOfColdkeys(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getStakeInfoForColdkeys) { coldkeys throws(RuntimeCallError) in
            try RuntimeQuery.requireFewPositions(of: coldkeys, in: state)
            return Subtensor.stakeInfos(of: coldkeys, in: state)
        }
    }

    func stakePosition(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getStakeInfoForHotkeyColdkeyNetuid) { hotkey, coldkey, netuid in
            Subtensor.stakeInfo(of: coldkey, at: hotkey, on: netuid, in: state)
        }
    }

    func stakeAvailability(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getStakeAvailabilityForColdkeys) { coldkeys, netuids throws(RuntimeCallError) in
            try RuntimeQuery.requireFewPositions(of: coldkeys, in: state)
            return Subtensor.stakeAvailability(of: coldkeys, on: netuids, in: state)
        }
    }

    /// Pairs of a coldkey's hotkeys and subnets that one call looks at, and coldkeys that it takes. A client that
    /// lists accounts decides how long a call takes, so that there has to be an end to it.
    static let positionsMaximum = 262_144

    private static func requireFewPositions(
        of coldkeys: [AccountID], in state: borrowing State
    ) throws(RuntimeCallError) {
        guard Subtensor.hasPositions(atMost: positionsMaximum, of: coldkeys, in: state) else {
            throw .tooManyPositions(limit: positionsMaximum)
        }
    }

    func stakeFee(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getStakeFee) { origin, _, destination, _, amount in
            Subtensor.stakeFee(from: origin, to: destination, amount: amount, in: state)
        }
    }

    func coldkeyLock(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getColdkeyLock) { Subtensor.coldkeyLock(of: $0, on: $1, in: state) }
    }

    func conviction(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getHotkeyConviction) { Subtensor.conviction(of: $0, on: $1, in: state) }
    }

    func mostConvictedHotkey(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(StakeInfoAPI.getMostConvictedHotkeyOnSubnet) { Subtensor.mostConvictedHotkey(on: $0, in: state) }
    }

    func basketOwed(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(BetaBasketAPI.getRootBasketOwed) { _ in Rao.zero }
    }

    func validatorBasket(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(BetaBasketAPI.getValidatorBasket) { _ in [] }
    }

    func validatorBaskets(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(BetaBasketAPI.getAllValidatorBaskets) { [] }
    }

    func basketPayout(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(BetaBasketAPI.getBasketPayout) { _, _ in Rao.zero }
    }

    func basketPositions(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(BetaBasketAPI.getRootBasketPositions) { _ in [] }
    }

    func alphaPrice(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SwapAPI.currentAlphaPrice) { Subtensor.alphaPrice(of: $0, in: state) }
    }

    func alphaPrices(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SwapAPI.currentAlphaPriceAll) { Subtensor.alphaPrices(in: state) }
    }

    func purchase(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SwapAPI.simSwapTaoForAlpha) { Subtensor.simulatedPurchase($1, on: $0, in: state) }
    }

    func sale(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(SwapAPI.simSwapAlphaForTao) { Subtensor.simulatedSale($1, on: $0, in: state) }
    }
}
