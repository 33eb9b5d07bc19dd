import Chain
import Foundation
import Node
import Testing

/// The dashboard and the page on metrics name what a running node has, and nothing else.
@Suite(.timeLimit(.minutes(1))) struct DashboardTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    /// Labels that Prometheus adds to everything that it reads.
    private static let targetLabels: Set<String> = ["instance", "job"]

    /// The page of a node that has done a little of everything, so that every family has its labels.
    private func livePage() async throws -> Exposition {
        try await MetricsPageTests.withNode { node in
            for number in 1...2 { try node.chain.makeBlock(at: UInt64(number) * 1_000) }
            try await RawClient.connect(node.port) { client in
                try await client.send(RawClient.post(nameRequest))
                _ = try await client.response()
            }
            return try await MetricsPageTests.page(node.port)
        }
    }

    private func dashboard() throws -> GrafanaDashboard {
        try GrafanaDashboard(contentsOf: Self.folder.appending(path: "grafana/myelin.json"))
    }

    /// The family that a name in a query belongs to.
    private func family(of name: String, in page: Exposition) -> Exposition.Family? {
        if let family = page[name], family.kind != "histogram" { return family }
        for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
            if let family = page[String(name.dropLast(suffix.count))], family.kind == "histogram" { return family }
        }
        return nil
    }

    private func check(_ text: String, legend: String, on page: Exposition, _ place: Comment) throws {
        let expression = try PromQLExpression(text)
        #expect(!expression.selectors.isEmpty, place)
        var labels = Self.targetLabels
        for selector in expression.selectors {
            guard let family = family(of: selector.metric, in: page) else {
                Issue.record("no family has the samples '\(selector.metric)': \(place)")
                continue
            }
            labels.formUnion(family.labelNames)
            if selector.metric.hasSuffix("_bucket") { labels.insert("le") }
            for matcher in selector.matchers where !Self.targetLabels.contains(matcher.label) {
                #expect(family.labelNames.contains(matcher.label), "'\(matcher.label)' is no label: \(place)")
                let values = family.samples.compactMap { $0.labels[matcher.label] }
                if matcher.sign == "=" { #expect(values.contains(matcher.value), "'\(matcher.value)': \(place)") }
            }
            // What only grows says nothing by itself, and the slope of a level is none.
            #expect(selector.hasRange == (family.kind != "gauge"), "rate or no rate of '\(selector.metric)': \(place)")
            if selector.hasRange { #expect(["rate", "increase"].contains(selector.function), place) }
        }
        for label in expression.groupings { #expect(labels.contains(label), "no label '\(label)': \(place)") }
        for match in legend.matches(of: #/\{\{\s*(\w+)\s*\}\}/#) {
            #expect(labels.contains(String(match.1)), "no label '\(match.1)' for the legend: \(place)")
        }
    }

    @Test("every query of the dashboard reads what a running node tells, and every family is shown")
    func queries() async throws {
        let page = try await livePage()
        let panels = try dashboard().panels
        var shown: Set<String> = []
        for panel in panels {
            for query in panel.queries {
                try check(query.expression, legend: query.legend, on: page, Comment(rawValue: panel.title))
                for selector in try PromQLExpression(query.expression).selectors {
                    if let family = family(of: selector.metric, in: page) { shown.insert(family.name) }
                }
            }
        }
        let hidden: Set<String> = ["process_virtual_memory_bytes"]
        #expect(Set(page.families.map(\.name)).subtracting(shown).subtracting(hidden) == [])
    }

    @Test("the dashboard can be imported: variables, titles, units, and panels that do not overlap")
    func form() throws {
        let dashboard = try dashboard()
        #expect(dashboard.schemaVersion >= 39)
        #expect(dashboard.uid == "myelin-node")
        #expect(dashboard.variables == ["datasource": "datasource", "instance": "query"])
        #expect(Set(dashboard.panels.map(\.title)).count == dashboard.panels.count)
        var taken: Set<[Int]> = []
        for panel in dashboard.panels {
            let place = panel.place
            #expect(place.x >= 0 && place.x + place.width <= 24, "\(panel.title)")
            for x in place.x..<place.x + place.width {
                for y in place.y..<place.y + place.height {
                    #expect(taken.insert([x, y]).inserted, "\(panel.title) lies on another panel")
                }
            }
            guard panel.kind != "row" else { continue }
            #expect(["timeseries", "stat"].contains(panel.kind) && !panel.queries.isEmpty, "\(panel.title)")
            #expect(panel.unit != nil && panel.datasource == "${datasource}", "\(panel.title)")
            #expect(panel.description.hasSuffix("."), "\(panel.title)")
            for query in panel.queries { #expect(query.expression.contains(#"instance=~"$instance""#)) }
        }
    }

    @Test("docs/observability.md lists every family with its type and labels, and no other; its queries hold too")
    func documentation() async throws {
        let page = try await livePage()
        let text = try String(contentsOf: Self.folder.appending(path: "observability.md"), encoding: .utf8)
        var documented: [String: [String]] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = cells[0].trimmingCharacters(in: ["`"])
            guard cells.count == 4, ["counter", "gauge", "histogram"].contains(cells[1]) else { continue }
            #expect(documented.updateValue([cells[1], cells[2]], forKey: name) == nil, "\(name) is listed twice")
        }
        for family in page.families {
            let labels = family.labelNames.sorted().map { "`\($0)`" }.joined(separator: ", ")
            #expect(documented.removeValue(forKey: family.name) == [family.kind, labels], "\(family.name)")
        }
        #expect(documented.isEmpty, "families that a node does not have: \(documented.keys.sorted())")
        let queries = text.matches(of: #/```promql\n([^`]+)```/#).flatMap { $0.1.split(separator: "\n") }
        #expect(!queries.isEmpty)
        for query in queries where !query.hasPrefix("#") {
            try check(String(query), legend: "", on: page, Comment(rawValue: String(query)))
        }
    }

    @Test("expressions are taken apart as Prometheus does")
    func expressions() throws {
        let expression = try PromQLExpression(
            #"histogram_quantile(0.9, sum by (le, method) (rate(a_bucket{x=~"$y",z!="1"}[5m]))) / on (m) b > 0.5"#)
        #expect(expression.groupings == ["le", "method", "m"])
        #expect(expression.selectors.map(\.metric) == ["a_bucket", "b"])
        #expect(expression.selectors.map(\.function) == ["rate", nil])
        #expect(expression.selectors[0].hasRange && !expression.selectors[1].hasRange)
        #expect(
            expression.selectors[0].matchers == [
                .init(label: "x", sign: "=~", value: "$y"), .init(label: "z", sign: "!=", value: "1"),
            ])
        for wrong in ["rate(a[5m]", "a)", #"a{b}"#, #"a{b="c}"#, "sum by le (a)", "a;b"] {
            #expect(throws: PromQLExpression.Failure.self, "\(wrong)") { try PromQLExpression(wrong) }
        }
    }
}
