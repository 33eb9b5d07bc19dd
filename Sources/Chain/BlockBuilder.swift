import Frame
import Primitives
import Runtime
import RuntimeInterface
import SystemPallets

/// A block while its extrinsics run: keeps order and limits.
struct BlockBuilder {
    private let number: BlockNumber
    private(set) var body: [[UInt8]] = []
    private(set) var included: [Hash] = []
    private(set) var rejected: [ExecutedBlock.Rejection] = []
    private var referenceTime: UInt64 = 0
    private var length = 0
    private var acceptsInherents = true

    init(number: BlockNumber) { self.number = number }

    /// Runs an inherent of the author.
    /// - Throws: ``ChainError`` where it fails: the block is then void.
    mutating func apply(inherent: Extrinsic, in state: inout State) throws(ChainError) {
        do throws(DispatchError) {
            try Runtime.applyInherent(inherent, index: UInt32(body.count), in: &state)
        } catch {
            throw .inherentFailed(error)
        }
        include(inherent)
    }

    /// Runs an extrinsic, or leaves it out and notes why.
    mutating func apply(
        _ bytes: [UInt8], isVerified: (Hash) -> Bool, in state: inout State
    ) throws(ChainError) {
        guard let extrinsic = try? Extrinsic(bytes) else {
            rejected.append(.init(hash: Extrinsic.hash(of: bytes), reason: .call))
            return
        }
        if extrinsic.signature == nil {
            // The author's key is the only inherent beside the time, and stands in front of everything signed.
            guard acceptsInherents, case .mevShield(.announceNextKey) = extrinsic.call else {
                rejected.append(.init(hash: extrinsic.hash, reason: .call))
                return
            }
            try apply(inherent: extrinsic, in: &state)
            acceptsInherents = false
            return
        }
        acceptsInherents = false
        let time = extrinsic.call.dispatchInfo.weight.refTime
        guard length + bytes.count <= RuntimeParameters.blockLengthMaximum,
            referenceTime + min(time, RuntimeParameters.blockReferenceTimeMaximum)
                <= RuntimeParameters.blockReferenceTimeMaximum
        else {
            rejected.append(.init(hash: extrinsic.hash, reason: .exhaustsResources))
            return
        }
        do throws(InvalidTransaction) {
            try Runtime.apply(
                extrinsic, index: UInt32(body.count), checkingSignature: !isVerified(extrinsic.hash), in: &state)
        } catch {
            rejected.append(.init(hash: extrinsic.hash, reason: error))
            return
        }
        referenceTime += time
        include(extrinsic)
    }

    private mutating func include(_ extrinsic: Extrinsic) {
        body.append(extrinsic.bytes)
        included.append(extrinsic.hash)
        length += extrinsic.bytes.count
    }
}
