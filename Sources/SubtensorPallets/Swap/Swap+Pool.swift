import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// A subnet's pool in storage: the reserves stand in SubtensorModule, weights and fee rate here.
/// Source: pallets/swap/src/pallet/impls.rs.
extension Swap {
    /// Mechanism of subnets whose token trades at a price of its own; all others trade one for one.
    static let dynamicMechanism: UInt16 = 1

    /// Limit prices that no trade reaches: a purchase's in rao per alpha, and a sale's.
    static let priceMaximum: Rao = 1_000_000_000_000_000
    static let priceMinimum: Rao = 1_000

    /// Largest input of a trade, as a multiple of the input's reserve.
    static let inputMultipleMaximum: UInt64 = 1_000

    /// The pool as it stands.
    static func pool(_ netuid: NetUID, in state: borrowing State) -> LiquidityPool {
        LiquidityPool(
            alpha: state.get(Subtensor.subnetAlphaIn, netuid), tao: state.get(Subtensor.subnetTAO, netuid),
            quoteWeight: quoteWeight(netuid, in: state),
            isStable: state.get(Subtensor.subnetMechanism, netuid) != dynamicMechanism)
    }

    /// TAO for one alpha: 1 on root and stable subnets, 0 where the pool holds no alpha.
    static func price(_ netuid: NetUID, in state: borrowing State) -> U64F64 { pool(netuid, in: state).price }

    /// Rao for one alpha, rounded down.
    static func priceInRao(_ netuid: NetUID, in state: borrowing State) -> UInt64 {
        price(netuid, in: state).multipliedSaturated(by: U64F64(1_000_000_000)).flooredUInt64
    }

    /// The pool as a trade meets it: the first trade of a subnet sets equal weights.
    static func tradingPool(_ netuid: NetUID, in state: borrowing State) -> LiquidityPool {
        var pool = pool(netuid, in: state)
        if !state.get(palSwapInitialized, netuid) { pool.quoteWeight = .half }
        return pool
    }

    /// Sets equal weights unless the subnet's weights were set before.
    static func initializePool(_ netuid: NetUID, in state: inout State) {
        guard !state.get(palSwapInitialized, netuid) else { return }
        setQuoteWeight(.half, of: netuid, in: &state)
        state.set(palSwapInitialized, netuid, to: true)
    }

    /// Re-weights the pool so that its price stays when emission adds to both reserves. The reserves are left to the
    /// caller.
    /// - Returns: what may be added: both amounts, or nothing where a weight would leave [0.01, 0.99].
    static func adjustProtocolLiquidity(
        _ netuid: NetUID, tao: Rao, alpha: Alpha, in state: inout State
    ) -> (tao: Rao, alpha: Alpha) {
        guard let weight = pool(netuid, in: state).quoteWeight(afterAdding: alpha, tao) else { return (.zero, .zero) }
        setQuoteWeight(weight, of: netuid, in: &state)
        return (tao, alpha)
    }
}

extension Swap {
    /// The weight of TAO in the subnet's pool.
    static func quoteWeight(_ netuid: NetUID, in state: borrowing State) -> Yuma.Perquintill {
        Yuma.Perquintill(parts: state.get(swapBalancer, netuid).quote.rawValue)
    }

    /// Writes the weight of TAO in the subnet's pool.
    static func setQuoteWeight(_ weight: Yuma.Perquintill, of netuid: NetUID, in state: inout State) {
        state.set(swapBalancer, netuid, to: Balancer(quote: RuntimeInterface.Perquintill(weight.parts)))
    }
}
