package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.Events;

/** Something that happened. @param href of what it is about; empty if that has no page; @param person empty if none did it */
record EventLine(String kind, String about, String href, String at, String person, String body) {

    static EventLine of(Events.Event event) {
        return new EventLine(
                Figures.words(event.kind()),
                event.subject(),
                href(event.subject()),
                event.at().toString(),
                event.actor().equals(Events.CARAVAN) ? "" : event.actor(),
                event.body());
    }

    private static String href(String subject) {
        int space = subject.indexOf(' ');
        String name = subject.substring(space + 1);
        boolean number = name.matches("[0-9]{1,18}");
        return switch (space < 0 ? "" : subject.substring(0, space)) {
            case "drop" -> number ? "/drops/" + name : "";
            case "batch" -> number ? "/batches/" + name : "";
            case "record" -> number ? "/records/" + name : "";
            case "publication" -> number ? "/publications/" + name : "";
            default -> "";
        };
    }
}
