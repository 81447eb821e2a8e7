package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqliteSinkTest extends SqlSinkContract {

    @Override
    String url() {
        return "jdbc:sqlite:" + data.resolve("crm.db");
    }

    @Override
    String cost() {
        return "4.5e-05";
    }

    @Test
    void storesNumbersAsNumbers() throws Exception {
        bench.publication(answers("a", "{\"category\":12.5}"));
        assertThat(deliver()).isEmpty();
        assertThat(query("SELECT typeof(revision), typeof(cost) FROM ticket_triage"))
                .containsExactly("integer|real");
    }
}
