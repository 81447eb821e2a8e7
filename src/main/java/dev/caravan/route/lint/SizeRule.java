package dev.caravan.route.lint;

/** Route files stay small enough to be read at a glance. */
final class SizeRule implements Rule {
    /** A visual editor writes each key on a line of its own. */
    private static final int LINES = 400;
    /** The conversation of a protocol: submit, find, status, collect, cancel, models. */
    private static final int ROUTES = 6;

    private static final int STEPS = 12;

    @Override
    public void check(Folder folder, Complaints complaints) {
        for (RouteFile file : folder.files()) {
            if (file.lines().size() > LINES) {
                complaints.add(file, LINES + 1, file.lines().size() + " lines, at most " + LINES + ": split the file");
            }
            if (file.routes().size() > ROUTES) {
                Value first = file.routes().get(ROUTES).body();
                complaints.add(
                        file,
                        first,
                        file.routes().size() + " routes in one file, at most " + ROUTES + ": split the file");
            }
            for (Route route : file.routes()) {
                int steps = route.steps().size();
                if (steps > STEPS) {
                    complaints.add(
                            file, route.body(), steps + " steps, at most " + STEPS + ": move some to a direct: route");
                }
            }
        }
    }
}
