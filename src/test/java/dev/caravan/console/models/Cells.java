package dev.caravan.console.models;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads pages as a person does: text of cells and fields, without marks. */
final class Cells {
    private static final Pattern ROW = Pattern.compile("(?s)<tr><th scope=\"row\".*?</tr>");
    private static final Pattern CELL =
            Pattern.compile("(?s)<t[hd](?: scope=\"row\")?(?: data-name=\"([^\"]*)\")?[^>]*>(.*?)</t[hd]>");
    private static final Pattern FACT = Pattern.compile("(?s)<div><dt>(.*?)</dt><dd[^>]*>(.*?)</dd></div>");
    private static final Pattern OPTION = Pattern.compile("<option value=\"([^\"]*)\"( selected)?>([^<]*)</option>");

    private Cells() {}

    /** Rows of the first table, each cell by its name; the first cell is {@code Name}. */
    static List<Map<String, String>> rows(HttpResponse<String> page) {
        List<Map<String, String>> rows = new ArrayList<>();
        Matcher row = ROW.matcher(page.body());
        while (row.find()) {
            Map<String, String> cells = new LinkedHashMap<>();
            Matcher cell = CELL.matcher(row.group());
            while (cell.find()) {
                cells.put(cell.group(1) == null ? "Name" : cell.group(1), text(cell.group(2)));
            }
            rows.add(cells);
        }
        return rows;
    }

    /** What the page says of one thing, by what it is called. */
    static Map<String, String> facts(HttpResponse<String> page) {
        Map<String, String> facts = new LinkedHashMap<>();
        Matcher fact = FACT.matcher(page.body().replaceFirst("(?s).*<dl class=\"fields\">(.*?)</dl>.*", "$1"));
        while (fact.find()) {
            facts.put(text(fact.group(1)), text(fact.group(2)));
        }
        return facts;
    }

    /** Choices of a field, in their order; the chosen one begins with {@code *}. */
    static List<String> options(HttpResponse<String> page, String field) {
        String select = page.body().replaceFirst("(?s).*<select id=\"in-" + field + "\"(.*?)</select>.*", "$1");
        List<String> options = new ArrayList<>();
        Matcher option = OPTION.matcher(select);
        while (option.find()) {
            options.add((option.group(2) == null ? "" : "*") + text(option.group(3)));
        }
        return options;
    }

    /** What is wrong with a field, as it says; empty if nothing is. */
    static String why(HttpResponse<String> page, String field) {
        Matcher why = Pattern.compile("id=\"in-" + Pattern.quote(field) + "-why\">([^<]*)<")
                .matcher(page.body());
        return why.find() ? text(why.group(1)) : "";
    }

    /** The value of a hidden field. */
    static String hidden(HttpResponse<String> page, String name) {
        return page.body().replaceFirst("(?s).*name=\"" + name + "\" value=\"([^\"]*)\".*", "$1");
    }

    static String text(String html) {
        return html.replace("<br>", " ")
                .replaceAll("<[^>]*>", "")
                .replace("&#x3D;", "=")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
