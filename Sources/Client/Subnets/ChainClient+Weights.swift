public import Cryptography
public import Primitives
import RuntimeInterface

extension ChainClient {
    /// Sets the signer's weights on a subnet without commit-reveal, scaled as ``WeightVector`` says.
    /// - Parameter versionKey: at least what the subnet asks for; 0 where it asks for nothing.
    @discardableResult
    public func setWeights(
        _ weights: [(uid: UID, weight: Double)], on netuid: NetUID, versionKey: UInt64 = 0, by hotkey: Keypair,
        options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        let vector = try WeightVector(weights)
        let call = Subtensor.Call.setMechanismWeights(
            netuid: netuid, mecid: .main, dests: vector.uids, weights: vector.values, versionKey: versionKey)
        return try await submit(.subtensor(call), by: hotkey, options: options)
    }
}
