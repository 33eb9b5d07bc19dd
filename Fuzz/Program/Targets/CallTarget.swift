import Cryptography
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SystemPallets

@testable import Frame

/// Calls with hostile arguments on a network that lives: from a coldkey, from hotkeys and from the chain itself.
///
/// A row of calls runs, then a block follows, so that what the calls set meets the hooks. Nothing may trap, and the
/// books must balance after every block.
enum CallTarget {
    static let target = FuzzTarget(
        name: "call", summary: "rows of calls and a block behind them keep every invariant", byteMaximum: 768,
        seeds: seeds, check: check)

    private static let network = SmallNetwork()
    private static let callsMaximum = 6

    // An input is: for each call its origin (0 is the chain) and its bytes.
    private static func seeds() -> [[UInt8]] {
        let calls = network.sampleCalls
        let origins = UInt8(network.signers.count + 1)
        let single = calls.enumerated().map { index, call in [UInt8(index) % origins] + call.encoded() }
        let pairs = zip(single, single.dropFirst()).map { $0 + $1 }
        let byRoot = network.rootCalls.map { [0] + $0.encoded() }
        return single + pairs + byRoot
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var decoder = ScaleDecoder(input)
        var row: [(Origin, RuntimeCall)] = []
        while row.count < callsMaximum, let origin = try? decoder.byte(),
            let call = try? decoder.decode(RuntimeCall.self)
        {
            let choice = Int(origin) % (network.signers.count + 1)
            row.append((choice == 0 ? .root : .signed(network.signers[choice - 1].accountID), call))
        }
        guard !row.isEmpty else { return }
        var state = network.state
        for (origin, call) in row {
            _ = call.dispatchInfo
            SmallNetwork.dispatch(call, from: origin, in: &state)
        }
        SmallNetwork.finish(&state)
        SmallNetwork.begin(&state)
        SmallNetwork.finish(&state)
    }
}
