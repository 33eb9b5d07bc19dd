import Foundation
import Testing

/// The dashboard that ships, as far as its tests look at it.
struct GrafanaDashboard {
    struct Query {
        var expression: String
        var legend: String
    }

    struct Panel {
        var title: String
        var description: String
        var kind: String
        var unit: String?
        var datasource: String?
        /// Column, row, width and height, in a grid of 24 columns.
        var place: (x: Int, y: Int, width: Int, height: Int)
        var queries: [Query]
    }

    var schemaVersion: Int
    var uid: String
    var variables: [String: String]
    var panels: [Panel]

    private struct Malformed: Error {}

    /// Reads a dashboard as Grafana exports it.
    init(contentsOf file: URL) throws {
        guard let root = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any],
            let schema = root["schemaVersion"] as? Int, let uid = root["uid"] as? String,
            let templating = root["templating"] as? [String: Any], let list = templating["list"] as? [[String: Any]],
            let panels = root["panels"] as? [[String: Any]]
        else { throw Malformed() }
        schemaVersion = schema
        self.uid = uid
        variables = Dictionary(
            uniqueKeysWithValues: list.compactMap { variable in
                (variable["name"] as? String).flatMap { name in (variable["type"] as? String).map { (name, $0) } }
            })
        self.panels = try panels.map(Self.panel)
    }

    private static func panel(_ panel: [String: Any]) throws -> Panel {
        guard let title = panel["title"] as? String, let kind = panel["type"] as? String,
            let grid = panel["gridPos"] as? [String: Int], let x = grid["x"], let y = grid["y"], let width = grid["w"],
            let height = grid["h"]
        else { throw Malformed() }
        let defaults = (panel["fieldConfig"] as? [String: Any])?["defaults"] as? [String: Any]
        let queries = try (panel["targets"] as? [[String: Any]] ?? []).map { target in
            guard let expression = target["expr"] as? String, let legend = target["legendFormat"] as? String,
                (target["datasource"] as? [String: String])?["uid"] == "${datasource}"
            else { throw Malformed() }
            return Query(expression: expression, legend: legend)
        }
        return Panel(
            title: title, description: panel["description"] as? String ?? "", kind: kind,
            unit: defaults?["unit"] as? String, datasource: (panel["datasource"] as? [String: String])?["uid"],
            place: (x, y, width, height), queries: queries)
    }
}
