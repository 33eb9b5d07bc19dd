import NIOCore

/// Tells the handlers of a connection that it has to end: it makes the server hold most while that holds too much.
struct EvictionEvent: Sendable {}
