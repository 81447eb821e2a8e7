package dev.caravan.validation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads an answer as strict JSON: one value, nothing after it, no key twice, numbers kept as they are. */
final class AnswerParser {
    private static final String TOO_LARGE = "a number that is too large or too small to calculate with";
    private static final String FENCE = "```";
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z0-9]*");
    /** Cheap to look for; most answers have none, and what looks like one may stand in a text. */
    private static final Pattern LARGE = Pattern.compile("[0-9][eE][+-]?[0-9]{4}");

    private static final int MOST_ZEROS = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final boolean lenientFences;

    AnswerParser(boolean lenientFences) {
        this.lenientFences = lenientFences;
    }

    /** Why an answer can't be used at all. */
    static final class NotJson extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        NotJson(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    JsonNode parse(String answer) throws NotJson {
        String text = lenientFences ? unfenced(answer) : answer;
        try {
            JsonNode value = JSON.readTree(text);
            if (value.isMissingNode()) {
                throw new NotJson("the answer is empty");
            }
            if (mayBeLarge(text) && LARGE.matcher(text).find()) {
                refuseLarge(value);
            }
            return value;
        } catch (NumberFormatException e) {
            // An exponent of more digits than the library counts.
            throw new NotJson(TOO_LARGE);
        } catch (MismatchedInputException e) {
            throw new NotJson("more text after the JSON value");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new NotJson("not JSON: " + firstLine(e.getOriginalMessage()) + place);
        }
    }

    /** Whether a digit stands before an E anywhere: that costs less to find out than a pattern. */
    private static boolean mayBeLarge(String text) {
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == 'e' || c == 'E') && Character.isDigit(text.charAt(i - 1))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What stands between the two lines of a code fence, if that is all there is. One regular expression for all of it would
     * take hours for an answer of thousands of line ends, which models that lose their way give.
     */
    private static String unfenced(String answer) {
        String text = answer.strip();
        int first = text.indexOf('\n');
        int last = text.lastIndexOf('\n');
        boolean fenced = text.startsWith(FENCE)
                && first < last
                && LANGUAGE.matcher(text.substring(FENCE.length(), first).strip())
                        .matches()
                && text.substring(last).strip().equals(FENCE);
        return fenced ? text.substring(first + 1, last) : answer;
    }

    /** {@code 1e999999999} is a number, but whoever calculates with it, or writes it out, needs a gigabyte. */
    private static void refuseLarge(JsonNode node) throws NotJson {
        if (node.isNumber() && Math.abs((long) node.decimalValue().scale()) > MOST_ZEROS) {
            throw new NotJson(TOO_LARGE);
        }
        for (JsonNode child : node) {
            refuseLarge(child);
        }
    }

    byte[] compact(JsonNode value) throws NotJson {
        // Jackson's own UTF-8 writer would escape every emoji, and half a surrogate pair is legal in JSON but no text
        try {
            ByteBuffer utf8 =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(JSON.writeValueAsString(value)));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            return bytes;
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new NotJson("text that is not valid Unicode");
        }
    }

    /** Without what the parser says of itself. */
    private static String firstLine(String message) {
        return message.lines()
                .findFirst()
                .orElse("")
                .replaceFirst(": enable `.*", "")
                .replaceFirst(" \\(start marker at \\[.*", "");
    }
}
