package dev.caravan.bench;

import java.nio.file.Path;

/** What DuckDB is asked for. */
final class Reference {
    private Reference() {}

    /** The requests of a file of tickets, as Caravan writes them; the number of a row would keep one thread busy alone. */
    static String requests(Path tickets, Path out) {
        return "COPY (SELECT 'c1-' || ticket_id || '-1' AS custom_id, 'POST' AS method,"
                + " '/v1/chat/completions' AS url, {'model': 'gpt-5-mini', 'messages': ["
                + "{'role': 'system', 'content': 'Sort the ticket.'}, {'role': 'user', 'content': 'Ticket ID: '"
                + " || ticket_id || chr(10) || 'Subject: ' || subject || chr(10) || chr(10) || body}]} AS body"
                + " FROM read_csv('" + tickets + "', header = true, all_varchar = true)) TO '" + out
                + "' (FORMAT json)";
    }

    /** Which record a request is of, in the form that DuckDB joins fastest. */
    static String members(Path results, Path out) {
        return "COPY (SELECT * FROM read_csv('" + results.resolve("members.csv")
                + "', header = true, all_varchar = true)) TO '" + out + "' (FORMAT parquet)";
    }

    /** The answers with the keys of their records. */
    static String join(Path results, Path members, Path out) {
        return "COPY (SELECT m.source_id, unnest(r.answer) FROM (SELECT custom_id, from_json(json_extract_string(response,"
                + " '$.body.choices[0].message.content'), '{\"ticket_id\":\"VARCHAR\",\"category\":\"VARCHAR\","
                + "\"priority\":\"VARCHAR\",\"summary\":\"VARCHAR\",\"language\":\"VARCHAR\",\"confidence\":\"DOUBLE\"}')"
                + " AS answer FROM read_json('" + results.resolve("answers-*")
                + "', format = 'newline_delimited', columns = {custom_id: 'VARCHAR', response: 'JSON'})) r JOIN '"
                + members + "' m USING (custom_id)) TO '" + out + "' (FORMAT json)";
    }
}
