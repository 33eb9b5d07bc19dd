extension FieldElement: Equatable {
    /// The one representative below p as 255 bits.
    var canonical: Word256 {
        var e = carried.carried
        // e < 2p now, so adding 19 carries out of bit 255 exactly when e is p or more.
        var quotient = (e.l0 &+ 19) &>> 51
        quotient = (e.l1 &+ quotient) &>> 51
        quotient = (e.l2 &+ quotient) &>> 51
        quotient = (e.l3 &+ quotient) &>> 51
        quotient = (e.l4 &+ quotient) &>> 51
        e.l0 &+= 19 &* quotient
        e.l1 &+= e.l0 &>> 51
        e.l2 &+= e.l1 &>> 51
        e.l3 &+= e.l2 &>> 51
        e.l4 &+= e.l3 &>> 51
        let (l0, l1, l2, l3, l4) = (
            e.l0 & Self.mask, e.l1 & Self.mask, e.l2 & Self.mask, e.l3 & Self.mask, e.l4 & Self.mask
        )
        return Word256(
            l0 | l1 &<< 51, l1 &>> 13 | l2 &<< 38, l2 &>> 26 | l3 &<< 25, l3 &>> 39 | l4 &<< 12)
    }

    static func == (left: Self, right: Self) -> Bool { left.canonical == right.canonical }

    /// Whether this is 0 modulo p.
    var isZero: Bool { canonical == Word256(0, 0, 0, 0) }

    /// Whether the representative below p is odd, which is what Edwards curves call negative.
    var isNegative: Bool { canonical.words[0] & 1 == 1 }

    /// This or its inverse, whichever is even.
    var magnitude: Self { isNegative ? negated : self }
}

extension FieldElement {
    /// Constants of the curve −x² + y² = 1 + d·x²·y²; RFC 9496 section 4.1 has them in decimal.
    static let d = FieldElement(
        0x3_4DCA_1359_78A3, 0x1_A828_3B15_6EBD, 0x5_E7A2_6001_C029, 0x7_39C6_63A0_3CBB, 0x5_2036_CEE2_B6FF)
    static let twiceD = FieldElement(
        0x6_9B94_26B2_F159, 0x3_5050_762A_DD7A, 0x3_CF44_C003_8052, 0x6_738C_C740_7977, 0x2_406D_9DC5_6DFF)
    static let rootOfMinusOne = FieldElement(
        0x6_1B27_4A0E_A0B0, 0x0_D5A5_FC8F_189D, 0x7_EF5E_9CBD_0C60, 0x7_8595_A680_4C9E, 0x2_B832_4804_FC1D)
    /// 1 / √(−1 − d).
    static let inverseRootOfAMinusD = FieldElement(
        0x0_FDAA_805D_40EA, 0x2_EB48_2E57_D339, 0x0_0761_0274_BC58, 0x6_510B_613D_C8FF, 0x7_86C8_905C_FAFF)

    /// 2ⁿ-th power.
    func squared(times count: Int) -> Self {
        var result = self
        for _ in 0..<count { result = result.squared }
        return result
    }

    /// The powers 2²⁵⁰ − 1 and 11, from which both chains below end.
    private var powersForChains: (tall: Self, eleventh: Self) {
        let second = squared
        let ninth = self * second.squared(times: 2)
        let eleventh = second * ninth
        let bits5 = ninth * eleventh.squared
        let bits10 = bits5.squared(times: 5) * bits5
        let bits20 = bits10.squared(times: 10) * bits10
        let bits40 = bits20.squared(times: 20) * bits20
        let bits50 = bits40.squared(times: 10) * bits10
        let bits100 = bits50.squared(times: 50) * bits50
        let bits200 = bits100.squared(times: 100) * bits100
        return (bits200.squared(times: 50) * bits50, eleventh)
    }

    /// The multiplicative inverse (power p − 2 = 2²⁵⁵ − 21); 0 for 0.
    var inverse: Self {
        let (tall, eleventh) = powersForChains
        return tall.squared(times: 5) * eleventh
    }

    /// The power (p − 5) / 8 = 2²⁵² − 3.
    private var powerForRoot: Self { powersForChains.tall.squared(times: 2) * self }

    /// √(u/v) where it exists, else √(i·u/v), always the even one of the two roots. RFC 9496 section 4.2.
    static func squareRoot(of u: Self, over v: Self) -> (isSquare: Bool, root: Self) {
        let v3 = v.squared * v
        let v7 = v3.squared * v
        var root = (u * v3) * (u * v7).powerForRoot
        let check = (v * root.squared).canonical
        let minusU = u.negated
        let isFlipped = check == minusU.canonical
        if isFlipped || check == (minusU * rootOfMinusOne).canonical { root = root * rootOfMinusOne }
        return (isFlipped || check == u.canonical, root.magnitude)
    }
}
