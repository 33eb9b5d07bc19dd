import CSodium
import Hashing

/// A Merlin transcript (version 1.0): labelled messages go in, challenges that depend on all of them come out.
struct Transcript {
    private var strobe: Strobe128

    init(label: String) {
        strobe = Strobe128(protocolLabel: "Merlin v1.0")
        append("dom-sep", Array(label.utf8))
    }

    /// A transcript as schnorrkel begins it for a context and a message.
    init(context: String) {
        self.init(label: "SigningContext")
        append("", Array(context.utf8))
    }

    mutating func append(_ label: String, _ message: [UInt8]) {
        strobe.addMetadata(Array(label.utf8), continues: false)
        strobe.addMetadata(Self.length(message.count), continues: true)
        strobe.add(message)
    }

    /// `count` bytes that both sides can compute.
    mutating func challenge(_ label: String, count: Int) -> [UInt8] {
        strobe.addMetadata(Array(label.utf8), continues: false)
        strobe.addMetadata(Self.length(count), continues: true)
        return strobe.squeeze(count)
    }

    mutating func challengeScalar(_ label: String) -> Scalar { Scalar(wide: challenge(label, count: 64)) }

    /// `count` secret bytes that depend on the transcript, on the secret `witness` and on fresh entropy: a nonce that
    /// stays safe when either the entropy or the state of the machine is bad. The transcript itself does not change.
    func witness(_ label: String, _ witness: [UInt8], count: Int) -> [UInt8] {
        var branch = strobe
        branch.addMetadata(Array(label.utf8), continues: false)
        branch.addMetadata(Self.length(witness.count), continues: true)
        branch.key(witness)
        branch.addMetadata(Array("rng".utf8), continues: false)
        branch.key(Entropy.bytes(32))
        branch.addMetadata(Self.length(count), continues: false)
        let bytes = branch.squeeze(count)
        withUnsafeMutableBytes(of: &branch) { sodium_memzero($0.baseAddress, $0.count) }
        return bytes
    }

    private static func length(_ count: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    }
}
