package dev.caravan.route.lint;

/** Options of timers and file sources that are easy to forget and costly to miss. */
final class TrapRule implements Rule {

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (Route route : folder.routes()) {
            for (Endpoint endpoint : route.endpoints()) {
                switch (endpoint.scheme()) {
                    case "quartz" -> quartz(endpoint, complaints);
                    case "file" -> file(endpoint, complaints);
                    default -> {
                        // No traps are known of others.
                    }
                }
            }
        }
    }

    private static void quartz(Endpoint endpoint, Complaints complaints) {
        if (!endpoint.parameter("stateful").equals("true")) {
            complaints.add(endpoint.file(), endpoint.line(), "A timer needs stateful: true, or its firings overlap");
        }
        if (endpoint.parameter("cron").isEmpty()
                && endpoint.parameter("trigger.repeatInterval").isEmpty()) {
            complaints.add(endpoint.file(), endpoint.line(), "A timer needs cron or trigger.repeatInterval");
        }
    }

    private static void file(Endpoint endpoint, Complaints complaints) {
        if (!endpoint.isSource()) {
            complaints.add(
                    endpoint.file(),
                    endpoint.line(),
                    "Files are written by sinks that survive a crash: use a file sink kamelet");
            return;
        }
        if (!endpoint.parameter("noop").equals("true")
                || !endpoint.parameter("idempotent").equals("false")) {
            complaints.add(
                    endpoint.file(),
                    endpoint.line(),
                    "A file source needs noop: true and idempotent: false: the receive stage takes the file");
        }
        if (!endpoint.parameter("readLock").equals("changed")
                || endpoint.parameter("readLockMinAge").isEmpty()) {
            complaints.add(
                    endpoint.file(),
                    endpoint.line(),
                    "A file source needs readLock: changed and readLockMinAge, or half-written files are taken");
        }
    }
}
