package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.provider.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The small calls about a job's objects. Request and result files themselves go through the kamelets s3-put and s3-get. */
final class Objects {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MANIFEST_BYTES = 1 << 16;
    private static final String MANIFEST = "manifest.json.out";
    private static final String INPUT = ".jsonl";
    private static final int MOST_LEFT_OVER = 100;
    private static final String RESULT = ".jsonl.out";
    /** Far more than the input files of one job: ours has one. */
    private static final int MOST_FILES = 1000;

    private final S3Client s3;

    Objects(S3Client s3) {
        this.s3 = s3;
    }

    HeadObjectResponse head(S3Place place) {
        return s3.headObject(head -> head.bucket(place.bucket()).key(place.key()));
    }

    /** Afterwards it is gone for good; S3 does not mind if it never was there. */
    void delete(S3Place place) {
        s3.deleteObject(delete -> delete.bucket(place.bucket()).key(place.key()));
    }

    /** The same with all that lies in a folder. */
    void deleteBelow(S3Place folder) {
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(folder.bucket()).prefix(folder.key()))
                .contents()) {
            delete(folder.sibling(object.key()));
        }
    }

    /** Inputs of which the ledger never heard, and that nobody needs; a hundred at most. */
    List<String> leftOver(S3Place inputs, Search search) {
        S3Place folder = inputs.below("");
        List<String> found = new ArrayList<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(folder.bucket()).prefix(folder.key()))
                .contents()) {
            String name = object.key().substring(folder.key().length());
            if (name.endsWith(INPUT)
                    && search.isLeftOver(
                            name.substring(0, name.length() - INPUT.length()),
                            folder.sibling(object.key()).uri(),
                            object.lastModified().getEpochSecond())) {
                found.add(folder.sibling(object.key()).uri());
                if (found.size() == MOST_LEFT_OVER) {
                    break;
                }
            }
        }
        return found;
    }

    /** The result files below a job's folder, and what its manifest says; page by page. */
    Outputs outputs(S3Place folder) throws IOException {
        List<S3Place> results = new ArrayList<>();
        boolean manifest = false;
        for (S3Object object : s3.listObjectsV2Paginator(
                        list -> list.bucket(folder.bucket()).prefix(folder.key()))
                .contents()) {
            String name = object.key().substring(object.key().lastIndexOf('/') + 1);
            if (name.equals(MANIFEST)) {
                manifest = true;
            } else if (name.endsWith(RESULT) && object.size() > 0) {
                results.add(folder.sibling(object.key()));
                if (results.size() > MOST_FILES) {
                    throw new IOException(folder.uri() + " holds more result files than a job of ours can have");
                }
            }
        }
        return new Outputs(results, manifest ? manifest(folder.below(MANIFEST)) : MissingNode.getInstance());
    }

    private JsonNode manifest(S3Place place) throws IOException {
        try (ResponseInputStream<GetObjectResponse> body =
                s3.getObject(get -> get.bucket(place.bucket()).key(place.key()))) {
            return JSON.readTree(body.readNBytes(MANIFEST_BYTES));
        } catch (NoSuchKeyException | JsonProcessingException unreadable) {
            return MissingNode.getInstance();
        }
    }

    /** @param manifest missing if there is none, or none that can be read */
    record Outputs(List<S3Place> results, JsonNode manifest) {

        Optional<Long> count(String name) {
            JsonNode count = manifest.path(name);
            return count.isIntegralNumber() ? Optional.of(count.asLong()) : Optional.empty();
        }
    }
}
