import FixedPoint
import Testing
import Yuma

struct SafeFloatCase: EconomyVector {
    static let name = "safe_float"
    let op: String
    let mantissa: Digits<UInt128>?
    let exponent: Int64?
    let bits: Digits<UInt128>?
    let value: UInt64?
    let result: SafeFloatVector?
    let asU64: UInt64?
    let a: SafeFloatVector?
    let b: SafeFloatVector?
    let c: SafeFloatVector?
    let add: SafeFloatVector?
    let sub: SafeFloatVector?
    let div: SafeFloatVector?
    let mulDiv: SafeFloatVector?
    let gt: Bool?

    func check(_ place: Comment) throws {
        switch op {
        case "new":
            let number = SafeFloat(mantissa: try #require(mantissa).value, exponent: try #require(exponent))
            #expect(number == result?.value, place)
        case "from_u64f64":
            let number = SafeFloat(U64F64(bits: try #require(bits).value))
            #expect(number == result?.value, place)
            #expect(number.flooredUInt64 == asU64, place)
        case "from_u64":
            let number = SafeFloat(try #require(value))
            #expect(number == result?.value, place)
            #expect(number.flooredUInt64 == asU64, place)
        case "to_u64":
            #expect(try #require(a).value.flooredUInt64 == asU64, place)
        case "arith":
            let (left, right) = (try #require(a).value, try #require(b).value)
            #expect(left.adding(right) == add?.value, place)
            #expect(left.subtracting(right) == sub?.value, place)
            #expect(left.divided(by: right) == div?.value, place)
            #expect(left.multiplied(by: right, dividedBy: try #require(c).value) == mulDiv?.value, place)
            #expect((left > right) == gt, place)
        default:
            Issue.record("unknown operation \(op)")
        }
    }
}

struct SharePoolVector: EconomyVector {
    static let name = "share_pool"

    struct Step: Decodable {
        let op: String
        let key: UInt64
        let amount: UInt64
        let simEffective: Bool
        let total: UInt64
        let denominator: SafeFloatVector?
        let shares: [Keyed<SafeFloatVector>]
        let values: [UInt64]
    }

    let keys: UInt64
    let v1Shares: [Keyed<Digits<UInt128>>]
    let v1Denominator: Digits<UInt128>?
    let v1Total: UInt64
    let steps: [Step]

    func check(_ place: Comment) throws {
        var store = ShareStore(
            legacyShares: v1Shares.map { ($0.key, U64F64(bits: $0.value.value)) },
            legacyDenominator: v1Denominator.map { U64F64(bits: $0.value) }, total: v1Total)
        for (index, step) in steps.enumerated() {
            let place: Comment = "\(place), step \(index) \(step.op)"
            #expect(store.pool.isEffective(step.amount) == step.simEffective, place)
            switch step.op {
            case "add": store.add(step.amount, to: step.key)
            case "remove", "remove_over": store.remove(step.amount, from: step.key)
            case "reward": store.reward(step.amount)
            default: Issue.record("unknown step \(step.op)")
            }
            #expect(store.total == step.total, place)
            #expect(store.denominator == step.denominator?.value, place)
            let shares = store.shares.sorted { $0.key < $1.key }.map { Keyed($0.key, SafeFloatVector($0.value)) }
            #expect(shares == step.shares, place)
            for key in 1...keys { #expect(store.value(of: key) == step.values[Int(key) - 1], place) }
        }
    }
}

/// The pool of one hotkey as entries of a store: numbers of an older format count until the first write replaces them.
struct ShareStore {
    var legacyShares: [UInt64: U64F64] = [:]
    var legacyDenominator: U64F64?
    var shares: [UInt64: SafeFloat] = [:]
    var denominator: SafeFloat?
    var total: UInt64

    init(legacyShares: [(UInt64, U64F64)] = [], legacyDenominator: U64F64? = nil, total: UInt64 = 0) {
        for (key, share) in legacyShares { self.legacyShares[key] = share }
        self.legacyDenominator = legacyDenominator
        self.total = total
    }

    var pool: SharePool {
        SharePool(total: total, denominator: denominator ?? legacyDenominator.map(SafeFloat.init) ?? .zero)
    }

    func share(of key: UInt64) -> SafeFloat? { shares[key] ?? legacyShares[key].map(SafeFloat.init) }

    func value(of key: UInt64) -> UInt64 { share(of: key).map(pool.value) ?? 0 }

    mutating func reward(_ amount: UInt64) {
        var pool = pool
        pool.reward(amount)
        total = pool.total
    }

    mutating func add(_ amount: UInt64, to key: UInt64) {
        var pool = pool
        write(pool.add(amount, to: share(of: key) ?? .zero), of: key, pool)
    }

    mutating func remove(_ amount: UInt64, from key: UInt64) {
        guard let share = share(of: key), value(of: key) >= amount else { return }
        var pool = pool
        write(pool.remove(amount, from: share), of: key, pool)
    }

    private mutating func write(_ share: SafeFloat, of key: UInt64, _ pool: SharePool) {
        legacyShares[key] = nil
        legacyDenominator = nil
        shares[key] = share.isZero ? nil : share
        denominator = pool.denominator.isZero ? nil : pool.denominator
        total = pool.total
    }
}
