/// An integer modulo p = 2²⁵⁵ − 19 as five limbs of 51 bits, for computations on public data in variable time.
///
/// Sums and differences do not carry, so limbs may exceed 51 bits for a while. Every formula keeps these bounds:
/// a product has limbs below 2⁵¹·⁰¹, and the factors of a product may have limbs up to 2⁵⁴;
/// ``-`` takes a right side below 2⁵³ − 76 and gives less than its left side plus 2⁵³;
/// ``minusProduct(_:)`` takes a product on the right and gives less than its left side plus 2⁵².
struct FieldElement {
    var l0, l1, l2, l3, l4: UInt64

    static let zero = FieldElement(0, 0, 0, 0, 0)
    static let one = FieldElement(1, 0, 0, 0, 0)

    @inline(__always)
    init(_ l0: UInt64, _ l1: UInt64, _ l2: UInt64, _ l3: UInt64, _ l4: UInt64) {
        self.l0 = l0
        self.l1 = l1
        self.l2 = l2
        self.l3 = l3
        self.l4 = l4
    }

    /// The lower 255 bits; a value of p or more stands for itself less p.
    init(lowerBits word: Word256) {
        let w = word.words
        l0 = w[0] & Self.mask
        l1 = (w[0] &>> 51 | w[1] &<< 13) & Self.mask
        l2 = (w[1] &>> 38 | w[2] &<< 26) & Self.mask
        l3 = (w[2] &>> 25 | w[3] &<< 39) & Self.mask
        l4 = (w[3] &>> 12) & Self.mask
    }

    @inline(__always) static var mask: UInt64 { 1 &<< 51 &- 1 }
}

extension FieldElement {
    @inline(__always)
    static func + (a: Self, b: Self) -> Self {
        Self(a.l0 &+ b.l0, a.l1 &+ b.l1, a.l2 &+ b.l2, a.l3 &+ b.l3, a.l4 &+ b.l4)
    }

    /// 4p is added so that no limb goes below zero.
    @inline(__always)
    static func - (a: Self, b: Self) -> Self {
        Self(
            a.l0 &+ 0x1F_FFFF_FFFF_FFB4 &- b.l0, a.l1 &+ 0x1F_FFFF_FFFF_FFFC &- b.l1,
            a.l2 &+ 0x1F_FFFF_FFFF_FFFC &- b.l2, a.l3 &+ 0x1F_FFFF_FFFF_FFFC &- b.l3,
            a.l4 &+ 0x1F_FFFF_FFFF_FFFC &- b.l4)
    }

    /// 2p is added so that no limb goes below zero.
    @inline(__always)
    func minusProduct(_ b: Self) -> Self {
        Self(
            l0 &+ 0xF_FFFF_FFFF_FFDA &- b.l0, l1 &+ 0xF_FFFF_FFFF_FFFE &- b.l1, l2 &+ 0xF_FFFF_FFFF_FFFE &- b.l2,
            l3 &+ 0xF_FFFF_FFFF_FFFE &- b.l3, l4 &+ 0xF_FFFF_FFFF_FFFE &- b.l4)
    }

    /// The additive inverse of an element that may be a sum or difference, with the limbs of a product.
    var negated: Self { (Self.zero - carried).carried }

    /// The same element with limbs below 2⁵¹ + 2¹⁸.
    @inline(__always)
    var carried: Self {
        Self(
            l0 & Self.mask &+ (l4 &>> 51) &* 19, l1 & Self.mask &+ l0 &>> 51, l2 & Self.mask &+ l1 &>> 51,
            l3 & Self.mask &+ l2 &>> 51, l4 & Self.mask &+ l3 &>> 51)
    }

    @inline(__always)
    private static func wide(_ a: UInt64, _ b: UInt64) -> UInt128 {
        UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b)
    }

    // A limb of weight 2²⁵⁵ and more counts 19 times at the weight 2²⁵⁵ lower, hence the factors 19.
    @inline(__always)
    static func * (a: Self, b: Self) -> Self {
        let b1 = b.l1 &* 19
        let b2 = b.l2 &* 19
        let b3 = b.l3 &* 19
        let b4 = b.l4 &* 19
        let c0 = wide(a.l0, b.l0) &+ wide(a.l4, b1) &+ wide(a.l3, b2) &+ wide(a.l2, b3) &+ wide(a.l1, b4)
        let c1 = wide(a.l1, b.l0) &+ wide(a.l0, b.l1) &+ wide(a.l4, b2) &+ wide(a.l3, b3) &+ wide(a.l2, b4)
        let c2 = wide(a.l2, b.l0) &+ wide(a.l1, b.l1) &+ wide(a.l0, b.l2) &+ wide(a.l4, b3) &+ wide(a.l3, b4)
        let c3 = wide(a.l3, b.l0) &+ wide(a.l2, b.l1) &+ wide(a.l1, b.l2) &+ wide(a.l0, b.l3) &+ wide(a.l4, b4)
        let c4 =
            wide(a.l4, b.l0) &+ wide(a.l3, b.l1) &+ wide(a.l2, b.l2) &+ wide(a.l1, b.l3) &+ wide(a.l0, b.l4)
        return carry(c0, c1, c2, c3, c4)
    }

    @inline(__always)
    var squared: Self {
        let a3 = l3 &* 19
        let a4 = l4 &* 19
        let twice0 = l0 &* 2
        let twice1 = l1 &* 2
        let twice2 = l2 &* 2
        let c0 = Self.wide(l0, l0) &+ Self.wide(twice1, a4) &+ Self.wide(twice2, a3)
        let c1 = Self.wide(l3, a3) &+ Self.wide(twice0, l1) &+ Self.wide(twice2, a4)
        let c2 = Self.wide(l1, l1) &+ Self.wide(twice0, l2) &+ Self.wide(l3 &* 2, a4)
        let c3 = Self.wide(l4, a4) &+ Self.wide(twice0, l3) &+ Self.wide(twice1, l2)
        let c4 = Self.wide(l2, l2) &+ Self.wide(twice0, l4) &+ Self.wide(twice1, l3)
        return Self.carry(c0, c1, c2, c3, c4)
    }

    @inline(__always)
    private static func carry(_ c0: UInt128, _ c1: UInt128, _ c2: UInt128, _ c3: UInt128, _ c4: UInt128) -> Self {
        let s1 = c1 &+ c0 &>> 51
        let s2 = c2 &+ s1 &>> 51
        let s3 = c3 &+ s2 &>> 51
        let s4 = c4 &+ s3 &>> 51
        let low = UInt64(truncatingIfNeeded: c0) & mask &+ UInt64(truncatingIfNeeded: s4 &>> 51) &* 19
        return Self(
            low & mask, UInt64(truncatingIfNeeded: s1) & mask &+ low &>> 51, UInt64(truncatingIfNeeded: s2) & mask,
            UInt64(truncatingIfNeeded: s3) & mask, UInt64(truncatingIfNeeded: s4) & mask)
    }
}
