import FixedPoint
import Primitives
import Testing
import Yuma

struct StakeInheritanceVector: EconomyVector {
    static let name = "stake_inheritance"

    struct Parent: Decodable {
        let proportion: UInt64
        let hotkey: UInt64
        let alpha: UInt64
        let root: UInt64
    }

    let netuid: UInt16
    let taoWeight: UInt64
    let alpha: UInt64
    let root: UInt64
    let parents: [Parent]
    let children: [Keyed<UInt64>]
    let inheritedAlpha: UInt64
    let inheritedTao: UInt64
    let totalBits: Digits<Int128>
    let alphaBits: Digits<Int128>
    let taoBits: Digits<Int128>
    let selfContribution: UInt64

    func check(_ place: Comment) throws {
        let weight = RootProportion.taoWeight(taoWeight)
        let given = children.map(\.key)
        let alphaSum =
            netuid == 0
            ? alpha
            : StakeInheritance.inherited(
                own: alpha, children: given, parents: parents.map { .init(amount: $0.alpha, proportion: $0.proportion) }
            )
        let taoSum = StakeInheritance.inherited(
            own: root, children: given, parents: parents.map { .init(amount: $0.root, proportion: $0.proportion) })
        #expect(alphaSum == inheritedAlpha, place)
        #expect(taoSum == inheritedTao, place)
        #expect(I64F64(saturating: alphaSum).bits == alphaBits.value, place)
        #expect(I64F64(saturating: taoSum).bits == taoBits.value, place)
        let total = StakeInheritance.total(alpha: Alpha(alphaSum), tao: Rao(taoSum), taoWeight: weight)
        #expect(total.bits == totalBits.value, place)
        let contribution = StakeInheritance.selfContribution(
            alpha: Alpha(alpha), root: Rao(root), children: given, taoWeight: weight)
        #expect(contribution == selfContribution, place)
    }
}

struct ParentDividendsVector: EconomyVector {
    static let name = "parent_child_dividends"

    struct Parent: Decodable {
        let proportion: UInt64
        let hotkey: UInt64
        let owner: UInt64
        let alpha: UInt64
        let root: UInt64
    }

    let taoWeight: UInt64
    let ckBurn: UInt64
    let effectiveTake: UInt16
    let alpha: UInt64
    let root: UInt64
    let owner: UInt64
    let parents: [Parent]
    let children: [Keyed<UInt64>]
    let alphaOut: UInt64
    let dividends: UInt64
    let result: [Keyed<UInt64>]
    let alphaOutAfter: UInt64

    func check(_ place: Comment) throws {
        let weight = RootProportion.taoWeight(taoWeight)
        let contribution = StakeInheritance.selfContribution(
            alpha: Alpha(alpha), root: Rao(root), children: children.map(\.key), taoWeight: weight)
        let split = ParentDividends(
            of: AccountID(number: 1), dividends: Alpha(dividends), selfContribution: contribution,
            parents: parents.map {
                .init(
                    hotkey: AccountID(number: $0.hotkey), proportion: $0.proportion, sharesOwner: $0.owner == owner,
                    alpha: Alpha($0.alpha), root: Rao($0.root))
            }, taoWeight: weight, childkeyTake: effectiveTake, burn: ckBurn)
        #expect(split.parts.map { Keyed($0.hotkey.number, $0.amount.units) } == result, place)
        #expect(Alpha(alphaOut).subtractingClamped(split.burned).units == alphaOutAfter, place)
    }
}
