package dev.caravan.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.BatchState;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class FiltersTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void theAddressHasWhatIsFilteredInTheOrderOfThePage() {
        request.setParameter("state", " read ");
        request.setParameter("task", "a&b=ü");
        request.setParameter("from", " ");
        Filters filters = Filters.of(request, "task", "state", "from");

        assertThat(filters.at("/drops")).isEqualTo("/drops?task=a%26b%3D%C3%BC&state=read");
        assertThat(filters.at("/drops", "after", "12", "state", "")).isEqualTo("/drops?task=a%26b%3D%C3%BC&after=12");
        assertThat(filters.value("from")).isEmpty();
    }

    @Test
    void nothingFilteredIsThePageItself() {
        Filters filters = Filters.of(request, "task");
        assertThat(filters.any()).isFalse();
        assertThat(filters.at("/drops")).isEqualTo("/drops");
    }

    @Test
    void whatIsNoNumberIsNone() {
        request.setParameter("drop", "12");
        request.setParameter("batch", "-1");
        Filters filters = Filters.of(request, "drop", "batch");
        assertThat(filters.number("drop")).hasValue(12);
        assertThat(filters.number("batch")).isEmpty();
        assertThat(filters.number("record")).isEmpty();
    }

    @Test
    void timesAreDaysOrInstantsAndWordsThoseOfAList() {
        request.setParameter("from", "2026-11-20");
        request.setParameter("to", "2026-11-20T08:30:00Z");
        request.setParameter("then", "yesterday");
        request.setParameter("state", "in_doubt");
        Filters filters = Filters.of(request, "from", "to", "then", "state");
        assertThat(filters.time("from")).isEqualTo("2026-11-20T00:00:00Z");
        assertThat(filters.time("to")).isEqualTo("2026-11-20T08:30:00Z");
        assertThat(filters.time("then")).isNull();
        assertThat(filters.time("never")).isNull();
        assertThat(filters.word("state", BatchState.class)).isEqualTo(BatchState.IN_DOUBT);
        assertThat(filters.word("then", BatchState.class)).isNull();
    }
}
