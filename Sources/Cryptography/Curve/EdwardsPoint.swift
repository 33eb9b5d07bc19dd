/// A point of the curve −x² + y² = 1 + d·x²·y² in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z.
/// All coordinates have the limbs of a product.
///
/// The formulas of this file are those of Hisil, Wong, Carter and Dawson, "Twisted Edwards Curves Revisited" (2008),
/// sections 3 and 4. They hold for every pair of points and run in variable time: for public data only.
struct EdwardsPoint {
    var x, y, z, t: FieldElement

    /// The neutral element.
    static let identity = EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero)

    /// The generator of RFC 8032, which is ristretto255's too.
    static let generator: EdwardsPoint = {
        let x = FieldElement(
            0x6_2D60_8F25_D51A, 0x4_12A4_B4F6_592A, 0x7_5B71_71A4_B31D, 0x1_FF60_5271_18FE, 0x2_1693_6D3C_D6E5)
        let y = FieldElement(
            0x6_6666_6666_6658, 0x4_CCCC_CCCC_CCCC, 0x1_9999_9999_9999, 0x3_3333_3333_3333, 0x6_6666_6666_6666)
        return EdwardsPoint(x: x, y: y, z: .one, t: x * y)
    }()

    var negated: EdwardsPoint { EdwardsPoint(x: x.negated, y: y, z: z, t: t.negated) }

    var doubled: EdwardsPoint { ProjectivePoint(self).doubled.extended }

    static func + (left: Self, right: Self) -> Self { left.adding(CachedPoint(right)).extended }

    static func - (left: Self, right: Self) -> Self { left.subtracting(CachedPoint(right)).extended }
}

/// The same point without T: enough to double it, and one product cheaper to reach.
struct ProjectivePoint {
    var x, y, z: FieldElement

    @inline(__always)
    init(x: FieldElement, y: FieldElement, z: FieldElement) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inline(__always)
    init(_ point: EdwardsPoint) { self.init(x: point.x, y: point.y, z: point.z) }

    @inline(__always)
    var doubled: CompletedPoint {
        let xx = x.squared
        let yy = y.squared
        let zz = z.squared
        let sum = yy + xx
        let difference = yy.minusProduct(xx)
        return CompletedPoint(
            x: (x + y).squared - sum, y: sum, z: difference, t: (zz + zz) - difference)
    }
}

/// A result before its last products: x = X/Z, y = Y/T. What comes next decides which of them are needed.
struct CompletedPoint {
    var x, y, z, t: FieldElement

    @inline(__always)
    var projective: ProjectivePoint { ProjectivePoint(x: x * t, y: y * z, z: z * t) }

    @inline(__always)
    var extended: EdwardsPoint { EdwardsPoint(x: x * t, y: y * z, z: z * t, t: x * y) }
}

/// A point prepared for being added: Y + X, Y − X, Z and 2d·T.
struct CachedPoint {
    var sum, difference, z, t2d: FieldElement

    @inline(__always)
    init(_ point: EdwardsPoint) {
        sum = point.y + point.x
        difference = point.y.minusProduct(point.x)
        z = point.z
        t2d = point.t * FieldElement.twiceD
    }
}

/// A point prepared for being added whose Z is 1: y + x, y − x and 2d·x·y.
struct AffineCachedPoint {
    var sum, difference, xy2d: FieldElement

    init(_ point: EdwardsPoint) {
        let inverse = point.z.inverse
        let x = point.x * inverse
        let y = point.y * inverse
        sum = y + x
        difference = y.minusProduct(x)
        xy2d = x * y * FieldElement.twiceD
    }
}

extension EdwardsPoint {
    @inline(__always)
    func adding(_ other: CachedPoint) -> CompletedPoint {
        let plus = (y + x) * other.sum
        let minus = y.minusProduct(x) * other.difference
        let t2d = t * other.t2d
        let zz = z * other.z
        return CompletedPoint(
            x: plus.minusProduct(minus), y: plus + minus, z: (zz + zz) + t2d, t: (zz + zz).minusProduct(t2d))
    }

    @inline(__always)
    func subtracting(_ other: CachedPoint) -> CompletedPoint {
        let plus = (y + x) * other.difference
        let minus = y.minusProduct(x) * other.sum
        let t2d = t * other.t2d
        let zz = z * other.z
        return CompletedPoint(
            x: plus.minusProduct(minus), y: plus + minus, z: (zz + zz).minusProduct(t2d), t: (zz + zz) + t2d)
    }

    @inline(__always)
    func adding(_ other: AffineCachedPoint) -> CompletedPoint {
        let plus = (y + x) * other.sum
        let minus = y.minusProduct(x) * other.difference
        let t2d = t * other.xy2d
        return CompletedPoint(
            x: plus.minusProduct(minus), y: plus + minus, z: (z + z) + t2d, t: (z + z).minusProduct(t2d))
    }

    @inline(__always)
    func subtracting(_ other: AffineCachedPoint) -> CompletedPoint {
        let plus = (y + x) * other.difference
        let minus = y.minusProduct(x) * other.sum
        let t2d = t * other.xy2d
        return CompletedPoint(
            x: plus.minusProduct(minus), y: plus + minus, z: (z + z).minusProduct(t2d), t: (z + z) + t2d)
    }
}
