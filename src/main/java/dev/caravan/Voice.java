package dev.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command says: words for people, or with {@code --json} one JSON document on standard output and nothing else, and a
 * problem on standard error. docs/cli.md has the documents.
 */
record Voice(String command, boolean json, PrintStream out, PrintStream err) {
    static final String OPTION = "json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Voice of(String command, String[] options, PrintStream out, PrintStream err) {
        boolean json = Arrays.asList(options).contains("--" + OPTION)
                || Arrays.asList(options).contains("--" + OPTION + "=true");
        return new Voice(command, json, out, err);
    }

    /** It is done. @param text for people, without the name of the command; @return the exit code */
    int done(String text, Map<String, ? extends @Nullable Object> document) {
        if (json) {
            document(document);
        } else {
            out.println(command + ": " + text);
        }
        return 0;
    }

    /** The document alone, on one line. */
    void document(Map<String, ? extends @Nullable Object> document) {
        out.println(line(document));
    }

    /** It was not done. Returns the exit code. */
    int failed(String detail) {
        return problem("failed", "Not done", detail, 1);
    }

    /** It was asked for wrongly; nothing was done. Returns the exit code. */
    int wrong(String detail) {
        return problem("wrong-use", "Wrong use", detail, CaravanApplication.WRONG_USE);
    }

    private int problem(String type, String title, String detail, int code) {
        if (json) {
            Map<String, Object> problem = new LinkedHashMap<>();
            problem.put("type", "/docs/cli.md#" + type);
            problem.put("title", title);
            problem.put("detail", detail);
            problem.put("instance", command);
            problem.put("exit", code);
            err.println(line(problem));
        } else {
            err.println(command + ": " + detail);
        }
        return code;
    }

    private static String line(Map<String, ? extends @Nullable Object> document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can be written as JSON", e);
        }
    }
}
