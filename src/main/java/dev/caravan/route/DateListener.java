package dev.caravan.route;

import dev.caravan.provider.ProviderDates;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpResponseInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Hears the {@code Date} of every reply. */
final class DateListener implements HttpResponseInterceptor {
    private final ProviderDates dates;

    DateListener(ProviderDates dates) {
        this.dates = dates;
    }

    @Override
    public void process(HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
        Header date = response.getFirstHeader("Date");
        if (date != null) {
            dates.heard(date.getValue());
        }
    }
}
