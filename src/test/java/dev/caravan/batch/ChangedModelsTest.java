package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.task.GatewayTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch models that are changed while Caravan runs. */
class ChangedModelsTest {
    @TempDir
    Path folder;

    /** The batch model of the task thinks from now on, or does no more. */
    private static void thinks(Rig rig, String level) {
        BatchModel old = rig.models.models().get("fast");
        Map<String, BatchModel> models = new LinkedHashMap<>(rig.models.models());
        models.put(
                "fast",
                new BatchModel(
                        "fast", old.credential(), "gpt-5", "/v1/chat/completions", Ability.CHAT, level, Map.of()));
        rig.models.become(new Models(Map.of(), rig.models.credentials(), models));
    }

    @Test
    void whatComesAfterTheChangeIsAskedByTheNewModelAndWhatIsFrozenByItsOwn() throws IOException {
        var rig = new Rig(folder);
        BatchInHand first = rig.submitted(2);
        int before = rig.tasks.recipeOf("moods");
        assertThat(first.batch().recipeId()).isEqualTo(before);

        thinks(rig, "high");
        int after = rig.tasks.recipeOf("moods");
        assertThat(after).isNotEqualTo(before);
        assertThat(rig.ledger.recipes().recipe(after).model()).contains("\"gpt-5\"", "\"high\"");
        rig.drop("s", 1);
        assertThat(rig.assemble.once()).isTrue();
        assertThat(rig.ledger.batches().find(2).orElseThrow().recipeId()).isEqualTo(after);
        assertThat(rig.ledger.batches().find(1).orElseThrow().recipeId()).isEqualTo(before);
        assertThat(rig.all.find("moods").orElseThrow().model().thinking()).isEqualTo("high");
    }

    @Test
    void aTaskOfTheGatewayIsBoundAnewWithoutARestart() {
        var rig = new Rig(folder);
        String task = GatewayTasks.name("default", "chat", "fast");
        int before = rig.tasks.recipeOf(task);
        thinks(rig, "low");
        int after = rig.tasks.recipeOf(task);
        assertThat(after).isNotEqualTo(before);
        assertThat(rig.tasks
                        .find(rig.ledger.recipes().taskId(task))
                        .orElseThrow()
                        .recipeId())
                .isEqualTo(after);
        thinks(rig, "high");
        assertThat(rig.tasks.recipeOf(task)).isNotIn(before, after);
    }

    @Test
    void anotherModelForOneRecordIsTheOneOfToday() {
        var rig = new Rig(folder);
        int other = rig.others.recipe("moods", "other");
        thinks(rig, "high");
        int own = rig.others.recipe("moods", "fast");
        assertThat(own).isEqualTo(rig.tasks.recipeOf("moods")).isNotEqualTo(other);
        assertThat(rig.ledger.recipes().standIns(own)).doesNotContain(other);
        assertThat(rig.others.recipe("moods", "other")).isEqualTo(other);
        assertThat(rig.ledger.recipes().standIns(own)).contains(other);
    }
}
