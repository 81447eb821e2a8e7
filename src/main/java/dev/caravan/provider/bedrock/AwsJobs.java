package dev.caravan.provider.bedrock;

import dev.caravan.provider.CreateTry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.model.CreateModelInvocationJobRequest;
import software.amazon.awssdk.services.bedrock.model.GetModelInvocationJobResponse;
import software.amazon.awssdk.services.bedrock.model.InferenceProfileSummary;
import software.amazon.awssdk.services.bedrock.model.ListModelInvocationJobsResponse;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobInputDataConfig;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationJobOutputDataConfig;
import software.amazon.awssdk.services.bedrock.model.ModelInvocationType;
import software.amazon.awssdk.services.bedrock.model.SortJobsBy;
import software.amazon.awssdk.services.bedrock.model.SortOrder;

/** Jobs through Amazon's own client. */
final class AwsJobs implements Jobs {
    private static final int PAGE = 1000;
    private static final String PROFILES = "profiles:";
    /** How long a job name may be. */
    private static final int LONGEST_NAME = 63;

    private final BedrockClient client;

    AwsJobs(BedrockClient client) {
        this.client = client;
    }

    /** The name under which a try's job can be found. */
    static String name(String token) {
        String name = BedrockSearch.NAMES + token;
        return name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
    }

    @Override
    public String create(CreateTry attempt, Sent sent) {
        Map<String, String> settings = attempt.settings();
        String owner = settings.getOrDefault(BedrockSettings.OWNER, "");
        String key = settings.getOrDefault(BedrockSettings.KMS_KEY, "");
        CreateModelInvocationJobRequest request = CreateModelInvocationJobRequest.builder()
                .jobName(name(attempt.token()))
                .clientRequestToken(attempt.token())
                .roleArn(settings.get(BedrockSettings.ROLE))
                .modelId(attempt.model())
                .modelInvocationType(
                        attempt.endpoint().equals(BedrockProtocol.CONVERSE)
                                ? ModelInvocationType.CONVERSE
                                : ModelInvocationType.INVOKE_MODEL)
                .timeoutDurationInHours(Integer.valueOf(settings.getOrDefault(BedrockSettings.HOURS, "72")))
                .inputDataConfig(input -> input.s3InputDataConfig(
                        s3 -> s3.s3Uri(attempt.fileId()).s3InputFormat("JSONL").s3BucketOwner(orNull(owner))))
                .outputDataConfig(output -> output.s3OutputDataConfig(s3 -> s3.s3Uri(output(settings))
                        .s3EncryptionKeyId(orNull(key))
                        .s3BucketOwner(orNull(owner))))
                .overrideConfiguration(call -> call.putExecutionAttribute(Sent.mark(), sent))
                .build();
        return id(client.createModelInvocationJob(request).jobArn());
    }

    @Override
    public Job get(String id) {
        GetModelInvocationJobResponse job = client.getModelInvocationJob(get -> get.jobIdentifier(id));
        return new Job(
                id(job.jobArn()),
                orEmpty(job.jobName()),
                orEmpty(job.clientRequestToken()),
                orEmpty(job.statusAsString()),
                orEmpty(job.message()),
                second(job.submitTime()),
                input(job.inputDataConfig()),
                outputOf(job.outputDataConfig()),
                orZero(job.totalRecordCount()),
                orZero(job.processedRecordCount()),
                orZero(job.successRecordCount()),
                orZero(job.errorRecordCount()),
                job.sdkHttpResponse().firstMatchingHeader("Date").orElse(null));
    }

    @Override
    public Page page(String nameContains, @Nullable String next) {
        ListModelInvocationJobsResponse page = client.listModelInvocationJobs(list -> list.nameContains(nameContains)
                .sortBy(SortJobsBy.CREATION_TIME)
                .sortOrder(SortOrder.DESCENDING)
                .maxResults(PAGE)
                .nextToken(next));
        List<Job> jobs = page.invocationJobSummaries().stream()
                .map(job -> new Job(
                        id(job.jobArn()),
                        orEmpty(job.jobName()),
                        orEmpty(job.clientRequestToken()),
                        orEmpty(job.statusAsString()),
                        orEmpty(job.message()),
                        second(job.submitTime()),
                        input(job.inputDataConfig()),
                        outputOf(job.outputDataConfig()),
                        orZero(job.totalRecordCount()),
                        orZero(job.processedRecordCount()),
                        orZero(job.successRecordCount()),
                        orZero(job.errorRecordCount()),
                        null))
                .toList();
        return new Page(jobs, page.nextToken());
    }

    @Override
    public void stop(String id) {
        client.stopModelInvocationJob(stop -> stop.jobIdentifier(id));
    }

    @Override
    public Names models(String page) {
        List<String> names = new ArrayList<>();
        if (page.isEmpty()) {
            client.listFoundationModels(all -> {}).modelSummaries().forEach(model -> names.add(model.modelId()));
            return new Names(names, PROFILES);
        }
        String token = page.substring(PROFILES.length());
        var profiles =
                client.listInferenceProfiles(list -> list.maxResults(PAGE).nextToken(orNull(token)));
        for (InferenceProfileSummary profile : profiles.inferenceProfileSummaries()) {
            names.add(profile.inferenceProfileId());
        }
        return new Names(names, profiles.nextToken() == null ? null : PROFILES + profiles.nextToken());
    }

    /** Bedrock puts a folder per job below it. */
    private static String output(Map<String, String> settings) {
        return S3Place.of(settings.getOrDefault(BedrockSettings.OUTPUT, ""))
                .below("")
                .uri();
    }

    private static String input(@Nullable ModelInvocationJobInputDataConfig config) {
        return config == null || config.s3InputDataConfig() == null
                ? ""
                : orEmpty(config.s3InputDataConfig().s3Uri());
    }

    private static String outputOf(@Nullable ModelInvocationJobOutputDataConfig config) {
        return config == null || config.s3OutputDataConfig() == null
                ? ""
                : orEmpty(config.s3OutputDataConfig().s3Uri());
    }

    private static long second(@Nullable Instant time) {
        return time == null ? Long.MAX_VALUE : time.getEpochSecond();
    }

    private static String id(@Nullable String arn) {
        return arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
