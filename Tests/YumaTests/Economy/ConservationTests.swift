import FixedPoint
import Primitives
import Testbed
import Testing
import Yuma

@Suite("Economy conserves")
struct ConservationTests {
    private func amount(_ random: inout SeededRandom, bits: UInt64) -> UInt64 {
        random.next() >> (64 - bits + random.next() % (bits - 4))
    }

    private func subnet(_ number: UInt16, _ random: inout SeededRandom) -> SubnetEmissionState {
        let weight = Perquintill.whole / 10 + random.next() % (Perquintill.whole / 10 * 8)
        return SubnetEmissionState(
            netuid: NetUID(number),
            pool: LiquidityPool(
                alpha: Alpha(amount(&random, bits: 52)), tao: Rao(amount(&random, bits: 52)),
                quoteWeight: Perquintill(parts: weight), isStable: random.next() % 10 == 0),
            alphaOut: Alpha(amount(&random, bits: 53)), movingPrice: I96F32(bits: Int128(random.next() >> 32)),
            minerBurned: U96F32(bits: UInt128(random.next() >> 31)),
            firstEmissionBlock: random.next() % 5 == 0 ? nil : random.next() % 1_000,
            isSubtokenEnabled: random.next() % 8 != 0, isRegistrationAllowed: random.next() % 8 != 0,
            isEmissionEnabled: random.next() % 4 != 0, isOwnerCutEnabled: random.next() % 3 != 0,
            priceHalvingBlocks: 201_600, pending: AlphaPending())
    }

    @Test("a block's TAO ends in subnet accounts or is recycled, its alpha is accounted for", arguments: 80...83)
    func block(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<40 {
            let subnets = (1...UInt16(1 + random.next() % 8)).map { subnet($0, &random) }
            var block = EmissionBlock(
                block: 1_000 + random.next() % 1_000_000, emission: 1_000_000_000, totalIssuance: 9_000_000_000_000_000,
                totalStake: 4_000_000_000_000_000, rootTao: Rao(amount(&random, bits: 53)),
                taoWeight: RootProportion.taoWeight(random.next()), ownerCut: UInt16(random.next() % 65_536),
                priceSmoothing: I96F32(bits: 12_885), subnets: subnets)
            block.run()
            let place: Comment = "seed \(seed) round \(round)"
            let credited = block.subnets.reduce(UInt64(0)) { $0 + $1.accountCredit.units }
            #expect(credited + block.recycledTao.units == 1_000_000_000, place)
            #expect(block.totalIssuance.units + block.recycledTao.units == 9_000_000_000_000_000, place)
            for (before, after) in zip(subnets, block.subnets) {
                let minted = after.alphaInEmission.units + after.alphaOutEmission.units - after.recycledAlpha.units
                // A stable pool trades one for one even where its reserve is smaller: the reference does so too.
                if !before.pool.isStable || before.pool.alpha.units >= 1_000_000_000 {
                    #expect(after.alphaIssuance.units == before.alphaIssuance.units + minted, place)
                }
                #expect(after.alphaOutEmission.units <= before.alphaEmission.units, place)
                let received = after.pool.tao.units - before.pool.tao.units
                #expect(received == after.taoInEmission.units + after.excessTao.units, place)
                #expect(received <= after.accountCredit.units, place)
                let waiting = after.pending
                let paid = waiting.owner.units + waiting.server.units + waiting.validator.units + waiting.root.units
                #expect(paid + after.recycledAlpha.units <= after.alphaOutEmission.units, place)
            }
        }
    }

    @Test("an epoch hands out no more alpha than waited for it", arguments: 84...87)
    func epoch(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for round in 0..<200 {
            let count = 1 + random.next() % 12
            let accounts = (1...count).map { AccountID(number: $0) }
            var positions: [AccountID: HotkeyPosition] = [:]
            for account in accounts {
                positions[account] = HotkeyPosition(
                    owner: AccountID(number: 100 + random.next() % 5), alpha: Alpha(amount(&random, bits: 50)),
                    root: Rao(amount(&random, bits: 50)), delegateTake: UInt16(random.next() % 65_536),
                    childkeyTake: UInt16(random.next() % 11_797))
            }
            for parent in accounts where random.next() % 3 == 0 {
                guard let child = accounts.randomElement(using: &random), child != parent else { continue }
                let proportion = random.next()
                positions[parent]?.children.append(StakeRelation(hotkey: child, proportion: proportion))
                positions[child]?.parents.append(StakeRelation(hotkey: parent, proportion: proportion))
            }
            let neurons = accounts.map {
                DividendInput.Neuron(
                    hotkey: $0, incentive: Alpha(amount(&random, bits: 36)), dividend: Alpha(amount(&random, bits: 36)))
            }
            let server = neurons.reduce(Alpha.zero) { $0 + $1.incentive }
            let pending = AlphaPending(
                server: server, validator: Alpha(amount(&random, bits: 40)), root: Alpha(amount(&random, bits: 40)),
                owner: Alpha(amount(&random, bits: 36)))
            let result = DividendDistribution(
                DividendInput(
                    pending: pending, neurons: neurons, hotkeys: positions, taoWeight: U96F32(bits: 1 << 28),
                    childkeyBurn: 0, owner: (accounts[0], AccountID(number: 100)), ownerHotkeys: [accounts[0]]))
            let credited = result.credits.reduce(UInt64(0)) { $0 + Self.alpha(of: $1) }
            let waited = pending.server + pending.validator + pending.root + pending.owner
            #expect(credited <= waited.units, "seed \(seed) round \(round)")
            let hotkeys = result.incentives.map(\.hotkey)
            #expect(hotkeys == hotkeys.sorted(), "seed \(seed) round \(round)")
        }
    }

    private static func alpha(of credit: DividendCredit) -> UInt64 {
        switch credit {
        case .stake(_, _, let amount), .incentive(_, _, _, let amount, _), .withheld(_, let amount),
            .recycled(let amount), .reward(_, let amount), .claimable(_, _, let amount):
            amount.units
        }
    }
}
