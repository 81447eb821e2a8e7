package dev.caravan.intake;

import dev.caravan.ledger.Assembly;
import dev.caravan.ledger.Audit;
import dev.caravan.ledger.Backlog;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.Canaries;
import dev.caravan.ledger.Cancels;
import dev.caravan.ledger.Changes;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.Contents;
import dev.caravan.ledger.Counts;
import dev.caravan.ledger.Deadlines;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Doubts;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.Events;
import dev.caravan.ledger.Holdups;
import dev.caravan.ledger.Inputs;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lineage;
import dev.caravan.ledger.Lists;
import dev.caravan.ledger.LoneNode;
import dev.caravan.ledger.Nodes;
import dev.caravan.ledger.Notices;
import dev.caravan.ledger.OpenItems;
import dev.caravan.ledger.Overview;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Proofs;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Purges;
import dev.caravan.ledger.Quotas;
import dev.caravan.ledger.Ranges;
import dev.caravan.ledger.RealTimeCosts;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.Refusals;
import dev.caravan.ledger.Requests;
import dev.caravan.ledger.Reruns;
import dev.caravan.ledger.Restores;
import dev.caravan.ledger.RunningBatches;
import dev.caravan.ledger.Submissions;
import dev.caravan.ledger.Todo;
import dev.caravan.ledger.Twins;
import java.util.ArrayList;
import java.util.List;

/** The parts of a ledger that intake meets, in memory, so that a test can stop it at any call. */
final class MemoryLedger implements Ledger, Recipes {
    final MemoryDrops drops = new MemoryDrops();
    private final List<String> tasks = new ArrayList<>();

    @Override
    public String instance() {
        return "abc1230";
    }

    @Override
    public Nodes nodes() {
        return new LoneNode();
    }

    @Override
    public Lineage lineage() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Restores restores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipes recipes() {
        return this;
    }

    @Override
    public Drops drops() {
        return drops;
    }

    @Override
    public Ranges ranges() {
        return new NoRanges();
    }

    @Override
    public int taskId(String task) {
        if (!tasks.contains(task)) {
            tasks.add(task);
        }
        return tasks.indexOf(task) + 1;
    }

    @Override
    public String taskName(int taskId) {
        return tasks.get(taskId - 1);
    }

    @Override
    public void standIn(int recipeId, int forRecipeId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> taskNames(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int bind(NewRecipe recipe) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipe recipe(int recipeId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Assembly assembly() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Doubts doubts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Twins twins() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Inputs inputs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Outputs outputs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Batches batches() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RunningBatches running() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection collection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Publications publications() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Todo todo() {
        throw new UnsupportedOperationException();
    }

    @Override
    public OpenItems openItems() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Decisions decisions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Recipe> of(int taskId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Integer> standIns(int forRecipeId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Audit audit() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Reruns reruns() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.ApiKeys apiKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Setups setups() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Reloads reloads() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Trends trends() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Spending spending() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lists lists() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Contents contents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Overview overview() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.Gates gates() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Submissions submissions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public dev.caravan.ledger.StoredFiles files() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Cancels cancels() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Pauses pauses() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Holdups holdups() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Requests requests() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deadlines deadlines() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Refusals refusals() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Budgets budgets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RealTimeCosts realTimeCosts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Canaries canaries() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Quotas quotas() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Events events() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Proofs proofs() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Purges purges() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Erasures erasures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Changes changes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Notices notices() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Backlog backlog() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Counts counts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
