import Frame
import RuntimeInterface
import SCALE
import SubtensorPallets
import SystemPallets

/// Answers about the chain and its accounts. GRANDPA decides nothing on this chain; its set keeps the number 0, also
/// where root replaced it, as in the reference.
extension RuntimeQuery {
    func version(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(CoreAPI.version) { RuntimeVersion.current }
    }

    func metadataVersions(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(MetadataAPI.metadataVersions) { [14, 15] }
    }

    func authorities(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(AuraAPI.authorities) { state.get(Aura.authorities) }
    }

    func grandpaAuthorities(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(GrandpaAPI.grandpaAuthorities) { state.get(Grandpa.authorities) }
    }

    func grandpaSet(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(GrandpaAPI.currentSetID) { 0 }
    }

    func accountNonce(_ state: borrowing State) throws(RuntimeCallError) -> [UInt8] {
        try answer(AccountNonceAPI.accountNonce) { System.nonce(of: $0, in: state) }
    }

    func metadata(_ slotMilliseconds: UInt64) throws(RuntimeCallError) -> [UInt8] {
        try answer(MetadataAPI.metadata) { OpaqueMetadata(ServedMetadata.v14(slotDuration: slotMilliseconds)) }
    }

    func metadataAtVersion(_ slotMilliseconds: UInt64) throws(RuntimeCallError) -> [UInt8] {
        try answer(MetadataAPI.metadataAtVersion) { version in
            switch version {
            case 14: OpaqueMetadata(ServedMetadata.v14(slotDuration: slotMilliseconds))
            case 15: OpaqueMetadata(ServedMetadata.v15(slotDuration: slotMilliseconds))
            default: nil
            }
        }
    }

    func slotDuration(_ slotMilliseconds: UInt64) throws(RuntimeCallError) -> [UInt8] {
        try answer(AuraAPI.slotDuration) { SlotDuration(slotMilliseconds) }
    }
}
