package dev.caravan.simulator.core;

/**
 * Where in an answer a value goes.
 *
 * @param name the nearest property name; empty at the root
 * @param item the number in the nearest list, plus one; 0 outside of lists
 */
record Place(String path, String name, int item, int depth) {
    /** The number in the nearest list, from 0; 0 outside of lists. */
    int number() {
        String[] steps = path.split("/");
        for (int i = steps.length - 1; i >= 0; i--) {
            if (steps[i].matches("[0-9]{1,9}")) {
                return Integer.parseInt(steps[i]);
            }
        }
        return 0;
    }

    Place property(String property) {
        return new Place(path + "/" + property, property, 0, depth + 1);
    }

    Place item(int number) {
        return new Place(path + "/" + number, name, number + 1, depth + 1);
    }
}
