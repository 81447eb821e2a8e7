package dev.caravan.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Act;
import dev.caravan.ledger.RecordState;
import dev.caravan.task.Task;
import dev.caravan.validation.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a record and does with it, with answers that lie in a real spool. */
class ReviewsTest {
    private static final String BAD = "mood == \"bad\"";

    @TempDir
    Path folder;

    private @Nullable ReviewRig rig;

    private ReviewRig rig(Task.Review review) {
        rig = new ReviewRig(folder, review);
        return rig;
    }

    static Reviews reviews(ReviewRig rig) {
        var bytes = new RecordBytes(rig.spool(), rig.answers());
        var rules = new Rules(rig.ledger(), rig.answers(), bytes);
        var items = new Items(rig.ledger(), rig.answers(), bytes, rules);
        return new Reviews(rig.ledger(), rig.tasks(), items, rules, rig.others());
    }

    private static String mood(int record, String mood) {
        return "{\"id\":\"r" + record + "\",\"mood\":\"" + mood + "\"}";
    }

    @AfterEach
    void addsUp() {
        if (rig != null) {
            assertThat(rig.ledger().counts().recount()).isEmpty();
            rig.close();
        }
    }

    @Test
    void showsInputAndAnswerOfTheNextItemAndHoldsIt() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(3, i -> mood(i, i == 2 ? "good" : "bad"));
        Reviews reviews = reviews(rig);
        assertThat(reviews.counts()).containsExactly(new Count("moods", "review.when", 2));
        Item item = reviews.next(Filter.ALL, "reviewer-1", Cursor.START).orElseThrow();
        assertThat(item.recordId()).isEqualTo(1);
        assertThat(item.sourceId()).isEqualTo("r1");
        assertThat(item.input()).isEqualTo("{\"id\":\"r1\",\"text\":\"so so\"}");
        assertThat(item.answer()).isEqualTo(mood(1, "bad"));
        assertThat(item.json()).isTrue();
        assertThat(item.findings()).isEmpty();
        assertThat(item.schema()).contains("\"enum\":[\"good\",\"bad\"]");
        assertThat(item.made().model()).isEqualTo("sim/gpt-4o-mini");
        assertThat(item.made().promptVersion()).isEqualTo(1);
        assertThat(item.earlier()).isEmpty();
        assertThat(item.published()).isNull();
        Item loaded = reviews.next(Filter.ALL, "reviewer-1", item.cursor()).orElseThrow();
        assertThat(loaded.recordId()).isEqualTo(3);
        assertThat(reviews.next(Filter.ALL, "reviewer-2", Cursor.START)).isEmpty();
        assertThat(reviews.list(Filter.ALL, Cursor.START, 1).next()).isEqualTo(item.cursor());
        assertThat(Cursor.parse(item.cursor().text())).isEqualTo(item.cursor());
    }

    @Test
    void anEditIsHeldToTheRulesOfItsRecipeWithEveryFinding() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(1, i -> mood(i, "bad"));
        Reviews reviews = reviews(rig);
        Item item = reviews.claim(1, "reviewer-1");
        assertThatThrownBy(() -> reviews.decide(
                        Decision.edit(1, item.version(), "reviewer-1", "{\"id\":\"r7\",\"mood\":\"fine\"}")))
                .isInstanceOfSatisfying(
                        InvalidEditException.class,
                        e -> assertThat(e.findings())
                                .extracting(Finding::code, Finding::field)
                                .containsExactly(tuple("schema.enum", "mood"), tuple("echo", "id")));
        assertThatThrownBy(() -> reviews.decide(Decision.edit(1, item.version(), "reviewer-1", "{\"id\":")))
                .isInstanceOf(InvalidEditException.class);
        assertThat(reviews.look(1, "reviewer-1")).contains(item);
        Decided decided = reviews.decide(
                Decision.edit(1, item.version(), "reviewer-1", "{ \"id\": \"r1\", \"mood\": \"good\" }"));
        assertThat(decided).isEqualTo(new Decided(1, Act.EDIT, RecordState.COMPLETED, 0));
        var made = rig.ledger().decisions().of(1).get(0);
        assertThat(made.before()).isEqualTo(mood(1, "bad"));
        assertThat(made.after()).isEqualTo(mood(1, "good"));
        assertThat(reviews.look(1, "reviewer-1")).isEmpty();
    }

    @Test
    void anEditThatChangesNothingIsAnApproval() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(1, i -> mood(i, "bad"));
        assertThat(reviews(rig).decide(Decision.edit(1, 1, "reviewer-1", "{\"id\": \"r1\", \"mood\": \"bad\"}")))
                .isEqualTo(new Decided(1, Act.APPROVE, RecordState.COMPLETED, 0));
    }

    @Test
    void whatBreaksARuleCanBeEditedAndNotApproved() throws IOException {
        ReviewRig rig = rig(new Task.Review(null, 0, 1));
        rig.answered(3, i -> i == 1 ? "fine, thanks" : mood(i, i == 2 ? "odd" : "good"));
        Reviews reviews = reviews(rig);
        Item text = reviews.claim(1, "reviewer-1");
        assertThat(text.reason()).isEqualTo("parse");
        assertThat(text.answer()).isEqualTo("fine, thanks");
        assertThat(text.json()).isFalse();
        assertThat(text.findings()).extracting(Finding::code).containsExactly("parse");
        assertThat(reviews.claim(2, "reviewer-1").findings())
                .extracting(Finding::field)
                .containsExactly("mood");
        assertThatThrownBy(() -> reviews.decide(Decision.approve(1, 1, "reviewer-1")))
                .isInstanceOf(InvalidEditException.class)
                .hasMessageStartingWith("The answer for record 1 can't be approved; edit it instead: ");
        assertThat(reviews.decide(Decision.edit(1, 1, "reviewer-1", mood(1, "good")))
                        .state())
                .isEqualTo(RecordState.COMPLETED);
        rig.ledger().decisions().ask(3, "operator", "is it?");
        assertThat(reviews.decideAll(Filter.ALL, Act.APPROVE, "all fine", "reviewer-1", 2))
                .isEqualTo(new BulkResult(1, 0, 1, 0));
        assertThat(reviews.counts()).containsExactly(new Count("moods", "schema.enum", 1));
    }

    /** Asking for a look does not make a failure good; what a person says is right is. */
    @Test
    void aFailureThatSomebodyAsksAboutIsEditedNotApproved() throws IOException {
        ReviewRig rig = rig(new Task.Review(null, 0, 3));
        rig.answered(1, i -> mood(7, "good"));
        Reviews reviews = reviews(rig);
        reviews.ask(1, "operator", "whose answer is it?");
        Item item = reviews.claim(1, "reviewer-1");
        assertThat(item.reason()).isEqualTo("review.manual");
        assertThat(item.detail()).isEqualTo("whose answer is it?");
        assertThat(item.findings()).extracting(Finding::code).containsExactly("echo");
        assertThatThrownBy(() -> reviews.decide(Decision.approve(1, item.version(), "reviewer-1")))
                .isInstanceOf(InvalidEditException.class);
        assertThat(reviews.decide(Decision.edit(1, item.version(), "reviewer-1", mood(1, "good")))
                        .act())
                .isEqualTo(Act.EDIT);
        assertThat(item.trail()).extracting(Note::act, Note::reason).containsExactly(tuple(Act.ASK, "echo"));
    }

    @Test
    void decidesOnAllThatAFilterFindsOnlyWhileThereAreAsManyAsExpected() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(5, i -> mood(i, "bad"));
        Reviews reviews = reviews(rig);
        reviews.claim(2, "reviewer-2");
        Filter filter = new Filter("moods", "review.when", null, null);
        BulkPreview preview = reviews.preview(filter, Act.REJECT, "reviewer-1");
        assertThat(reviews.preview(filter, Act.REJECT, "reviewer-2").held()).isZero();
        assertThat(preview).isEqualTo(new BulkPreview(Act.REJECT, 5, 1));
        reviews.decide(Decision.approve(5, 1, "reviewer-1"));
        assertThatThrownBy(() -> reviews.decideAll(Filter.ALL, Act.REJECT, "old", "reviewer-1", preview.items()))
                .isInstanceOf(ReviewConflictException.class)
                .hasMessage("The filter finds 4 open items now, not 5. Nothing was changed; look at the preview again");
        assertThatThrownBy(() -> reviews.decideAll(Filter.ALL, Act.EDIT, "old", "reviewer-1", 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(reviews.decideAll(Filter.ALL, Act.REJECT, "old", "reviewer-1", 4))
                .isEqualTo(new BulkResult(3, 1, 0, 0));
        assertThat(reviews.list(Filter.ALL, Cursor.START, 10).items())
                .extracting(OpenItem::recordId, OpenItem::holder)
                .containsExactly(tuple(2L, "reviewer-2"));
    }

    @Test
    void anotherModelAnswersOnceAndWhatWasSaidBeforeStaysReadable() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(2, i -> mood(i, "bad"));
        Reviews reviews = reviews(rig);
        assertThatThrownBy(() -> reviews.decide(again("nobody")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no batch model \"nobody\". Known: ");
        assertThat(reviews.decide(again("other")).state()).isEqualTo(RecordState.QUEUED);
        rig.collected(1, 2, i -> mood(i, "bad"));
        Item item = reviews.claim(1, "reviewer-1");
        assertThat(item.attempt()).isEqualTo(2);
        assertThat(item.made().model()).isEqualTo("any/gpt-4o");
        assertThat(item.earlier()).hasSize(1);
        assertThat(item.earlier().get(0).answer()).isEqualTo(mood(1, "bad"));
        assertThat(item.earlier().get(0).made().model()).isEqualTo("sim/gpt-4o-mini");
        assertThat(item.trail()).extracting(Note::model).containsExactly("other");
        assertThat(reviews.decide(new Decision(1, item.version(), Act.AGAIN, "reviewer-1", null, null, null, null))
                        .state())
                .isEqualTo(RecordState.QUEUED);
        assertThat(rig.assembled()).isEqualTo("cred");
    }

    private static Decision again(String model) {
        return new Decision(1, 1, Act.AGAIN, "reviewer-1", "try the large one", null, model, null);
    }

    @Test
    void aSecondPersonAgreesWhereTheTaskWantsIt() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3, true));
        rig.answered(1, i -> mood(i, "bad"));
        Reviews reviews = reviews(rig);
        Decided first = reviews.decide(Decision.edit(1, 1, "reviewer-1", mood(1, "good")));
        assertThat(first).isEqualTo(new Decided(1, Act.EDIT, RecordState.REVIEW_REQUIRED, 2));
        assertThatThrownBy(() -> reviews.decide(Decision.approve(1, 2, "reviewer-1")))
                .isInstanceOf(ReviewConflictException.class);
        Item item = reviews.claim(1, "reviewer-2");
        assertThat(item.firstEyes()).isEqualTo("reviewer-1");
        assertThat(item.proposed()).isEqualTo(mood(1, "good"));
        assertThat(item.answer()).isEqualTo(mood(1, "bad"));
        assertThat(reviews.decide(Decision.approve(1, 2, "reviewer-2")).state()).isEqualTo(RecordState.COMPLETED);
    }

    /** A few thousand items, four people, one queue. */
    @Test
    void twoPeopleNeverHoldOneItem() throws Exception {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.manyInReview(3_000);
        var ledger = rig.ledger();
        Set<Long> seen = ConcurrentHashMap.newKeySet();
        Set<String> twice = new TreeSet<>();
        List<Thread> people = new java.util.ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            String actor = "reviewer-" + i;
            people.add(new Thread(() -> {
                var after = dev.caravan.ledger.OpenItems.Place.START;
                while (true) {
                    var next = ledger.openItems()
                            .next(dev.caravan.ledger.OpenItems.Query.ALL, after, actor, Reviews.LEASE);
                    if (next.isEmpty()) {
                        return;
                    }
                    var item = ledger.openItems().find(next.get()).orElseThrow();
                    if (!seen.add(next.get()) || !actor.equals(item.holder())) {
                        synchronized (twice) {
                            twice.add(actor + " got " + next.get());
                        }
                    }
                    after = item.place();
                }
            }));
        }
        people.forEach(Thread::start);
        for (Thread person : people) {
            person.join();
        }
        assertThat(twice).isEmpty();
        assertThat(seen).hasSize(3_000);
        assertThat(ledger.openItems().held(dev.caravan.ledger.OpenItems.Query.ALL, ""))
                .isEqualTo(3_000);
        rig.pass(Duration.ofMinutes(10));
        assertThat(ledger.openItems().held(dev.caravan.ledger.OpenItems.Query.ALL, ""))
                .isZero();
        assertThat(ledger.openItems().find(1).orElseThrow().heldUntil()).isNull();
    }

    @Test
    void saysWhoHoldsAnItemAndUntilWhen() throws IOException {
        ReviewRig rig = rig(new Task.Review(BAD, 0, 3));
        rig.answered(1, i -> mood(i, "bad"));
        Reviews reviews = reviews(rig);
        Instant until = reviews.claim(1, "reviewer-1").heldUntil();
        assertThatThrownBy(() -> reviews.claim(1, "reviewer-2"))
                .isInstanceOf(ReviewConflictException.class)
                .hasMessage("Record 1 is held by reviewer-1 until " + until + ". Take another one, or wait until then");
        reviews.letGo(1, "reviewer-1");
        assertThat(reviews.claim(1, "reviewer-2").version()).isEqualTo(1);
        assertThatThrownBy(() -> reviews.keep(1, "reviewer-1")).isInstanceOf(ReviewConflictException.class);
        reviews.keep(1, "reviewer-2");
    }
}
