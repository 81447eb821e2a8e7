package dev.caravan.console.review;

import dev.caravan.ledger.Act;

/** What codes mean, for people. */
final class Words {
    private Words() {}

    /** Why a record is in review. */
    static String reason(String code) {
        return switch (code) {
            case "review.when" -> "A rule of the task wants a person to see it";
            case "review.sample" -> "Chosen at random for the sample";
            case "review.alternative" -> "Answered by the model that a deadline moved it to";
            case "review.person" -> "A newer answer would replace one that a person gave";
            case "review.manual" -> "Somebody asked for a review";
            case "publish.unmatched" -> "No rule of publish.to takes it";
            default -> "Failed as often as the task allows (" + code + ")";
        };
    }

    /** The same for lists. */
    static String shortReason(String code) {
        return switch (code) {
            case "review.when" -> "rule";
            case "review.sample" -> "sample";
            case "review.alternative" -> "deadline alternative";
            case "review.person" -> "replaces a person's answer";
            case "review.manual" -> "asked for";
            case "publish.unmatched" -> "no sink takes it";
            default -> "failed: " + code;
        };
    }

    static String done(Act act) {
        return switch (act) {
            case APPROVE -> "approved";
            case EDIT -> "edited";
            case REJECT -> "rejected";
            case AGAIN -> "asked again";
            case ASSIGN -> "assigned";
            case COMMENT -> "commented";
            case ASK -> "asked for a review";
        };
    }
}
