package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.Failure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which order a look deletes, and what it leaves out after a refusal. */
class DeletionsTest {
    private final List<String> log = new ArrayList<>();
    private final Deletions deletions = new Deletions(new Heard(), "files.delete");

    /** Notes what becomes of inputs. */
    private final class Heard implements Listing {
        @Override
        public boolean isKnown(String providerId) {
            return false;
        }

        @Override
        public long windowStart() {
            return 0;
        }

        @Override
        public void listed(JobStatus status) {}

        @Override
        public void gone(String fileId) {
            log.add("gone " + fileId);
        }

        @Override
        public void stays(String fileId) {
            log.add("stays " + fileId);
        }

        @Override
        public void refused(Failure why, String permission) {
            log.add("refused " + why.code() + ", needs " + permission);
        }
    }

    private Remains of(String batch) {
        return new Remains() {
            @Override
            public String providerId() {
                return batch;
            }

            @Override
            public String token() {
                return "t-" + batch;
            }

            @Override
            public Map<String, String> files() {
                return Map.of();
            }

            @Override
            public boolean isWitness() {
                return false;
            }

            @Override
            public void gone(boolean listed) {
                log.add(batch + " gone" + (listed ? "" : " from the list"));
            }

            @Override
            public void failed(Failure why) {
                log.add(batch + " failed " + why.code());
            }
        };
    }

    private static Failure failure(Kind kind, String code) {
        return new Failure(kind, true, code, code, null, 0);
    }

    @Test
    void whatABatchLeftIsGoneWhenTheLastOfItIs() {
        deletions.remains(of("b1"), List.of("out", "err"), true);
        deletions.remains(of("b2"), List.of(), false);
        assertThat(log).containsExactly("b2 gone from the list");
        deletions.gone();
        assertThat(log).hasSize(1);
        deletions.gone();
        assertThat(log).containsExactly("b2 gone from the list", "b1 gone");
        assertThat(deletions.isEmpty()).isTrue();
    }

    @Test
    void aBatchThatFailsOnceIsLeftOutAndTheNextGoesOn() {
        deletions.inputs(List.of("in", "in"));
        deletions.remains(of("b1"), List.of("out", "err"), true);
        deletions.remains(of("b2"), List.of("out2"), true);
        assertThat(deletions.isInput()).isTrue();
        deletions.failed(failure(Kind.TRANSIENT, "http_503"));
        assertThat(deletions.isInput()).isFalse();
        deletions.failed(failure(Kind.TRANSIENT, "http_503"));
        assertThat(deletions.id()).isEqualTo("out2");
        deletions.gone();
        assertThat(log).containsExactly("stays in", "b1 failed http_503", "b2 gone");
    }

    @Test
    void afterARefusalNothingMoreOfTheSameKindIsTried() {
        deletions.inputs(List.of("in1", "in2"));
        deletions.remains(of("b1"), List.of("out1"), true);
        deletions.remains(of("b2"), List.of("out2"), true);
        deletions.failed(failure(Kind.AUTH, "http_403"));
        assertThat(deletions.id()).isEqualTo("out1");
        deletions.failed(failure(Kind.AUTH, "http_403"));
        assertThat(deletions.isEmpty()).isTrue();
        assertThat(log)
                .containsExactly(
                        "stays in1",
                        "refused http_403, needs files.delete",
                        "b1 failed http_403",
                        "refused http_403, needs files.delete");
    }
}
