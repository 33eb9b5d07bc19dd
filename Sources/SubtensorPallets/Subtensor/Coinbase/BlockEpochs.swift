import Primitives
import Yuma

/// Which epochs one block runs.
struct BlockEpochs: Hashable, Sendable {
    /// An epoch that runs and the alpha that waited for it.
    struct Epoch: Hashable, Sendable {
        var netuid: NetUID
        var pending: AlphaPending
    }

    /// The epochs that run, by netuid.
    var epochs: [Epoch] = []
    /// Subnets whose turn it was, whether their epoch runs or was skipped.
    var advanced: [NetUID] = []
}

extension AlphaPending {
    /// What an epoch divides: all but the owner's cut.
    var epochEmission: Alpha { server.addingClamped(validator).addingClamped(root) }
}
