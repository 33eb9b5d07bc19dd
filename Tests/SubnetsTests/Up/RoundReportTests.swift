import Neuron
import Primitives
import Testing

@testable import Subnets

@Suite struct RoundReportTests {
    private let round = LanguageValidatorNeuron.Round(
        number: 12, block: 340,
        neurons: [
            .init(uid: 3, status: 200, scoreBits: -6.12344, advantageBits: 4.21006),
            .init(uid: 4, status: 408, scoreBits: -11.5, advantageBits: -0.25),
        ],
        weightsSet: [NeuronWeight(uid: 3, weight: .max), NeuronWeight(uid: 4, weight: 0)])

    @Test("a report is one line that says everything")
    func line() {
        #expect(
            RoundReport(round).line
                == "round 12 block 340 bits 3=-6.1234 4=-11.5000 average 3=4.2101 4=-0.2500 failed 4=408"
                + " weights 3=65535 4=0")
    }

    @Test("a line reads back to the report, apart from decimals")
    func roundTrip() throws {
        let report = RoundReport(round)
        let read = try #require(RoundReport(line: report.line))
        #expect(read.line == report.line)
        #expect(read.advantageBits == [3: 4.2101, 4: -0.25])
        #expect(read.failures == [4: 408])
        #expect(read.weights == [3: 65_535, 4: 0])
    }

    @Test("a round without anybody is a report too")
    func empty() throws {
        let report = RoundReport(LanguageValidatorNeuron.Round(number: 1, block: 9, neurons: [], weightsSet: []))
        #expect(report.line == "round 1 block 9")
        #expect(RoundReport(line: report.line) == report)
    }

    @Test(
        "other lines are no reports",
        arguments: [
            "", "round", "round 1 block", "round one block 2", "serving (model unigram, port 4)",
            "round 1 block 2 bits x=1", "round 1 block 2 colours 3=1", "round 1 block 2 bits 70000=1",
        ])
    func others(line: String) {
        #expect(RoundReport(line: line) == nil)
    }
}
