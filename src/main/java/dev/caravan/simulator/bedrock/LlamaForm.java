package dev.caravan.simulator.bedrock;

import static dev.caravan.simulator.bedrock.Question.need;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Answer;
import dev.caravan.simulator.core.Ask;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.Reply;
import dev.caravan.simulator.core.Tokens;
import java.util.Set;

/** Meta Llama: one text, the roles marked in it. It knows no refusal but in words. */
final class LlamaForm implements BodyForm {
    private static final Set<String> KEYS = Set.of("prompt", "max_gen_len", "temperature", "top_p", "images");
    private static final int LONGEST = 8192;
    private static final int USUAL = 512;

    @Override
    public Answer answer(Question question) {
        ObjectNode body = question.body();
        question.allow(KEYS);
        String prompt = body.path("prompt").asText();
        need(!prompt.isEmpty(), "Malformed input request: #: required key [prompt] not found");
        Question.fraction(body.path("temperature"), "temperature");
        Question.fraction(body.path("top_p"), "top_p");
        Integer most = Question.positive(body.path("max_gen_len"), "max_gen_len");
        need(
                most == null || most <= LONGEST,
                "Malformed input request: #/max_gen_len: " + most + " is not less or equal to 8192");
        String said = user(prompt);
        WordedSchema worded = WordedSchema.in(said);
        Ask ask = new Ask(
                worded.said(),
                worded.format(),
                most == null ? USUAL : most,
                "",
                question.model().card());
        Reply reply = Reply.to(ask, question.twist());
        Tokens tokens = new Tokens(Tokens.in(prompt), reply.tokens(), 0);
        return Answer.ok(
                Json.object()
                        .put("generation", reply.text())
                        .put("prompt_token_count", tokens.input())
                        .put("generation_token_count", tokens.output())
                        .put("stop_reason", reply.end() == Reply.End.LENGTH ? "length" : "stop"),
                tokens);
    }

    /** What stands between the last mark of the user's turn and the mark of its end. */
    private static String user(String prompt) {
        for (String end : new String[] {"<|end_header_id|>", "<|header_end|>"}) {
            int at = prompt.lastIndexOf("user" + end);
            if (at >= 0) {
                String said = prompt.substring(at + 4 + end.length());
                int over = said.indexOf("<|eot");
                return (over < 0 ? said : said.substring(0, over)).strip();
            }
        }
        return prompt;
    }
}
