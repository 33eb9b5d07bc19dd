import Frame
import Hashing
public import Primitives
import RuntimeInterface
import SCALE
import SubtensorPallets
import SystemPallets

extension Runtime {
    /// Where the genesis keeps the hash of the metadata that this chain serves. Clients cache metadata by genesis hash,
    /// so two chains that serve different metadata must not share one.
    private static let metadataHashKey: [UInt8] = Array(":metadata_hash".utf8)

    /// Whether a state at genesis commits to the metadata that this program serves.
    public static func servesMetadata(of genesis: [StateChange], slotMilliseconds: UInt64) -> Bool {
        let committed = genesis.first { $0.key == metadataHashKey }
        return committed?.value == Blake2b.hash256(ServedMetadata.v15(slotDuration: slotMilliseconds))
    }

    /// The state that a chain begins with, as writes to an empty one.
    public static func genesis(_ configuration: GenesisConfiguration) -> [StateChange] {
        var state = state(over: MemoryBackend())
        let metadata = ServedMetadata.v15(slotDuration: configuration.slotMilliseconds)
        state.setRaw(metadataHashKey, to: Blake2b.hash256(metadata))
        state.set(System.parentHash, to: .zero)
        for (account, balance) in configuration.balances { Balances.deposit(balance, to: account, in: &state) }
        state.set(Sudo.key, to: configuration.sudoKey)
        state.set(
            Aura.authorities, to: configuration.authorities.compactMap { FixedBytes($0.bytes).map(AuraAuthority.init) })
        Subtensor.initializeGenesis(profile: configuration.profile, in: &state)
        return state.changes
    }
}
