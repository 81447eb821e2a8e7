package dev.caravan.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One fault of one call, batch, file or line of one provider.
 *
 * @param on the simulator's word for what it happens to
 * @param fault {@code "do":…} and what goes with it, JSON
 * @param plan what has to be done for Caravan to come by there
 * @param end what becomes of the records
 */
record FaultCell(String on, String fault, Plan plan, End end) {

    /** How Caravan is led there. */
    enum Plan {
        /** Any batch passes it. */
        RUN,
        /** After a create that got lost. */
        DOUBT,
        /** A running batch is cancelled. */
        CANCEL,
        /** Somebody asks which models there are. */
        MODELS
    }

    /** What the rules demand. */
    enum End {
        /** Published, charged once, at the first attempt. */
        ONCE("paid once; published"),
        /** Published; what did not run, or was not charged, went again. */
        AGAIN("paid once; published; a part later"),
        /** Published; what had run was paid and can't be had, so it went again too: what is left there. */
        PAID_AGAIN("published; what had run is paid again"),
        /** The record at fault stands alone, for a person. */
        ONE_FOR_A_PERSON("one record for a person"),
        /** Two records have each other's answers: both are for a person. */
        TWO_FOR_A_PERSON("two records for a person"),
        /** Results that nobody can read any more: a person decides whether they are paid for again. */
        GONE("all for a person"),
        /** What had run is published, the rest is held. */
        HELD("what ran is published; the rest held"),
        /** Nothing of a record is touched. */
        NOTHING("no record touched");

        private final String told;

        End(String told) {
            this.told = told;
        }

        /** For the table. */
        String told() {
            return told;
        }
    }

    /** How each fault of a call is tried. */
    private static final Map<String, List<String>> CALLS = new TreeMap<>(Map.of(
            "delay", List.of("\"ms\":50"),
            "hang", List.of("\"ms\":50", "\"ms\":50,\"when\":\"after\""),
            "late", List.of("\"ms\":50"),
            "lose-reply", List.of(""),
            "lose-request", List.of(""),
            "status",
                    List.of(
                            "\"status\":503",
                            "\"status\":503,\"when\":\"after\"",
                            "\"status\":500,\"body\":\"<p>no</p>\"",
                            "\"status\":429",
                            "\"status\":401"),
            "truncate", List.of("\"bytes\":20", "\"bytes\":20,\"how\":\"close\"")));

    private static final Map<String, List<String>> BATCHES = new TreeMap<>(Map.of(
            "cancel", List.of("\"fraction\":0.5"),
            "expire", List.of("\"fraction\":0.5"),
            "fail", List.of(""),
            "stay", List.of("\"polls\":5")));

    private static final Map<String, End> LINES = new TreeMap<>(Map.ofEntries(
            Map.entry("content-filter", End.ONE_FOR_A_PERSON),
            Map.entry("duplicate", End.ONCE),
            Map.entry("error", End.AGAIN),
            Map.entry("invalid-json", End.ONE_FOR_A_PERSON),
            Map.entry("missing", End.AGAIN),
            Map.entry("rate-limit", End.AGAIN),
            Map.entry("refusal", End.ONE_FOR_A_PERSON),
            Map.entry("schema-violation", End.ONE_FOR_A_PERSON),
            Map.entry("status-0", End.AGAIN),
            Map.entry("swap", End.TWO_FOR_A_PERSON),
            Map.entry("truncate", End.ONE_FOR_A_PERSON)));

    /** Faults of calls. A fault that is not known here fails the test until somebody says how it is tried. */
    static List<FaultCell> ofCall(String call, List<String> faults) {
        if (call.equals("ask")) {
            // No batch passes it, and a credential that rests would not be asked at all: RealTimeOnTrial.
            return List.of();
        }
        Plan plan = switch (call) {
            case "batches.list", "files.delete" -> Plan.DOUBT;
            case "batches.cancel" -> Plan.CANCEL;
            case "models.list" -> Plan.MODELS;
            default -> Plan.RUN;
        };
        End end = switch (plan) {
            case CANCEL -> End.HELD;
            case MODELS -> End.NOTHING;
            case RUN, DOUBT -> End.ONCE;
        };
        List<FaultCell> cells = new ArrayList<>();
        for (String fault : faults) {
            for (String told : told(CALLS, fault)) {
                cells.add(new FaultCell(call, what(fault, told), plan, end));
            }
        }
        return cells;
    }

    /** @param differently how faults end at this provider that end otherwise at others */
    static List<FaultCell> ofBatch(List<String> faults, Map<String, End> differently) {
        List<FaultCell> cells = new ArrayList<>();
        for (String fault : faults) {
            for (String told : told(BATCHES, fault)) {
                End end = differently.getOrDefault(fault, fault.equals("stay") ? End.ONCE : End.AGAIN);
                cells.add(new FaultCell("batch", what(fault, told), Plan.RUN, end));
            }
        }
        return cells;
    }

    static List<FaultCell> ofLine(List<String> faults) {
        return faults.stream()
                .map(fault -> new FaultCell("line", what(fault, "\"times\":1"), Plan.RUN, told(LINES, fault)))
                .toList();
    }

    private static <T> T told(Map<String, T> ways, String fault) {
        T told = ways.get(fault);
        if (told == null) {
            throw new AssertionError("how the fault \"" + fault + "\" is to be tried is not said here");
        }
        return told;
    }

    private static String what(String fault, String told) {
        return "\"do\":\"" + fault + "\"" + (told.isEmpty() ? "" : "," + told);
    }

    /** The same where a create that comes late is accepted without its input. */
    FaultCell loadedLater() {
        boolean late = on.equals("batches.create") && fault.contains("\"late\"");
        return late ? new FaultCell(on, fault, plan, End.AGAIN) : this;
    }

    /** The rules of this cell at one surface. */
    String rules(String surface) {
        String rule = rule(surface, on, fault);
        return switch (plan) {
            case RUN, MODELS -> rule;
            case DOUBT -> rule + "," + rule(surface, "batches.create", "\"do\":\"lose-request\"");
            case CANCEL -> rule + "," + rule(surface, "batch", "\"do\":\"stay\",\"polls\":1000000");
        };
    }

    private static String rule(String surface, String on, String fault) {
        return "{\"on\":\"%s\",\"match\":{\"surface\":\"%s\"},%s}".formatted(on, surface, fault);
    }

    boolean isFailedBatch() {
        return on.equals("batch") && fault.contains("\"fail\"");
    }

    /** For the table. */
    String title() {
        return on + " "
                + fault.replace("\"", "")
                        .replaceFirst("do:", "")
                        .replace(",times:1", "")
                        .replace(',', ' ');
    }
}
