package dev.caravan.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A recipe as the ledger keeps it.
 *
 * @param contentHash SHA-256 of the body in hex; does not depend on the model
 * @param model {@link RecipeModel} as JSON
 * @param body {@link RecipeSpec} as JSON
 */
public record RecipeText(String contentHash, String model, String body) {

    public static RecipeText of(Task task) {
        String body = RecipeSpec.of(task).toJson();
        return new RecipeText(sha256(body), RecipeModel.of(task.model()).toJson(), body);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
