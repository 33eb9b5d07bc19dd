import Frame
import Hashing
import Primitives
import RuntimeInterface

extension System {
    /// Leaves a remark in the block and its hash in the events. Emits `Remarked`.
    static func remarkWithEvent(_ remark: [UInt8], origin: Origin, in state: inout State) throws(DispatchError) {
        let sender = try origin.signer()
        // A digest of 32 bytes always makes a hash.
        guard let hash = Hash(Blake2b.hash256(remark)) else { throw .corruption }
        state.deposit(.system(.remarked(sender: sender, hash: hash)))
    }
}
