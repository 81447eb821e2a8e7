package dev.caravan.submission;

import dev.caravan.intake.JsonFields;
import java.util.SortedMap;

/**
 * One line that is fine.
 *
 * @param whole as it came; @param fields what its task asks about, without ids
 */
record Line(String customId, Operation operation, JsonFields whole, SortedMap<String, Object> fields) {}
