import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

/// Trades against a subnet's pool. They compute what moves; the staking code moves it.
/// Source: pallets/swap/src/pallet/impls.rs.
extension Swap {
    /// What a trade moves, down or up to a price limit, and sets equal weights where this is the subnet's first trade.
    /// - Parameters:
    ///   - limit: rao per alpha.
    ///   - chargesFee: whether the subnet's fee rate applies.
    /// - Throws: `swapInputTooLarge`, `reservesTooLow`, `priceLimitExceeded` or `insufficientLiquidity`.
    static func trade(
        _ direction: SwapDirection, _ amount: UInt64, on netuid: NetUID, limit: Rao, chargesFee: Bool,
        in state: inout State
    ) throws(DispatchError) -> SwapOutcome {
        let outcome = try quote(direction, amount, on: netuid, limit: limit, chargesFee: chargesFee, in: state)
        initializePool(netuid, in: &state)
        return outcome
    }

    /// What ``trade(_:_:on:limit:chargesFee:in:)`` would move.
    static func quote(
        _ direction: SwapDirection, _ amount: UInt64, on netuid: NetUID, limit: Rao, chargesFee: Bool = true,
        in state: borrowing State
    ) throws(DispatchError) -> SwapOutcome {
        let order = SwapOrder(
            direction, amount: amount, limit: SwapOrder.limit(rao: limit.units),
            feeRate: chargesFee ? state.get(feeRate, netuid) : 0)
        do throws(SwapFailure) {
            return try tradingPool(netuid, in: state).swap(order)
        } catch {
            throw .swap(Failure(error))
        }
    }

    /// What a trade at any price would move, fee included. Stable subnets trade one for one; where there is no subnet
    /// nothing moves.
    /// - Throws: as ``trade(_:_:on:limit:chargesFee:in:)``.
    static func simulate(
        _ direction: SwapDirection, _ amount: UInt64, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) -> SwapOutcome {
        let pool = tradingPool(netuid, in: state)
        if pool.isStable && !state.get(Subtensor.networksAdded, netuid) {
            return SwapOutcome(paidIn: 0, paidOut: 0, fee: 0, feeToBlockAuthor: 0)
        }
        do throws(SwapFailure) {
            return try pool.simulatedSwap(direction, amount: amount, feeRate: state.get(feeRate, netuid))
        } catch {
            throw .swap(Failure(error))
        }
    }

    /// The fee on `amount`, in the token that goes in.
    static func fee(on amount: UInt64, of netuid: NetUID, in state: borrowing State) -> UInt64 {
        pool(netuid, in: state).fee(on: amount, rate: state.get(feeRate, netuid))
    }

    /// How much can go in, fee included, before the price reaches `limit` rao per alpha: found by simulating the
    /// largest input there is.
    /// - Throws: `priceLimitExceeded` where it is there already, else as ``trade(_:_:on:limit:chargesFee:in:)``.
    static func inputMaximum(
        _ direction: SwapDirection, on netuid: NetUID, limit: Rao, in state: borrowing State
    ) throws(DispatchError) -> UInt64 {
        let reserves = pool(netuid, in: state)
        let reserve = direction == .buy ? Alpha(reserves.tao.units) : reserves.alpha
        let probe = reserve.multipliedClamped(by: inputMultipleMaximum)
        let outcome = try quote(direction, probe.units, on: netuid, limit: limit, in: state)
        return Alpha(outcome.paidIn).addingClamped(Alpha(outcome.fee)).units
    }
}

extension Swap.Failure {
    /// The error that users see.
    init(_ failure: SwapFailure) {
        self =
            switch failure {
            case .swapInputTooLarge: .swapInputTooLarge
            case .reservesTooLow: .reservesTooLow
            case .priceLimitExceeded: .priceLimitExceeded
            case .insufficientLiquidity: .insufficientLiquidity
            }
    }
}
