import JSON
import RPC
import Testing

@Suite struct RequestParserTests {
    private func parse(_ text: String) -> RPCMessage { RequestParser(batchCountMaximum: 3).parse(Array(text.utf8)) }

    private func code(_ text: String) -> (id: RequestID?, code: Int)? {
        switch parse(text) {
        case .invalid(let error): return (.null, error.code)
        case .single(let request):
            guard case .failure(let error) = request.method else { return nil }
            return (request.id, error.code)
        case .batch: return nil
        }
    }

    @Test(
        "ids are kept as they came",
        arguments: [
            ("1", RequestID.integer(1)), ("-5", .integer(-5)),
            ("18446744073709551615", .integer(18_446_744_073_709_551_615)),
            ("\"kQ17\"", .string("kQ17")), ("\"\"", .string("")), ("null", .null),
        ])
    func ids(text: String, expected: RequestID) {
        let message = parse(#"{"jsonrpc":"2.0","id":\#(text),"method":"system_name","params":[]}"#)
        #expect(message == .single(RPCRequest(id: expected, name: "system_name", method: .success(.systemName))))
    }

    @Test("a request without id is a notification")
    func notification() {
        #expect(
            parse(#"{"jsonrpc":"2.0","method":"system_name"}"#)
                == .single(RPCRequest(id: nil, name: "system_name", method: .success(.systemName))))
        guard case .single(let request) = parse(#"{"jsonrpc":"2.0","method":"nope"}"#) else {
            Issue.record("not single")
            return
        }
        #expect(request.id == nil)
    }

    @Test(
        "malformed messages get the documented codes",
        arguments: [
            ("", -32700), ("{", -32700), ("[1,2", -32700),
            (#"{"jsonrpc":"2.0","method":"foobar, "params":"bar"]"#, -32700),
            ("1", -32600), ("\"a\"", -32600), ("null", -32600), ("[]", -32600), ("[1,2,3,4]", -32010), ("{}", -32600),
            (#"{"jsonrpc":"2.0"}"#, -32600), (#"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, -32600),
            (#"{"jsonrpc":"1.0","id":1,"method":"system_name"}"#, -32600),
            (#"{"id":1,"method":"system_name"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"result":2}"#, -32600),
            (#"{"jsonrpc":"2.0","id":[],"method":"system_name"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1.5,"method":"system_name"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"system_name","params":"x"}"#, -32600),
            (#"{"jsonrpc":"2.0","id":1,"method":"nope"}"#, -32601),
        ])
    func malformed(text: String, expected: Int) { #expect(code(text)?.code == expected) }

    @Test("an invalid request is answered with its id where that can be read")
    func invalidIDs() {
        #expect(code(#"{"id":7,"method":"system_name"}"#)?.id == .integer(7))
        #expect(code(#"{"jsonrpc":"2.0","method":1}"#)?.id == .null)
        #expect(code(#"{"jsonrpc":"2.0","id":{},"method":"system_name"}"#)?.id == .null)
    }

    @Test("a batch keeps its order, and one bad element does not spoil the others")
    func batch() {
        let text =
            #"[{"jsonrpc":"2.0","id":1,"method":"system_name"},5,{"jsonrpc":"2.0","id":"b","method":"system_chain"}]"#
        guard case .batch(let requests) = parse(text) else {
            Issue.record("no batch")
            return
        }
        #expect(requests.map(\.id) == [.integer(1), .null, .string("b")])
        #expect(requests[0].method == .success(.systemName) && requests[2].method == .success(.systemChain))
        guard case .failure(let error) = requests[1].method else { return }
        #expect(error.code == -32600)
    }

    @Test("a message beyond the limit is refused unread")
    func size() {
        let parser = RequestParser(json: JSONReader.Limits(byteMaximum: 10))
        #expect(parser.parse(Array("[1,2,3,4,5]".utf8)) == .invalid(.requestTooLarge(limit: 10)))
    }
}
