/// Who hears of what goes on, one for each kind.
///
/// They stand in a structure because a closure that is the whole content of a generic container, a `Mutex` for example,
/// is wrapped into another function each time the container lends it out for writing, and stays so: after some hundred
/// thousand calls the wrappings overflow the stack.
struct Listeners: Sendable {
    /// Called whenever an extrinsic becomes ready; the engine that makes blocks on demand listens.
    var submission: (@Sendable () -> Void)?
    /// Hears of blocks and submissions, for a log.
    var witness: Chain.Witness?
}
