public import Frame
import Hashing
public import SCALE

/// What kind of network this chain is, recorded in its genesis. It decides the defaults of new subnets and whether
/// neurons may serve on loopback addresses.
public enum NetworkProfile: UInt8, ScaleCodable, Sendable {
    /// The rules of Bittensor's main network.
    case mainnet = 0
    /// A chain for development on one machine.
    case dev = 1

    /// Not part of the served interface: clients have no use for it. `twox128("Myelin") ++ twox128("NetworkProfile")`.
    private static let key = Twox.hash128("Myelin") + Twox.hash128("NetworkProfile")

    /// The profile of the chain; a chain that recorded none is a main network.
    public static func current(in state: borrowing State) -> NetworkProfile {
        guard let bytes = state.raw(key), let profile = try? NetworkProfile(scale: bytes) else { return .mainnet }
        return profile
    }

    /// Records the profile: for genesis.
    public func record(in state: inout State) { state.setRaw(Self.key, to: encoded()) }

    /// Whether neurons may announce loopback addresses.
    public var allowsLoopbackAddresses: Bool { self == .dev }

    public func encode(to encoder: inout ScaleEncoder) { encoder.append(rawValue) }

    public init(from decoder: inout ScaleDecoder) throws(ScaleError) {
        let index = try decoder.byte()
        guard let profile = NetworkProfile(rawValue: index) else {
            throw .unknownVariant(index: index, type: "NetworkProfile")
        }
        self = profile
    }
}
