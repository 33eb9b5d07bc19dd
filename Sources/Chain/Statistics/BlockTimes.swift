/// How long this node took for the parts of a block. Nothing of it is part of the block.
public struct BlockTimes: Hashable, Sendable {
    /// The hooks that open a block: emission, epochs, prices.
    public var opening = Duration.zero
    /// All of the execution, opening and state root included.
    public var execution = Duration.zero
    /// Writing it to the store.
    public var commit = Duration.zero
}
