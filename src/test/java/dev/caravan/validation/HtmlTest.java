package dev.caravan.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "a < b and c > d",
                "I <3 it",
                "1<2",
                "&lt;b&gt;",
                "x <- y",
                "a <",
                "<>",
                "<<",
                "if a <b then",
                "5 <= 6"
            })
    void plainTextIsNoHtml(String text) {
        assertThat(Html.find(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<b>bold</b>,an end tag",
        "line<br>break,element br",
        "<img src=x onerror=alert(1)>,element img",
        "<IMG SRC=x ONERROR=alert(1),element IMG",
        "<td>cell,element td",
        "<script>alert(1),element script",
        "a <!-- b -->,markup #comment",
        "<!DOCTYPE html>,markup #doctype",
        "<?php echo 1 ?>,markup #declaration",
        "<svg/onload=alert(1)>,element svg",
        "</p>,an end tag",
        "List<String> items,element String",
    })
    void findsMarkup(String text, String found) {
        assertThat(Html.find(text)).contains(found);
    }
}
