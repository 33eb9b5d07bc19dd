import RPC
import Testing

@Suite struct SubscriptionTableTests {
    @Test("ids are counted and written with 16 digits")
    func ids() {
        var table = SubscriptionTable(limit: 10)
        #expect(table.reserve(.newHeads) == .reserved(SubscriptionID(1)))
        #expect(table.reserve(.storage) == .reserved(SubscriptionID(2)))
        #expect(SubscriptionID(2).text == "0x0000000000000002")
        #expect(SubscriptionID(text: "0x0000000000000002") == SubscriptionID(2))
        for text in ["0x2", "2", "", "0x000000000000000G", "0x000000000000000A", "0x+000000000000002"] {
            #expect(SubscriptionID(text: text) == nil)
        }
    }

    @Test("an entry is reserved, opens, and is cancelled once, by its own kind")
    func life() {
        var table = SubscriptionTable(limit: 10)
        _ = table.reserve(.newHeads)
        let id = SubscriptionID(1)
        #expect(!table.isOpen(id))
        #expect(table.cancel(.newHeads, text: id.text) == .unknown)
        #expect(table.open(id) == .newHeads)
        #expect(table.isOpen(id))
        #expect(table.cancel(.finalizedHeads, text: id.text) == .unknown)
        #expect(table.cancel(.newHeads, text: id.text) == .stop(id))
        #expect(table.cancel(.newHeads, text: id.text) == .unknown)
        #expect(!table.isOpen(id) && table.count == 0)
        #expect(table.open(id) == nil)
    }

    @Test("the limit counts reserved entries, and removing makes room")
    func limit() {
        var table = SubscriptionTable(limit: 2)
        _ = table.reserve(.extrinsic)
        _ = table.reserve(.extrinsic)
        #expect(table.reserve(.extrinsic) == .refused(.tooManySubscriptions(limit: 2)))
        table.remove(SubscriptionID(1))
        #expect(table.reserve(.extrinsic) == .reserved(SubscriptionID(3)))
    }

    @Test("nothing opens after the connection ended")
    func closed() {
        var table = SubscriptionTable(limit: 2)
        _ = table.reserve(.storage)
        table.close()
        #expect(table.open(SubscriptionID(1)) == nil)
        guard case .refused = table.reserve(.storage) else {
            Issue.record("reserved after the end")
            return
        }
    }

    @Test("every kind has the notification name of the interface")
    func names() {
        #expect(
            SubscriptionKind.allCases.map(\.notification.description)
                == [
                    "chain_allHead", "chain_newHead", "chain_finalizedHead", "state_runtimeVersion", "state_storage",
                    "author_extrinsicUpdate",
                ])
    }
}
