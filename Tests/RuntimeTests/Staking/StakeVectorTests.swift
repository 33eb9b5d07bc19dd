import FixedPoint
import Foundation
import Frame
import Primitives
import RuntimeInterface
import SCALE
import Testbed
import Testing

@testable import SubtensorPallets

/// Golden vectors played through the storage.
@Suite struct StakeVectorTests {
    private struct Pools: Decodable {
        struct Step: Decodable {
            var op: String
            var key: UInt8?
            var amount: UInt64
            var simEffective: Bool
            var total: UInt64
            var denominator: Number?
            var values: [UInt64]
        }
        struct Case: Decodable {
            var keys: UInt8
            var v1Total: UInt64
            var v1Denominator: String?
            var steps: [Step]
        }
        var cases: [Case]
    }

    /// A mantissa in digits and an exponent.
    private struct Number: Decodable {
        var value: SafeFloat

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            let mantissa = try list.decode(String.self)
            value = SafeFloat(
                uncheckedMantissa: UInt128(mantissa) ?? 0, exponent: try list.decode(Int64.self))
        }
    }

    @Test("share pools in storage follow the vectors")
    func sharePools() throws {
        let hotkey = StakingNetwork.account(99)
        var count = 0
        let pools = try decoder().decode(Pools.self, from: Vectors.data("economy/share_pool.json"))
        // Cases that start from the retired format of shares have no counterpart on a chain that began without it.
        for entry in pools.cases where entry.v1Denominator == nil && entry.v1Total == 0 {
            var network = StakingNetwork()
            for step in entry.steps {
                let effective = Subtensor.canIncreaseStake(
                    Alpha(step.amount), at: hotkey, on: 1, in: network.state)
                #expect(effective == step.simEffective)
                let coldkey = StakingNetwork.account(step.key ?? 0)
                let amount = Alpha(step.amount)
                switch step.op {
                case "add": Subtensor.increaseStake(amount, of: coldkey, at: hotkey, on: 1, in: &network.state)
                case "reward": Subtensor.increaseStake(amount, at: hotkey, on: 1, in: &network.state)
                default: Subtensor.decreaseStake(amount, of: coldkey, at: hotkey, on: 1, in: &network.state)
                }
                #expect(Subtensor.stake(at: hotkey, on: 1, in: network.state) == Alpha(step.total))
                let denominator = network.state.get(Subtensor.totalHotkeySharesV2, hotkey, 1)
                #expect(denominator == step.denominator?.value ?? .zero)
                let values = (1...entry.keys).map {
                    network.stake(StakingNetwork.account($0), hotkey, 1).units
                }
                #expect(values == step.values)
            }
            count += 1
        }
        print("share_pool: \(count) cases through the storage")
        #expect(count >= 60)
    }

    private func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Inheritance: Decodable {
        struct Parent: Decodable {
            var proportion: UInt64
            var hotkey: UInt8
            var alpha: UInt64
            var root: UInt64
        }
        struct Case: Decodable {
            var netuid: UInt16
            var taoWeight: UInt64
            var alpha: UInt64
            var root: UInt64
            var parents: [Parent]
            var children: [[UInt64]]
            var inheritedAlpha: UInt64
            var inheritedTao: UInt64
            var totalBits: String
        }
        var cases: [Case]
    }

    @Test("inherited stake read from storage follows the vectors")
    func inheritance() throws {
        let hotkey = StakingNetwork.account(99)
        let vectors = try decoder().decode(
            Inheritance.self, from: Vectors.data("economy/stake_inheritance.json"))
        for entry in vectors.cases {
            var network = StakingNetwork()
            let netuid = NetUID(entry.netuid)
            network.state.set(Subtensor.taoWeight, to: entry.taoWeight)
            func setStake(_ key: AccountID, _ alpha: UInt64, _ root: UInt64) {
                if !netuid.isRoot { network.state.set(Subtensor.totalHotkeyAlpha, key, netuid, to: Alpha(alpha)) }
                network.state.set(Subtensor.totalHotkeyAlpha, key, .root, to: Alpha(root))
            }
            setStake(hotkey, entry.alpha, entry.root)
            for parent in entry.parents { setStake(StakingNetwork.account(parent.hotkey), parent.alpha, parent.root) }
            let parents = entry.parents.map { Pair($0.proportion, StakingNetwork.account($0.hotkey)) }
            let children = entry.children.map { Pair($0[0], StakingNetwork.account(UInt8($0[1]))) }
            network.state.set(Subtensor.parentKeys, hotkey, netuid, to: parents)
            network.state.set(Subtensor.childKeys, hotkey, netuid, to: children)
            network.state.set(Subtensor.networksAdded, netuid, to: true)
            network.state.set(Subtensor.subnetworkN, netuid, to: 2)
            network.state.set(Subtensor.keys, netuid, 1, to: hotkey)
            let weights = Subtensor.stakeWeights(on: netuid, in: network.state)
            #expect(weights.count == 2 && weights[0] == .zero)
            #expect(weights[1].alpha == Alpha(entry.inheritedAlpha))
            #expect(weights[1].tao == Rao(entry.inheritedTao))
            #expect(String(weights[1].total.bits) == entry.totalBits)
            let single = Subtensor.stakeWeight(of: hotkey, on: netuid, in: network.state)
            #expect(single == weights[1])
        }
        print("stake_inheritance: \(vectors.cases.count) cases through the storage")
        #expect(vectors.cases.count >= 70)
    }
}
