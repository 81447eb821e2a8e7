package dev.caravan.provider.bedrock;

import dev.caravan.provider.whole.Chat;
import dev.caravan.provider.whole.Chat.Text;
import java.util.stream.Stream;

/** The marks of a Llama prompt: other ones from Llama 4 on. */
record LlamaMarks(String start, String end, String over) {
    static final String BEGIN = "<|begin_of_text|>";

    static LlamaMarks of(String model) {
        return model.contains("llama4")
                ? new LlamaMarks("<|header_start|>", "<|header_end|>", "<|eot|>")
                : new LlamaMarks("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>");
    }

    /** What stands before the text of a role. */
    String head(String role) {
        return start + role + end + "\n\n";
    }

    String turn(String role, String text) {
        return head(role) + text + over;
    }

    /** Whether a text could pass for a turn of somebody else. */
    boolean standIn(Chat chat) {
        Stream<String> said = chat.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .map(part -> part instanceof Text text ? text.text() : "");
        return Stream.concat(chat.system().stream(), said)
                .anyMatch(text -> text.contains(start) || text.contains(over) || text.contains(BEGIN));
    }
}
