public import Primitives

/// Alpha that waits for a subnet's next epoch.
public struct AlphaPending: Hashable, Sendable {
    /// For the miners.
    public var server: Alpha
    /// For the validators.
    public var validator: Alpha
    /// For the stakers of the root network.
    public var root: Alpha
    /// For the owner of the subnet.
    public var owner: Alpha

    public init(server: Alpha = .zero, validator: Alpha = .zero, root: Alpha = .zero, owner: Alpha = .zero) {
        self.server = server
        self.validator = validator
        self.root = root
        self.owner = owner
    }
}
