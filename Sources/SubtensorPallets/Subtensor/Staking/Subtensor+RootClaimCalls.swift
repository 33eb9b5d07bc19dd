import FixedPoint
import Frame
import Primitives
import RuntimeInterface

/// What a root staker may ask of the dividends. Source: pallets/subtensor/src/macros/dispatches.rs, calls 121 to 124.
extension Subtensor {
    /// Subnets that one claim may name.
    private static let claimedSubnetsMaximum = 5
    /// Coldkeys that a block may pay without being asked. Source: pallets/subtensor/src/lib.rs,
    /// `MAX_NUM_ROOT_CLAIMS`.
    static let rootClaimPicksMaximum: UInt64 = 50
    /// The highest threshold that a subnet may set, in rao of alpha.
    private static let rootClaimThresholdMaximum: UInt64 = 10_000_000

    /// Claims a root staker's dividends on up to five subnets. Emits `RootClaimed` with the TAO staked on root by it.
    ///
    /// Fails with `invalidSubnetNumber` for no subnet or more than five, and with what a sale throws. For any coldkey.
    static func claimRoot(
        _ origin: Origin, _ netuids: [NetUID], in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        let netuids = Set(netuids)
        guard (1...claimedSubnetsMaximum).contains(netuids.count) else { throw .subtensor(.invalidSubnetNumber) }
        // A coldkey without root stake has no turn to wait for.
        if hasRootStake(coldkey, in: state) { addToStakingIndex(coldkey, in: &state) }
        try claimRootDividends(of: coldkey, on: netuids, in: &state)
    }

    /// Chooses what becomes of a root staker's dividends: sold for TAO, kept as alpha, or kept on some subnets. Those
    /// that wait are paid in the new way. Emits `RootClaimTypeSet`.
    ///
    /// Fails with `invalidSubnetNumber` where no subnet to keep is named. For any coldkey.
    static func setRootClaimType(
        _ origin: Origin, _ type: RootClaimType, in state: inout State
    ) throws(DispatchError) {
        let coldkey = try origin.signer()
        var type = type
        if case .keepSubnets(let subnets) = type {
            guard !subnets.isEmpty else { throw .subtensor(.invalidSubnetNumber) }
            // A set on chain: ascending, each once, in whichever order they came.
            type = .keepSubnets(subnets: Set(subnets).sorted())
        }
        if hasRootStake(coldkey, in: state) { addToStakingIndex(coldkey, in: &state) }
        state.set(rootClaimType, coldkey, to: type)
        state.deposit(.subtensor(.rootClaimTypeSet(coldkey: coldkey, rootClaimType: type)))
    }

    /// Sets how many root stakers a block pays without being asked; 0 turns it off.
    ///
    /// Fails with `invalidNumRootClaim` above 50. For root.
    static func sudoSetNumRootClaims(_ origin: Origin, _ count: UInt64, in state: inout State) throws(DispatchError) {
        try origin.requireRoot()
        guard count <= rootClaimPicksMaximum else { throw .subtensor(.invalidNumRootClaim) }
        state.set(numRootClaim, to: count)
    }

    /// Sets the least alpha, in rao, that a claim on a subnet pays.
    ///
    /// Fails with `invalidRootClaimThreshold` above 0.01 alpha. For the subnet's owner and root.
    static func sudoSetRootClaimThreshold(
        _ origin: Origin, _ netuid: NetUID, _ threshold: UInt64, in state: inout State
    ) throws(DispatchError) {
        try requireSubnetOwnerOrRoot(origin, of: netuid, in: state)
        guard threshold <= rootClaimThresholdMaximum else { throw .subtensor(.invalidRootClaimThreshold) }
        state.set(rootClaimableThreshold, netuid, to: I96F32(threshold))
    }
}
