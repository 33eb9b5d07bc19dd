import Chain
import Testing

@testable import Node

@Suite struct PrometheusTextTests {
    private func text(_ families: MetricFamily...) -> String {
        String(decoding: PrometheusText.encode(families), as: UTF8.self)
    }

    @Test("a number stands behind its name, under its help and its type")
    func gauge() {
        #expect(
            text(.gauge("a_bytes", 3, "The bytes."))
                == "# HELP a_bytes The bytes.\n# TYPE a_bytes gauge\na_bytes 3\n")
        #expect(text(.gauge("a_bytes", nil, "The bytes.")) == "# HELP a_bytes The bytes.\n# TYPE a_bytes gauge\n")
    }

    @Test("whatever stands in a label or a help comes back from a strict reader")
    func escaping() throws {
        let values = ["plain", "", "a\"b", "a\\b", "a\nb", "\\n", "\\\\\"", "},{=", "Ünïcödé 🧠"]
        for value in values {
            let family = MetricFamily.group(.gauge, "a", by: "l", [(value, 1)], "Help \\ with\nall \"of\" it.")
            let page = try Exposition(text(family))
            #expect(page.value("a", ["l": value]) == 1)
            #expect(page["a"]?.help == "Help \\ with\nall \"of\" it.")
        }
    }

    @Test("numbers that are none have the names that Prometheus knows")
    func numbers() {
        #expect(PrometheusText.format(.infinity) == "+Inf")
        #expect(PrometheusText.format(-.infinity) == "-Inf")
        #expect(PrometheusText.format(.nan) == "NaN")
        #expect(PrometheusText.format(0.00025) == "0.00025")
    }

    @Test("a histogram's buckets add up, its bounds are seconds")
    func histogram() throws {
        let histogram = DurationHistogram(bounds: [.milliseconds(1), .seconds(1)])
        for duration in [Duration.microseconds(1), .milliseconds(1), .milliseconds(2), .seconds(3)] {
            histogram.record(duration)
        }
        let page = try Exposition(text(.durations("a_seconds", histogram, "How long it took.")))
        let samples = try #require(page["a_seconds"]).samples
        #expect(samples.map(\.value) == [2, 3, 4, 3.003001, 4])
        #expect(samples.compactMap { $0.labels["le"] } == ["0.001", "1.0", "+Inf"])
    }

    @Test(
        "the reader of the tests refuses what is wrong",
        arguments: [
            "# TYPE a gauge\na 1\n", "# HELP a A.\n# TYPE a gauge\nb 1\n", "# HELP a A.\n# TYPE a gauge\na 1\na 1\n",
            "# HELP a A.\n# TYPE a gauge\na{l=\"x\\y\"} 1\n", "# HELP a A.\n# TYPE a gauge\na{l=\"x\",l=\"y\"} 1\n",
            "# HELP a A.\n# TYPE a gauge\na  1\n", "# HELP a A.\n# TYPE a gauge\na 1",
            "# HELP a A.\n# TYPE a gauge\na x\n", "# HELP a A.\n# TYPE a counter\na 1\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "# HELP a A.\n# TYPE a gauge\n# HELP a A.\n# TYPE a gauge\n",
            "# HELP a A.\n# TYPE a gauge\na{l=\"x\"} 1\na{m=\"x\"} 1\n",
            "# HELP a A.\n# TYPE a gauge\na 1\n# HELP a_total A.\n# TYPE a_total counter\na_total 1\n",
        ])
    func strictness(page: String) {
        #expect(throws: Exposition.Failure.self) { try Exposition(page) }
    }
}
