package dev.caravan.console;

import java.util.stream.Stream;

/** Where a list is taken home from, narrowed as its page is. Template {@code export} shows it. */
public record TakeHome(String csv, String jsonl) {

    /**
     * @param path of the page, such as {@code /drops}
     * @param more names and values in turn, as {@link Filters#at} takes them
     */
    public static TakeHome of(Filters filters, String path, String... more) {
        // A list is taken home whole, whichever page of it is open.
        String[] all = Stream.concat(Stream.of("after", ""), Stream.of(more)).toArray(String[]::new);
        return new TakeHome(filters.at(path + ".csv", all), filters.at(path + ".jsonl", all));
    }
}
