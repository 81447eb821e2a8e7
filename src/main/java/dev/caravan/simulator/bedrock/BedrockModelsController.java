package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(BedrockSurface.ROOT)
class BedrockModelsController {

    @GetMapping("/foundation-models")
    ObjectNode models(
            @RequestParam(required = false) @Nullable String byProvider,
            @RequestParam(required = false) @Nullable String byOutputModality,
            HttpServletRequest request) {
        ObjectNode list = Json.object();
        ArrayNode summaries = list.putArray("modelSummaries");
        for (Model model : Models.ALL) {
            String output = model.card().embeds() ? "EMBEDDING" : "TEXT";
            if ((byProvider == null || byProvider.equalsIgnoreCase(model.kind().maker))
                    && (byOutputModality == null || byOutputModality.equals(output))) {
                ObjectNode summary = summaries
                        .addObject()
                        .put("modelArn", arn(request, model))
                        .put("modelId", model.id())
                        .put("modelName", model.answersAs())
                        .put("providerName", model.kind().maker)
                        .put("responseStreamingSupported", !model.card().embeds());
                summary.putArray("inputModalities").add("TEXT");
                summary.putArray("outputModalities").add(output);
                summary.putArray("customizationsSupported");
                summary.putArray("inferenceTypesSupported")
                        .add(model.profiles().isEmpty() ? "ON_DEMAND" : "INFERENCE_PROFILE");
                summary.putObject("modelLifecycle").put("status", "ACTIVE");
            }
        }
        return list;
    }

    /** All on one page. */
    @GetMapping("/inference-profiles")
    ObjectNode profiles(HttpServletRequest request) {
        ObjectNode list = Json.object();
        ArrayNode summaries = list.putArray("inferenceProfileSummaries");
        for (Model model : Models.ALL) {
            for (String place : new TreeSet<>(model.profiles())) {
                String id = place + "." + model.id();
                ObjectNode summary = summaries
                        .addObject()
                        .put("inferenceProfileId", id)
                        .put("inferenceProfileName", place + " " + model.answersAs())
                        .put(
                                "inferenceProfileArn",
                                "arn:aws:bedrock:%s:111122223333:inference-profile/%s"
                                        .formatted(Signature.region(request), id))
                        .put("status", "ACTIVE")
                        .put("type", "SYSTEM_DEFINED");
                summary.putArray("models").addObject().put("modelArn", arn(request, model));
            }
        }
        return list;
    }

    private static String arn(HttpServletRequest request, Model model) {
        return "arn:aws:bedrock:%s::foundation-model/%s".formatted(Signature.region(request), model.id());
    }
}
