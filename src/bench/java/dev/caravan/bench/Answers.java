package dev.caravan.bench;

/** What a provider says of a ticket. */
final class Answers {
    private static final String[] CATEGORIES = {"billing", "bug", "how_to", "account", "delivery"};

    private Answers() {}

    /** A line of results, with its line feed. */
    static String line(String id, String ticket, int number) {
        String said = "{\"ticket_id\":\"" + ticket + "\",\"category\":\"" + CATEGORIES[number % CATEGORIES.length]
                + "\",\"priority\":\"normal\",\"summary\":\"The customer reports order " + number
                + " and asks for an answer soon.\",\"language\":\"en\",\"confidence\":0.9" + number % 10 + "}";
        return "{\"id\":\"batch_req_" + number + "\",\"custom_id\":\"" + id
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"req_" + number
                + "\",\"body\":{\"id\":\"chatcmpl-" + number
                + "\",\"object\":\"chat.completion\",\"created\":1795000000,\"model\":\"gpt-5-mini\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + said.replace("\"", "\\\"")
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":40,"
                + "\"total_tokens\":110}}},\"error\":null}\n";
    }
}
