import FixedPoint
public import Primitives

extension LiquidityPool {
    /// The smallest reserve, in rao or alpha units, that a trade may be paid from.
    public static let reserveMinimum: UInt64 = 1_000_000

    /// The fee on `amount`: nothing for a stable pool, else `feeRate` of 65,535, rounded down.
    public func fee(on amount: UInt64, rate feeRate: UInt16) -> UInt64 {
        isStable ? 0 : Self.share(of: amount, UInt64(feeRate), over: 65_535)
    }

    /// What a trade moves, without moving it.
    /// - Throws: ``SwapFailure``.
    /// Source: pallets/swap/src/pallet/impls.rs and swap_step.rs.
    public func swap(_ order: SwapOrder) throws(SwapFailure) -> SwapOutcome {
        let isBuy = order.direction == .buy
        let (inputReserve, outputReserve) = isBuy ? (tao.units, alpha.units) : (alpha.units, tao.units)
        var fee = fee(on: order.amount, rate: order.feeRate)
        let net = order.amount - fee
        let (ceiling, overflow) = inputReserve.multipliedReportingOverflow(by: 1_000)
        guard overflow || net <= ceiling else { throw .swapInputTooLarge }
        guard outputReserve >= Self.reserveMinimum else { throw .reservesTooLow }
        let current = price
        guard isBuy ? current < order.limit : current > order.limit else { throw .priceLimitExceeded }

        var input = net
        var output = output(order.direction, input: net)
        let target = reserves(after: order.direction, input: net, output: output).weightedPrice
        if isBuy ? target > order.limit : target < order.limit {
            input =
                isBuy
                ? taoNeeded(toMove: current, to: order.limit).units
                : alphaNeeded(toMove: current, to: order.limit).units
            fee = isStable ? 0 : Self.share(of: input, UInt64(order.feeRate), over: 65_535 - UInt64(order.feeRate))
            output = self.output(order.direction, input: input)
        }
        if input > 0 && output == 0 { throw .reservesTooLow }
        guard output <= outputReserve else { throw .insufficientLiquidity }
        return SwapOutcome(paidIn: input, paidOut: output, fee: fee, feeToBlockAuthor: input == 0 ? 0 : fee)
    }

    /// What a trade at any price would give, fee included; a stable pool trades one for one without fee.
    /// - Throws: ``SwapFailure``.
    public func simulatedSwap(
        _ direction: SwapDirection, amount: UInt64, feeRate: UInt16
    ) throws(SwapFailure) -> SwapOutcome {
        guard !isStable else { return SwapOutcome(paidIn: amount, paidOut: amount, fee: 0, feeToBlockAuthor: 0) }
        return try swap(SwapOrder(direction, amount: amount, feeRate: feeRate))
    }

    /// The alpha that `amount` TAO is worth at the present price; 0 where there is no price.
    public func alphaAtSpot(for amount: Rao) -> Alpha {
        Alpha(U64F64(amount.units).dividedSafely(by: price).flooredUInt64)
    }

    /// What the reserve of the other token gives for `input`.
    func output(_ direction: SwapDirection, input: UInt64) -> UInt64 {
        let reserve: UInt64
        let rest: U64F64
        switch direction {
        case .buy: (reserve, rest) = (alpha.units, baseRemainder(afterAdding: Rao(input)))
        case .sell: (reserve, rest) = (tao.units, quoteRemainder(afterAdding: Alpha(input)))
        }
        return U64F64(reserve).multipliedSaturated(by: U64F64.one.subtractingSaturated(rest)).flooredUInt64
    }

    private func reserves(after direction: SwapDirection, input: UInt64, output: UInt64) -> LiquidityPool {
        var pool = self
        switch direction {
        case .buy:
            pool.tao = tao.addingClamped(Rao(input))
            pool.alpha = alpha.subtractingClamped(Alpha(output))
        case .sell:
            pool.alpha = alpha.addingClamped(Alpha(input))
            pool.tao = tao.subtractingClamped(Rao(output))
        }
        return pool
    }

    /// floor(amount · (part/whole)), the quotient truncated first; 0 for a zero whole.
    private static func share(of amount: UInt64, _ part: UInt64, over whole: UInt64) -> UInt64 {
        U64F64(amount).multipliedSaturated(by: U64F64(part).dividedSafely(by: U64F64(whole))).flooredUInt64
    }
}
