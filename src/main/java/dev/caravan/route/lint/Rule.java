package dev.caravan.route.lint;

/** One thing that route YAML must keep to. */
interface Rule {
    void check(Folder folder, Complaints complaints);
}
