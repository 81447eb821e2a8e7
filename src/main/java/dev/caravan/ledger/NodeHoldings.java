package dev.caravan.ledger;

import dev.caravan.ledger.Overview.NodeNow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What living nodes have in hand. */
final class NodeHoldings {
    private static final Map<String, String> KINDS = Map.of(
            "batches", "batch WHERE state < 7",
            "drops", "\"drop\" WHERE state < 4",
            "ranges", "drop_range WHERE true",
            "deliveries", "delivery WHERE state < 4",
            "publications", "publication WHERE state = 1",
            "submissions", "submission WHERE state = 1",
            "twins", "twin WHERE state < 4",
            "calls", "realtime_hold WHERE true");

    private NodeHoldings() {}

    static List<NodeNow> of(Connection c) throws SQLException {
        Map<Integer, Map<String, Long>> holds = new HashMap<>();
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            Db.each(
                    c,
                    "SELECT owner, count(*) FROM " + kind.getValue() + " AND owner > 0 GROUP BY owner",
                    r -> holds.computeIfAbsent(r.getInt(1), owner -> new TreeMap<>())
                            .put(kind.getKey(), r.getLong(2)));
        }
        List<NodeNow> nodes = new ArrayList<>();
        for (Nodes.Node node : NodeRows.living(c)) {
            List<String> duties = Db.list(
                    c, "SELECT name FROM duty WHERE owner = ? ORDER BY name", r -> r.getString(1), node.number());
            nodes.add(new NodeNow(node, holds.getOrDefault(node.number(), Map.of()), duties));
        }
        return nodes;
    }
}
