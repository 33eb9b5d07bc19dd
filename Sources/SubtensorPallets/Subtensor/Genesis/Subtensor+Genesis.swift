public import Frame
import Primitives
public import RuntimeInterface
import SystemPallets

/// The state that a chain begins with. Source: pallets/subtensor/src/macros/genesis.rs,
/// node/src/chain_spec/localnet.rs.
extension Subtensor {
    /// TAO and alpha in the pool of the first subnet, and the alpha that its only neuron holds.
    private static let firstPoolTao = Rao.tao(10)
    private static let firstPoolAlpha = Alpha(10_000_000_000)
    private static let firstStake = Alpha(1_000_000_000)

    /// Sets up the root network and subnet 1, which nobody owns.
    ///
    /// The first subnet's account holds the TAO that its pool shows; the reference leaves it empty, so that the first
    /// who sells there cannot be paid.
    public static func initializeGenesis(profile: NetworkProfile, in state: inout State) {
        profile.record(in: &state)
        if profile == .dev { relaxLimits(in: &state) }
        initializeRootNetwork(in: &state)
        initializeFirstSubnet(in: &state)
    }

    /// What a developer's chain does not wait for.
    private static func relaxLimits(in state: inout State) {
        state.set(adminFreezeWindow, to: 0)
        state.set(networkRateLimit, to: 0)
        state.set(startCallDelay, to: 0)
    }

    private static func initializeRootNetwork(in state: inout State) {
        addNetwork(.root, uidsMaximum: 64, in: &state)
        state.set(targetRegistrationsPerInterval, .root, to: 1)
        state.set(tokenSymbol, .root, to: SubnetSymbols.symbol(for: 0))
        // The account must outlive a pool that is emptied down to a rounding rest below the existential deposit.
        Balances.deposit(Balances.existentialDeposit, to: subnetAccount(.root), in: &state)
    }

    private static func initializeFirstSubnet(in state: inout State) {
        let netuid = NetUID(1)
        addNetwork(netuid, uidsMaximum: 256, in: &state)
        state.set(subnetMechanism, netuid, to: Swap.dynamicMechanism)
        state.set(subnetTAO, netuid, to: firstPoolTao)
        state.set(totalStake, to: firstPoolTao)
        Balances.deposit(firstPoolTao, to: subnetAccount(netuid), in: &state)
        state.set(subnetAlphaIn, netuid, to: firstPoolAlpha)
        state.set(subnetAlphaOut, netuid, to: firstStake)
        state.set(subnetLocked, netuid, to: 1)
        state.set(tokenSymbol, netuid, to: SubnetSymbols.symbol(for: 1))
        state.set(owner, .zero, to: .zero)
        increaseStake(firstStake, of: .zero, at: .zero, on: netuid, in: &state)
        appendNeuron(.zero, to: netuid, in: &state)
    }

    private static func addNetwork(_ netuid: NetUID, uidsMaximum: UInt16, in state: inout State) {
        state.set(networksAdded, netuid, to: true)
        state.update(totalNetworks) { $0 += 1 }
        state.set(subnetOwner, netuid, to: .zero)
        state.set(subnetworkN, netuid, to: 0)
        state.set(maxAllowedUids, netuid, to: uidsMaximum)
        state.set(maxAllowedValidators, netuid, to: 64)
        state.set(minAllowedWeights, netuid, to: 0)
        state.set(tempo, netuid, to: 100)
        state.set(networkRegistrationAllowed, netuid, to: true)
    }
}
