public import Frame
public import Primitives
public import RuntimeInterface
public import SCALE
import Yuma

/// Prices and trades that do not happen. Source: runtime/src/lib.rs of the reference, `SwapRuntimeApi`.
extension Subtensor {
    /// Rao for one alpha of a subnet.
    public static func alphaPrice(of netuid: NetUID, in state: borrowing State) -> UInt64 {
        Swap.priceInRao(netuid, in: state)
    }

    /// The price of every subnet, root included.
    public static func alphaPrices(in state: borrowing State) -> [SubnetPrice] {
        var prices: [SubnetPrice] = []
        for netuid in netuids(in: state) {
            prices.append(SubnetPrice(netuid: netuid, price: alphaPrice(of: netuid, in: state)))
        }
        return prices
    }

    /// What buying alpha for `tao` would give; all zero where it fails.
    public static func simulatedPurchase(_ tao: Rao, on netuid: NetUID, in state: borrowing State) -> SimSwapResult {
        Swap.simulatePurchase(tao, on: netuid, in: state)
    }

    /// What selling `alpha` would give; all zero where it fails.
    public static func simulatedSale(_ alpha: Alpha, on netuid: NetUID, in state: borrowing State) -> SimSwapResult {
        Swap.simulateSale(alpha, on: netuid, in: state)
    }

    /// The fee of moving stake, in the token that moves: by the destination's rate, else by the origin's.
    public static func stakeFee(
        from origin: Pair<AccountID, NetUID>?, to destination: Pair<AccountID, NetUID>?, amount: UInt64,
        in state: borrowing State
    ) -> UInt64 {
        guard origin != destination else { return 0 }
        return Swap.fee(on: amount, of: (destination ?? origin)?.second ?? .root, in: state)
    }

    /// What creating a subnet costs now.
    public static func networkRegistrationCost(in state: borrowing State) -> Rao { networkLockCost(in: state) }

    /// The TAO that a block mints now.
    public static func taoEmissionOfBlock(in state: borrowing State) -> Rao {
        Rao(BlockEmission.emission(issuance: state.get(totalIssuance).units))
    }

    /// The block in which a subnet's next epoch is due; `nil` for one that has none. Epochs can be deferred by too many
    /// in one block.
    public static func nextEpochStart(of netuid: NetUID, in state: borrowing State) -> UInt64? {
        epochSchedule(netuid, in: state).nextStart
    }

    /// The account that holds a subnet's TAO; `nil` where there is no such subnet.
    public static func account(ofSubnet netuid: NetUID, in state: borrowing State) -> AccountID? {
        subnetExists(netuid, in: state) ? subnetAccount(netuid) : nil
    }
}
