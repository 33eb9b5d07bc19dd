import Frame
import Primitives
import RuntimeInterface
import SystemPallets
import Testbed
import Testing
import Yuma

@testable import SubtensorPallets

/// The halvings of TAO until nothing is left to mint, in steps of many blocks that mint the same.
@Suite("Halving schedule")
struct HalvingScheduleTests {
    private static let cap = BlockEmission.issuanceMaximum
    /// Blocks of 12 seconds in a year of 365.25 days.
    private static let blocksAYear: UInt64 = 2_629_800

    /// A run of blocks that mint the same.
    private struct Era {
        let firstBlock: UInt64
        /// What had been issued before its first block.
        let issuance: UInt64
        let emission: UInt64
    }

    /// The issuance at which the emission halves for the `number`th time: all but 2^-number of the cap.
    private static func threshold(_ number: Int) -> UInt64 { cap - cap >> UInt64(number) }

    /// How many blocks mint `emission` from `issuance` on, at most `limit`.
    private static func length(_ emission: UInt64, from issuance: UInt64, limit: UInt64) -> UInt64 {
        var low: UInt64 = 1
        var high = limit
        while low < high {
            let middle = low + (high - low + 1) / 2
            let last = issuance + (middle - 1) * emission
            if BlockEmission.emission(issuance: last) == emission { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The eras of a number of blocks, and what is issued after them.
    private static func simulate(blocks: UInt64) -> (eras: [Era], issuance: UInt64) {
        var eras: [Era] = []
        var issuance: UInt64 = 0
        var block: UInt64 = 0
        while block < blocks {
            let emission = BlockEmission.emission(issuance: issuance)
            eras.append(Era(firstBlock: block, issuance: issuance, emission: emission))
            guard emission > 0 else { break }
            let count = length(emission, from: issuance, limit: blocks - block)
            block += count
            issuance += count * emission
        }
        return (eras, issuance)
    }

    @Test("forty years of blocks halve the emission ten times, every 10,500,000 blocks")
    func fortyYears() {
        let (eras, issuance) = Self.simulate(blocks: 40 * Self.blocksAYear)
        #expect(eras.count == 11)
        for (number, era) in eras.enumerated() {
            #expect(era.firstBlock == UInt64(number) * 10_500_000)
            #expect(era.emission == 1_000_000_000 >> UInt64(number))
            #expect(era.issuance == Self.threshold(number))
        }
        #expect(issuance < Self.cap)
        print("halvings: 40 years, \(eras.count - 1) halvings, \(issuance) rao issued")
    }

    @Test("the emission ends after the thirtieth halving, below 21,000,000 TAO")
    func theEnd() {
        let (eras, issuance) = Self.simulate(blocks: 1_000 * Self.blocksAYear)
        #expect(eras.map(\.emission) == (0...30).map { 1_000_000_000 >> UInt64($0) })
        for (number, era) in eras.enumerated() {
            // The last block before a halving may pass the threshold by less than what it mints.
            let excess = era.issuance - Self.threshold(number)
            #expect(number == 0 ? excess == 0 : excess < eras[number - 1].emission)
        }
        #expect(issuance <= Self.cap)
        // What one part in 2³⁰ of the cap leaves, less than 0.02 TAO, is never minted.
        #expect(Self.cap - issuance < 19_557_776)
        let last = eras.last?.firstBlock ?? 0
        print("halvings: no emission from block \(last), \(last / Self.blocksAYear) years, \(issuance) rao issued")
    }

    @Test(
        "recycled TAO delays the halvings and is minted again, never beyond the cap",
        arguments: [90, 91, 92] as [UInt64])
    func recycling(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var issuance: UInt64 = 0
        var minted: UInt64 = 0
        var recycled: UInt64 = 0
        var steps = 0
        while BlockEmission.emission(issuance: issuance) > 0, steps < 20_000 {
            let emission = BlockEmission.emission(issuance: issuance)
            let halvings = (0...30).last { Self.threshold($0) <= issuance } ?? 0
            #expect(emission == 1_000_000_000 >> UInt64(halvings), "seed \(seed), issuance \(issuance)")
            let count = Self.length(emission, from: issuance, limit: .random(in: 1...1_000_000, using: &random))
            minted += count * emission
            let lost = UInt64.random(in: 0...count * emission / 2, using: &random)
            recycled += lost
            issuance += count * emission - lost
            #expect(issuance <= Self.cap, "seed \(seed)")
            steps += 1
        }
        #expect(issuance == minted - recycled)
        print("halvings: \(steps) steps with recycling, \(minted / 1_000_000_000) TAO minted, seed \(seed)")
    }

    @Test("the chain itself halves at every threshold, and mints nothing after the last")
    func chain() {
        var emission = EmissionNetwork(subnets: 1)
        for number in 1...30 {
            let before = Rao(Self.threshold(number)) - 1
            let issued = emission.network.state.get(Balances.totalIssuance)
            Balances.deposit(before - issued, to: StakingNetwork.coldkeys[7], in: &emission.network.state)
            emission.network.state.set(Subtensor.totalIssuance, to: before)
            emission.commit()
            for halvings in [number - 1, number] {
                emission.runBlock()
                let minted = emission.network.state.get(Subtensor.blockEmission)
                #expect(minted == 1_000_000_000 >> UInt64(halvings), "halving \(number)")
            }
        }
        let end = emission.network.state.get(Subtensor.totalIssuance)
        emission.run(3)
        #expect(emission.network.state.get(Subtensor.totalIssuance) == end)
        #expect(emission.network.state.get(Balances.totalIssuance).units <= Self.cap)
    }

    @Test("no more than the cap is ever issued, whatever the pallet's own counter says")
    func mintCap() {
        var network = StakingNetwork()
        let issued = network.state.get(Balances.totalIssuance)
        Balances.deposit(Rao(Self.cap - 5) - issued, to: StakingNetwork.coldkeys[7], in: &network.state)
        let counter = network.state.get(Subtensor.totalIssuance)
        let credit = Subtensor.mintTao(1_000_000_000, in: &network.state)
        let minted = credit.amount
        #expect(minted == 5)
        #expect(network.state.get(Subtensor.totalIssuance) == counter + 5)
        credit.recycle(in: &network.state)
        #expect(network.state.get(Subtensor.totalIssuance) == counter)
    }
}
