package dev.caravan.console.monitor;

import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Asked;

/** What somebody asked for. @param answer what became of it; empty while nobody has done it */
record AskedLine(long id, String href, String what, String actor, String at, Badge state, String answer) {

    static AskedLine of(Asked asked) {
        Answer answer = asked.answer();
        return new AskedLine(
                asked.request().id(),
                "/requests/" + asked.request().id(),
                Badge.word(asked.request().wish().kind()),
                asked.request().actor(),
                asked.request().at().toString(),
                answer == null
                        ? new Badge("waiting", "run")
                        : answer.refused() ? new Badge("refused", "bad") : new Badge("done", "good"),
                answer == null ? "" : answer.text());
    }
}
