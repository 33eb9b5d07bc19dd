extension EdwardsPoint {
    /// The point of an Ed25519 encoding as ZIP-215 reads it: y and the sign of x. A y of p or more counts modulo p, and
    /// x = 0 may carry either sign. `nil` when no point of the curve has this y.
    init?(zip215 encoding: Word256) {
        let y = FieldElement(lowerBits: encoding)
        let yy = y.squared
        let (isSquare, root) = FieldElement.squareRoot(
            of: yy.minusProduct(.one), over: yy * FieldElement.d + .one)
        guard isSquare else { return nil }
        let isNegative = encoding.words[3] >> 63 == 1
        let x = root.isNegative == isNegative ? root : root.negated
        // y keeps 255 bits, within the bounds of a product even when it stands for itself less p.
        self.init(x: x, y: y, z: .one, t: x * y)
    }

    /// Whether eight times this point is the neutral element.
    var isOfSmallOrder: Bool { doubled.doubled.doubled.isIdentity }

    /// Whether this is the neutral element of the curve.
    var isIdentity: Bool { x.isZero && y == z }
}

extension EdwardsPoint {
    /// The point of a ristretto255 encoding, `nil` when the bytes are not the canonical encoding of any.
    /// RFC 9496 section 4.3.1.
    init?(ristretto encoding: Word256) {
        let s = FieldElement(lowerBits: encoding)
        guard s.canonical == encoding, encoding.words[0] & 1 == 0 else { return nil }
        let ss = s.squared
        let u1 = FieldElement.one.minusProduct(ss)
        let u2 = FieldElement.one + ss
        let u2Squared = u2.squared
        let v = (FieldElement.d * u1.squared).negated.minusProduct(u2Squared)
        let (isSquare, inverseRoot) = FieldElement.squareRoot(of: .one, over: v * u2Squared)
        let denominatorX = inverseRoot * u2
        let denominatorY = inverseRoot * denominatorX * v
        let x = ((s + s) * denominatorX).magnitude
        let y = u1 * denominatorY
        let t = x * y
        guard isSquare, !t.isNegative, !y.isZero else { return nil }
        self.init(x: x, y: y, z: .one, t: t)
    }

    /// The canonical ristretto255 encoding. RFC 9496 section 4.3.2.
    var ristretto: Word256 {
        let u1 = (z + y) * z.minusProduct(y)
        let u2 = x * y
        let (_, inverseRoot) = FieldElement.squareRoot(of: .one, over: u1 * u2.squared)
        let denominator1 = inverseRoot * u1
        let denominator2 = inverseRoot * u2
        let zInverse = denominator1 * denominator2 * t
        let isRotated = (t * zInverse).isNegative
        let rotatedX = isRotated ? y * FieldElement.rootOfMinusOne : x
        var rotatedY = isRotated ? x * FieldElement.rootOfMinusOne : y
        let inverse = isRotated ? denominator1 * FieldElement.inverseRootOfAMinusD : denominator2
        if (rotatedX * zInverse).isNegative { rotatedY = rotatedY.negated }
        return (inverse * (z - rotatedY)).magnitude.canonical
    }

    /// Whether ristretto255 takes this for its neutral element: one of the four points with x or y zero.
    var isRistrettoIdentity: Bool { x.isZero || y.isZero }
}
