import FixedPoint
import Primitives
import Testing
import Yuma

struct DividendDistributionVector: EconomyVector {
    static let name = "dividend_distribution"

    struct Hotkey: Decodable {
        let hotkey: UInt64
        let owner: UInt64
        let ownerAlpha: UInt64
        let ownerRoot: UInt64
        let nominatorAlpha: UInt64
        let delegateTake: UInt16
        let childkeyTake: UInt16
        let autoStake: UInt64?
        let incentive: UInt64
        let dividend: UInt64
    }

    /// `[parent, child, proportion]` or `[hotkey, coldkey, value]`.
    struct Triple: Decodable, Hashable {
        let first: UInt64
        let second: UInt64
        let third: UInt64

        init(_ first: UInt64, _ second: UInt64, _ third: UInt64) {
            (self.first, self.second, self.third) = (first, second, third)
        }

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            self.init(try list.decode(UInt64.self), try list.decode(UInt64.self), try list.decode(UInt64.self))
        }
    }

    let taoWeight: UInt64
    let pendingServer: UInt64
    let pendingValidator: UInt64
    let pendingRoot: UInt64
    let pendingOwnerCut: UInt64
    let hotkeys: [Hotkey]
    let parentChildProportion: [Triple]
    let subnetOwnerHotkey: UInt64?
    let recycleOrBurn: String?
    let alphaOut: UInt64
    let validatorAlpha: UInt64
    let incentives: [Keyed<UInt64>]
    let alphaDividendsBits: [Keyed<Digits<UInt128>>]
    let rootAlphaDividendsBits: [Keyed<Digits<UInt128>>]
    let stakesAfter: [Triple]
    let totalHotkeyAlphaAfter: [Keyed<UInt64>]
    let rootClaimableBits: [Keyed<Digits<Int128>>]
    let alphaDividendsPerSubnet: [Keyed<UInt64>]
    let rootAlphaDividendsPerSubnet: [Keyed<UInt64>]
    let minerBurnedBits: Digits<UInt128>
    let alphaOutAfter: UInt64
    let ownerHotkeys: [UInt64]

    func check(_ place: Comment) throws {
        let distribution = DividendDistribution(input)
        #expect(distribution.validatorAlpha.units == validatorAlpha, place)
        #expect(distribution.incentives.map { Keyed($0.hotkey.number, $0.amount.units) } == incentives, place)
        let alphaBits = distribution.alphaDividends.map { Keyed($0.hotkey.number, Digits($0.amount.bits)) }
        #expect(alphaBits == alphaDividendsBits, place)
        let rootBits = distribution.rootDividends.map { Keyed($0.hotkey.number, Digits($0.amount.bits)) }
        #expect(rootBits == rootAlphaDividendsBits, place)
        #expect(distribution.minerBurned.bits == minerBurnedBits.value, place)
        let alphaRecords = distribution.alphaRecords.map { Keyed($0.hotkey.number, $0.amount.units) }
        #expect(alphaRecords == alphaDividendsPerSubnet, place)
        let rootRecords = distribution.rootRecords.map { Keyed($0.hotkey.number, $0.amount.units) }
        #expect(rootRecords == rootAlphaDividendsPerSubnet, place)
        checkCredits(distribution.credits, place)
    }

    private var input: DividendInput {
        var positions: [AccountID: HotkeyPosition] = [:]
        for hotkey in hotkeys {
            let number = hotkey.hotkey
            positions[AccountID(number: number)] = HotkeyPosition(
                owner: AccountID(number: hotkey.owner), alpha: Alpha(hotkey.ownerAlpha + hotkey.nominatorAlpha),
                root: Rao(hotkey.ownerRoot), delegateTake: hotkey.delegateTake, childkeyTake: hotkey.childkeyTake,
                parents: parentChildProportion.filter { $0.second == number }
                    .map { .init(hotkey: AccountID(number: $0.first), proportion: $0.third) },
                children: parentChildProportion.filter { $0.first == number }
                    .map { .init(hotkey: AccountID(number: $0.second), proportion: $0.third) },
                autoStakeDestination: hotkeys.last { $0.owner == hotkey.owner && $0.autoStake != nil }?
                    .autoStake.map { AccountID(number: $0) })
        }
        let owner = subnetOwnerHotkey.map { hotkey in
            let coldkey = hotkeys.first { $0.hotkey == hotkey }?.owner ?? 0
            return (hotkey: AccountID(number: hotkey), coldkey: AccountID(number: coldkey))
        }
        return DividendInput(
            pending: AlphaPending(
                server: Alpha(pendingServer), validator: Alpha(pendingValidator), root: Alpha(pendingRoot),
                owner: Alpha(pendingOwnerCut)),
            neurons: hotkeys.map {
                .init(
                    hotkey: AccountID(number: $0.hotkey), incentive: Alpha($0.incentive), dividend: Alpha($0.dividend))
            }, hotkeys: positions, taoWeight: RootProportion.taoWeight(taoWeight), childkeyBurn: 0, owner: owner,
            ownerHotkeys: Set(ownerHotkeys.map { AccountID(number: $0) }))
    }

    private func checkCredits(_ credits: [DividendCredit], _ place: Comment) {
        var pools: [UInt64: ShareStore] = [:]
        var claimable: [UInt64: I96F32] = [:]
        var alphaOut = alphaOut
        for hotkey in hotkeys {
            var store = ShareStore()
            if hotkey.ownerAlpha > 0 { store.add(hotkey.ownerAlpha, to: hotkey.owner) }
            if hotkey.nominatorAlpha > 0 { store.add(hotkey.nominatorAlpha, to: 200 + hotkey.hotkey) }
            pools[hotkey.hotkey] = store
        }
        for credit in credits {
            switch credit {
            case .stake(let hotkey, let coldkey, let amount):
                pools[hotkey.number, default: ShareStore()].add(amount.units, to: coldkey.number)
            case .incentive(_, let destination, let coldkey, let amount, _):
                pools[destination.number, default: ShareStore()].add(amount.units, to: coldkey.number)
            case .withheld(_, let amount):
                if recycleOrBurn == "recycle" { alphaOut -= amount.units }
            case .recycled(let amount):
                alphaOut -= amount.units
            case .reward(let hotkey, let amount):
                pools[hotkey.number, default: ShareStore()].reward(amount.units)
            case .claimable(let hotkey, let rate, _):
                claimable[hotkey.number] = (claimable[hotkey.number] ?? .zero).addingSaturated(rate)
            }
        }
        #expect(alphaOut == alphaOutAfter, place)
        let totals = pools.sorted { $0.key < $1.key }.map { Keyed($0.key, $0.value.total) }
        #expect(totals.filter { $0.value > 0 } == totalHotkeyAlphaAfter.filter { $0.value > 0 }, place)
        let stakes = pools.sorted { $0.key < $1.key }.flatMap { hotkey, store in
            store.shares.keys.sorted().map { Triple(hotkey, $0, store.value(of: $0)) }
        }
        #expect(stakes.filter { $0.third > 0 } == stakesAfter.filter { $0.third > 0 }, place)
        for entry in rootClaimableBits {
            #expect((claimable[entry.key] ?? .zero).bits == entry.value.value, place)
        }
    }
}
