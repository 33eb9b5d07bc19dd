import Frame
import Primitives
import RuntimeInterface

extension State {
    /// The subnets whose epoch ran in this block so far, ascending: each leaves an event for its main mechanism, whose
    /// number is the subnet's own. Those of further mechanisms are 4,096 and above.
    var epochs: [NetUID] {
        events.compactMap { record in
            guard case .subtensor(.incentiveAlphaEmittedToMiners(let index, _)) = record.event, index.rawValue < 4_096
            else { return nil }
            return NetUID(index.rawValue)
        }
    }
}
