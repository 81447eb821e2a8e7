package dev.caravan.simulator;

/** The names of the calls, as fault scripts write them. */
final class Call {
    private Call() {}

    /** Returns a name such as {@code batches.create}; {@code other} for a call that does not exist. */
    static String of(String method, String path) {
        String[] parts = path.split("/");
        String what = parts.length > 2 ? parts[2] : "";
        if (!what.equals("files") && !what.equals("batches") && !what.equals("models")) {
            return "other";
        }
        String shape = method + " " + (parts.length - 2) + (parts.length > 4 ? " " + parts[4] : "");
        String verb = switch (shape) {
            case "POST 1" -> "create";
            case "GET 1" -> "list";
            case "GET 2" -> "get";
            case "DELETE 2" -> "delete";
            case "GET 3 content" -> "content";
            case "POST 3 cancel" -> "cancel";
            default -> "";
        };
        return verb.isEmpty() ? "other" : what + "." + verb;
    }
}
