import JSON
import Testbed
import Testing

@testable import Client

@Suite("Requests and subscriptions of a connection")
struct CallTableTests {
    private func message(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test("answers find their requests in any order")
    func outOfOrder() throws {
        var random = SeededRandom(seed: 1)
        var table = CallTable()
        let ids = (0..<100).map { _ in table.begin("m") }
        for id in ids.shuffled(using: &random) {
            let actions = table.receive(try message(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(id * 2)}"#))
            #expect(actions == [.answer(id: id, .success(.integer(Int128(id * 2))))])
        }
        #expect(table.pendingCount == 0)
    }

    @Test("an error keeps code, message and data")
    func errorObject() throws {
        var table = CallTable()
        let id = table.begin("m")
        let text = #"{"id":1,"error":{"code":1010,"message":"Invalid Transaction","data":"Custom error: 6"}}"#
        let expected = ClientError.rpc(code: 1_010, message: "Invalid Transaction", data: "Custom error: 6")
        #expect(table.receive(try message(text)) == [.answer(id: id, .failure(expected))])
    }

    @Test("answers without result, twice, late and of nobody do no harm")
    func strange() throws {
        var table = CallTable()
        let first = table.begin("m")
        let second = table.begin("m")
        let none = table.receive(try message(#"{"id":1}"#))
        guard case .answer(let id, .failure(.malformedAnswer)) = none.first else {
            Issue.record("\(none)")
            return
        }
        #expect(id == first && none.count == 1)
        #expect(table.receive(try message(#"{"id":1,"result":3}"#)).isEmpty)
        table.abandon(second)
        #expect(table.receive(try message(#"{"id":2,"result":3}"#)).isEmpty)
        for text in [#"{"id":99,"result":1}"#, #"{"id":"x","result":1}"#, "5", "[]", #"{"id":-1,"result":1}"#, "{}"] {
            #expect(table.receive(try message(text)).isEmpty, "\(text)")
        }
    }

    @Test("updates before the answer that names their subscription come after it, in order")
    func earlyUpdates() throws {
        var table = CallTable()
        let id = table.begin("subscribe", unsubscribe: "unsubscribe")
        for number in 1...3 {
            let text = #"{"method":"x","params":{"subscription":"0xA","result":\#(number)}}"#
            #expect(table.receive(try message(text)).isEmpty)
        }
        let actions = table.receive(try message(#"{"id":1,"result":"0xA"}"#))
        #expect(
            actions == [
                .begin(id: id, .text("0xA")), .update(.text("0xA"), .integer(1)), .update(.text("0xA"), .integer(2)),
                .update(.text("0xA"), .integer(3)),
            ])
        // A number and a text of the same digits are two ids.
        #expect(table.receive(try message(#"{"params":{"subscription":10,"result":1}}"#)).isEmpty)
    }

    @Test("updates of a subscription that never comes are bounded")
    func earlyBound() throws {
        var table = CallTable(earlyMaximum: 2)
        _ = table.begin("subscribe", unsubscribe: "unsubscribe")
        for _ in 0..<5 { _ = table.receive(try message(#"{"params":{"subscription":1,"result":1}}"#)) }
        #expect(table.receive(try message(#"{"id":1,"result":1}"#)).count == 3)
    }

    @Test("a subscription that nobody waits for any more is ended at the node")
    func orphan() throws {
        var table = CallTable()
        let id = table.begin("subscribe", unsubscribe: "unsubscribe")
        table.abandon(id)
        let actions = table.receive(try message(#"{"id":1,"result":7}"#))
        #expect(actions == [.unsubscribe(method: "unsubscribe", .number(7))])
        #expect(table.subscriptionCount == 0)
    }

    @Test("a batch is answered by an array, or refused as a whole by an error without an id")
    func batch() throws {
        var table = CallTable()
        let single = table.begin("single")
        let ids = table.begin(batch: ["a", "b"])
        let answers = table.receive(try message(#"[{"id":3,"result":"b"},{"id":2,"result":"a"}]"#))
        #expect(
            answers == [.answer(id: ids[1], .success(.string("b"))), .answer(id: ids[0], .success(.string("a")))])
        let more = table.begin(batch: ["c", "d"])
        let refused = table.receive(try message(#"{"id":null,"error":{"code":-32010,"message":"too long"}}"#))
        let error = ClientError.rpc(code: -32_010, message: "too long", data: nil)
        #expect(refused == more.map { .answer(id: $0, .failure(error)) })
        #expect(table.endAll() == [single])
    }
}
