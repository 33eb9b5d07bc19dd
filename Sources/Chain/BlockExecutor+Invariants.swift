import Frame
public import Primitives
import Runtime
import StateStore

extension BlockExecutor {
    /// Checks what must hold between blocks, on the state after one of them.
    /// - Returns: the first rule that is broken, in words, or `nil` where all hold.
    /// - Throws: ``ChainError`` where the state of that block is not kept.
    public func brokenInvariant(after number: BlockNumber) throws(ChainError) -> String? {
        try withState(at: .number(number)) { (state) throws(ChainError) in
            do throws(InvariantViolation) {
                try Runtime.checkInvariants(in: state)
                return nil
            } catch {
                return error.description
            }
        }
    }
}
