package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.Answer;

/** A request format: what it takes and how it answers. */
interface BodyForm {

    /** Throws a {@link RecordException} for what the model does not take. */
    Answer answer(Question question);

    /** @param type modelInvocationType of the job */
    static BodyForm of(String type, Model model) {
        if (type.equals("Converse")) {
            return new ConverseForm();
        }
        return switch (model.kind()) {
            case CLAUDE_BUDGET, CLAUDE_EFFORT -> new ClaudeForm();
            case NOVA -> new NovaForm();
            case LLAMA -> new LlamaForm();
            case TITAN, TITAN_IMAGE -> new TitanForm();
            case COHERE -> new CohereForm();
        };
    }
}
