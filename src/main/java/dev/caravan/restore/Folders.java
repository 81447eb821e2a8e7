package dev.caravan.restore;

import dev.caravan.spool.Spool;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/** Folders of the spool that are called by the number of what is in them. */
final class Folders {
    private Folders() {}

    /**
     * The numbers of those that are wanted and hold something.
     *
     * @param prefix such as {@code batches/}
     */
    static TreeSet<Long> numbers(Spool spool, String prefix, LongPredicate wanted) throws IOException {
        TreeSet<Long> numbers = new TreeSet<>();
        try (Stream<String> folders = spool.folders(prefix)) {
            folders.filter(name -> name.matches("[0-9]{1,18}"))
                    .map(Long::parseLong)
                    .filter(wanted::test)
                    .forEach(numbers::add);
        }
        for (long id : List.copyOf(numbers)) {
            // A folder of a file system stays when the last object in it is deleted.
            try (Stream<String> objects = spool.list(prefix + id + "/")) {
                if (objects.findFirst().isEmpty()) {
                    numbers.remove(id);
                }
            }
        }
        return numbers;
    }
}
