import Primitives
import RuntimeInterface
import SCALE

extension Metagraph {
    /// The answer for a subnet on which nothing happened yet. Every field of a fixed width is zero; the first neuron
    /// serves.
    static func sample(neurons: Int) throws -> Metagraph {
        // Zero bytes read as an empty metagraph, whatever fields it has: 4,096 are more than it takes.
        var decoder = ScaleDecoder(Array(repeating: 0, count: 4_096))
        var sample = try Metagraph(from: &decoder)
        func all<Value>(_ value: Value) -> [Value] { Array(repeating: value, count: neurons) }
        func axon(_ ip: UInt128, _ port: UInt16) -> AxonInfo {
            AxonInfo(
                block: 2, version: 1, ip: ip, port: port, ipType: 4, protocol: 4, placeholder1: 0, placeholder2: 0)
        }
        sample.hotkeys = all(.zero)
        sample.coldkeys = all(.zero)
        sample.axons = (0..<neurons).map { $0 == 0 ? axon(0x0A00_0001, 80) : axon(0, 0) }
        sample.lastUpdate = all(Compact(0))
        sample.blockAtRegistration = all(Compact(0))
        sample.alphaStake = all(Compact(0))
        sample.taoStake = all(Compact(0))
        sample.totalStake = all(Compact(0))
        return sample
    }
}
