public import Cryptography
public import Primitives
import RuntimeInterface

extension ChainClient {
    /// Publishes where the signer's neuron serves.
    /// - Parameters:
    ///   - ip: IPv4 or IPv6 address as text.
    ///   - version: version of the neuron's software, `major · 10⁶ + minor · 10³ + patch`.
    @discardableResult
    public func serveAxon(
        on netuid: NetUID, ip: String, port: UInt16, version: UInt32 = 10_005_000, by hotkey: Keypair,
        options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        guard let address = InternetAddress.parse(ip) else {
            throw .invalidArgument("'\(ip)' is neither an IPv4 nor an IPv6 address")
        }
        // Protocol 4 is what the official clients name; the placeholders are theirs too.
        let call = Subtensor.Call.serveAxon(
            netuid: netuid, version: version, ip: address.number, port: port, ipType: address.kind, protocol: 4,
            placeholder1: 0, placeholder2: 0)
        return try await submit(.subtensor(call), by: hotkey, options: options)
    }
}
