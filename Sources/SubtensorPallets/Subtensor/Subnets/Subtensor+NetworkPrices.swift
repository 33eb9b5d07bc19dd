import FixedPoint
import Frame
import Primitives
import RuntimeInterface
import Yuma

extension Subtensor {
    /// What creating a subnet costs in this block.
    static func networkLockCost(in state: borrowing State) -> Rao {
        let cost = NetworkLockCost(
            last: state.get(networkLastLockCost), lastBlock: state.get(lastRateLimitedBlock, .networkLastRegistered),
            minimum: state.get(networkMinLockCost), reductionInterval: state.get(networkLockReductionInterval))
        let emission = Rao(BlockEmission.emission(issuance: state.get(totalIssuance).units))
        return cost.value(at: currentBlock(in: state), blockEmission: emission)
    }

    /// The price in the middle of all subnets' prices, by which a new pool starts: the mean of the two middle ones
    /// where their number is even, 1 where there are none. Source: pallets/subtensor/src/staking/stake_utils.rs.
    static func medianPrice(in state: borrowing State) -> U64F64 {
        var prices: [U64F64] = []
        for (netuid, isAdded) in state.entries(of: networksAdded) where isAdded && !netuid.isRoot {
            let price = Swap.price(netuid, in: state)
            if !price.isZero { prices.append(price) }
        }
        guard !prices.isEmpty else { return .one }
        prices.sort()
        let upper = prices[prices.count / 2]
        guard prices.count.isMultiple(of: 2) else { return upper }
        return prices[prices.count / 2 - 1].addingSaturated(upper).dividedSafely(by: U64F64(2))
    }
}
