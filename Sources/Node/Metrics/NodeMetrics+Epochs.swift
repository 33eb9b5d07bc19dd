import Chain
import Frame
import Primitives
import RuntimeInterface
import SCALE

extension NodeMetrics {
    /// Subnets with families of their own: more than the chain has, and a bound for what one reading costs.
    private static let subnetMaximum = 256

    private struct Subnet {
        let netuid: NetUID
        let neurons: Int
        let tempo: Int
        let lastEpoch: Int
    }

    private var subnets: [Subnet] {
        let subnets = try? chain.executor.withLatestState { (state, _) throws(ChainError) in
            let netuids = state.entries(of: Subtensor.networksAdded).filter(\.value).map(\.key).sorted()
            var subnets: [Subnet] = []
            for netuid in netuids.prefix(Self.subnetMaximum) {
                subnets.append(
                    Subnet(
                        netuid: netuid, neurons: Int(state.get(Subtensor.subnetworkN, netuid)),
                        tempo: Int(state.get(Subtensor.tempo, netuid)),
                        lastEpoch: Int(clamping: state.get(Subtensor.lastMechansimStepBlock, netuid))))
            }
            return subnets
        }
        return subnets ?? []
    }

    var epochFamilies: [MetricFamily] {
        let subnets = subnets
        func bySubnet(_ name: String, _ value: (Subnet) -> Int, _ help: String) -> MetricFamily {
            .group(.gauge, name, by: "netuid", subnets.map { ("\($0.netuid)", value($0)) }, help)
        }
        return [
            .counter("myelin_epochs_total", chain.statistics.epochCount, "Epochs that ran."),
            .durations(
                "myelin_epoch_opening_seconds", chain.statistics.epochOpening,
                "Time to open a block in which epochs ran: emission, epochs, prices."),
            .gauge("myelin_subnets", subnets.count, "Subnets, the root network among them."),
            bySubnet("myelin_subnet_neurons", \.neurons, "Neurons of a subnet."),
            bySubnet("myelin_subnet_tempo_blocks", \.tempo, "Blocks between two epochs of a subnet."),
            bySubnet("myelin_subnet_last_epoch_block", \.lastEpoch, "Block in which a subnet's epoch ran last."),
        ]
    }
}
