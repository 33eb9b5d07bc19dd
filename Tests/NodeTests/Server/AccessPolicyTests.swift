import Testing

@testable import Node

@Suite struct AccessPolicyTests {
    @Test(
        "local hosts are addresses and localhost, with or without a port",
        arguments: [
            ("localhost", true), ("LOCALHOST:9944", true), ("127.0.0.1:9944", true), ("[::1]:9944", true),
            ("[::1]", true),
            ("192.168.1.7:9944", true), ("0.0.0.0:9944", true), ("evil.example", false), ("evil.example:9944", false),
            ("localhost.evil.example", false), ("127.0.0.1.evil.example", false), ("127.0.0.1:x", false), ("", false),
            ("1.2.3", false), ("1.2.3.256", false), ("[evil]", false), ("localhost:80:80", false),
        ])
    func hosts(host: String, isAllowed: Bool) {
        #expect(HostPolicy.local.allows(host) == isAllowed)
        #expect(HostPolicy.any.allows(host))
    }

    @Test("listed names are allowed besides")
    func listed() {
        #expect(HostPolicy.listed(["node.example"]).allows("node.example:443"))
        #expect(HostPolicy.listed(["node.example"]).allows("localhost"))
        #expect(!HostPolicy.listed(["node.example"]).allows("other.example"))
        #expect(OriginPolicy.listed(["https://app.example"]).allows("https://app.example"))
        #expect(OriginPolicy.listed(["https://app.example"]).allows("http://localhost:3000"))
        #expect(!OriginPolicy.listed(["https://app.example"]).allows("http://app.example"))
    }

    @Test(
        "pages of this machine are allowed and no others",
        arguments: [
            ("http://localhost", true), ("https://localhost:3000", true), ("http://127.0.0.1:8080", true),
            ("http://[::1]:1", true), ("null", false), ("https://evil.example", false),
            ("http://localhost.evil.example", false), ("http://127.0.0.1.evil.example", false),
            ("http://192.168.1.7", false), ("file://", false), ("", false),
        ])
    func origins(origin: String, isAllowed: Bool) {
        #expect(OriginPolicy.loopback.allows(origin) == isAllowed)
        #expect(OriginPolicy.any.allows(origin))
    }

    @Test("a node bound to loopback checks names, one bound to all addresses does not")
    func defaults() {
        #expect(ServerConfiguration().hosts == .local)
        #expect(ServerConfiguration(host: "::1").hosts == .local)
        #expect(ServerConfiguration(host: "0.0.0.0").hosts == .any)
    }
}
