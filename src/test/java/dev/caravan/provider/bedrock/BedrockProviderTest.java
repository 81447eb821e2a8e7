package dev.caravan.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.provider.ProviderContract;
import dev.caravan.testkit.CuttingProxy;
import dev.caravan.testkit.S3Server;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Inputs and results are in a real S3 server that checks signatures; downloads are cut on the way to it. */
class BedrockProviderTest extends ProviderContract {
    private final S3Server s3 = new S3Server("caravan-in", "caravan-out");
    private final CuttingProxy proxy = new CuttingProxy(s3.endpoint());

    @AfterAll
    void closeS3() {
        assertThat(proxy.cuts()).as("downloads that broke off").isEqualTo(1);
        proxy.close();
        s3.close();
    }

    @Override
    protected boolean refusesMissingInputs() {
        return false;
    }

    @Override
    protected String provider() {
        return "simulator-bedrock";
    }

    @Override
    protected String secret() {
        return "secret: \"${TRIAL_KEY:" + S3Server.SECRET_KEY + "}\"";
    }

    @Override
    protected String credentialOptions() {
        return (", settings: {input: \"s3://caravan-in/requests/\", output: \"s3://caravan-out/results/\","
                        + " role-arn: \"arn:aws:iam::111122223333:role/batch\", region: %s, access-key: %s, s3-url: \"%s\"}")
                .formatted(S3Server.REGION, S3Server.ACCESS_KEY, proxy.endpoint());
    }

    @Override
    protected List<String> simulatorOptions() {
        return List.of(
                "--caravan.simulator.s3.endpoint=" + s3.endpoint(),
                "--caravan.simulator.s3.access-key=" + S3Server.ACCESS_KEY,
                "--caravan.simulator.s3.secret-key=" + S3Server.SECRET_KEY);
    }

    @Override
    protected String chatModel() {
        return BedrockProtocolTest.HAIKU;
    }

    /** Records that are sent again are too few for a job: another provider answers them. */
    @Override
    protected String chatOptions() {
        return ", parameters: {inferenceConfig: {maxTokens: 16000}}, too-few: {wait: 1s, then: few}";
    }

    @Override
    protected String moreCredentials() {
        return "  other: {provider: simulator, secret: \"${TRIAL_KEY:simulated}\"}\n";
    }

    @Override
    protected String moreBatchModels() {
        return "  few: {credential: other, model: gpt-5-mini}\n";
    }

    @Override
    protected String embeddingsModel() {
        return "amazon.titan-embed-text-v2:0";
    }

    @Override
    protected int least() {
        return 100;
    }

    @Override
    protected void breakOffADownload() {
        proxy.cutNext("^GET /caravan-out/\\S+\\.jsonl\\.out ", 700);
    }

    @Override
    protected String uploadCall() {
        return "";
    }

    @Override
    protected void uploadUnnoted(String label) {
        s3.client()
                .putObject(
                        put -> put.bucket("caravan-in").key("requests/" + label + ".jsonl"),
                        RequestBody.fromString("{}"));
    }

    @Override
    protected List<String> leftInBuckets() {
        return Stream.of("caravan-in", "caravan-out")
                .flatMap(bucket -> s3.client().listObjectsV2(list -> list.bucket(bucket)).contents().stream())
                .map(S3Object::key)
                .toList();
    }
}
