import Logging
import Testing

@testable import myelin

@Suite struct LogFilterTests {
    @Test("a level is for everything, a level behind a name for that part; the later one counts")
    func levels() throws {
        var filter = try LogFilter("info,rpc=debug,pool=trace")
        #expect(filter[.chain] == .info && filter[.rpc] == .debug && filter[.pool] == .trace)
        filter = try LogFilter("rpc=debug")
        #expect(filter[.rpc] == .debug && filter[.node] == .notice)
        filter = try LogFilter("rpc=debug,error,rpc=info,warning")
        #expect(filter[.rpc] == .info && filter[.node] == .warning)
    }

    @Test("a filter is written as it is read")
    func description() throws {
        for text in ["notice", "info,pool=trace,rpc=debug", "critical,up=trace"] {
            #expect(try LogFilter(text).description == text)
            #expect(try LogFilter(LogFilter(text).description) == LogFilter(text))
        }
    }

    @Test(
        "what is not understood is named, with what there is",
        arguments: [
            ("", "'' is no log level: use one of trace, debug"), ("loud", "'loud' is no log level"),
            ("info,", "'' is no log level"),
            ("runtime=debug", "'runtime' is no part of the log: use one of node, chain"),
            ("rpc=", "'' is no log level"), ("rpc=debug=1", "'debug=1' is no log level"), ("INFO", "'INFO'"),
        ])
    func refusals(text: String, message: String) {
        do throws(CommandFailure) {
            _ = try LogFilter(text)
            Issue.record("\(text) was understood")
        } catch {
            #expect(error.description.contains(message))
        }
    }
}
