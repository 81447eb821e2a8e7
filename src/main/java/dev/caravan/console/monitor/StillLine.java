package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.ledger.Overview.Stuck;
import java.util.Map;

/**
 * What stands still.
 *
 * @param href where more of it is; @param act what can be done about it here, and {@code actHref} where; empty for nothing
 */
record StillLine(String what, String count, String why, String href, String act, String actHref) {

    static StillLine of(Stuck stuck, boolean mayOperate) {
        int space = stuck.what().indexOf(' ');
        String kind = space < 0 ? stuck.what() : stuck.what().substring(0, space);
        String name = stuck.what().substring(space + 1);
        boolean held = stuck.why().startsWith("held ");
        String href = switch (kind) {
            case "batch" -> "/batches/" + name;
            case "task" -> at("/drops", "task", name);
            case "credential" -> at("/batches", "credential", name);
            case "sink" -> "/publications";
            case "requests" -> "/events?people=true";
            default -> "";
        };
        boolean release = mayOperate && kind.equals("task") && held;
        return new StillLine(
                stuck.what(),
                stuck.count() == 1 ? "" : Figures.count(stuck.count()),
                stuck.why(),
                href,
                release ? "Its drops" : "",
                release ? href : "");
    }

    private static String at(String path, String name, String value) {
        return new Filters(Map.of(name, value)).at(path);
    }
}
