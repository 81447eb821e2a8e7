package dev.caravan.provider.bedrock;

import dev.caravan.provider.Account;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What the routes of {@code routes/providers/bedrock.camel.yaml} call, as bean {@code bedrock}. Calls go through Amazon's
 * own client, which signs them. Keeps nothing but the clients.
 */
public final class BedrockConversation implements AutoCloseable {
    private static final int HTTP_NOT_FOUND = 404;

    private final AwsAccounts accounts;
    private final BedrockFailures failures;

    BedrockConversation(AwsAccounts accounts, BedrockFailures failures) {
        this.accounts = accounts;
        this.failures = failures;
    }

    /** The input of a try, for s3-put: a key that no other try ever has. */
    public Transfer input(Account account, CreateTry attempt) {
        S3Place place = S3Place.of(account.getSettings().getOrDefault(BedrockSettings.INPUT, ""))
                .below(attempt.token() + ".jsonl");
        return new Transfer(
                place,
                account.getCredential(),
                accounts.of(account).s3(),
                attempt.requestBytes(),
                attempt::openRequests);
    }

    /** Takes the input for uploaded only if S3 shows it whole. Its Date begins the window of a search. */
    public void uploaded(Account account, CreateTry attempt, Transfer input) {
        if (input.trouble() != null) {
            attempt.failed(failures.of(input.trouble()));
            return;
        }
        try {
            HeadObjectResponse there = objects(account).head(input.place());
            if (there.contentLength() == null || there.contentLength() != input.length()) {
                attempt.failed(trouble(
                        "incomplete", input, "it holds " + there.contentLength() + " bytes of " + input.length()));
                return;
            }
            attempt.uploaded(
                    input.place().uri(),
                    there.sdkHttpResponse().firstMatchingHeader("Date").orElse(null));
        } catch (SdkException e) {
            attempt.failed(failures.of(e));
        }
    }

    /** The one create call. Accepted only with an id: an answer without one leaves the create in doubt. */
    public void create(Account account, CreateTry attempt) {
        Sent sent = new Sent();
        String id;
        try {
            id = jobs(account).create(attempt, sent);
        } catch (SdkException e) {
            attempt.failed(failures.of(e, sent.isSent()));
            return;
        }
        if (id.isBlank()) {
            attempt.failed(new Failure(
                    Kind.TRANSIENT, false, "no_id", "Bedrock accepted the job but did not say which it is", null, 0));
        } else {
            attempt.accepted(id);
        }
    }

    public BedrockSearch startSearch(Account account, Search search) {
        var look = new BedrockSearch(search, jobs(account), objects(account), failures);
        String inputs = account.getSettings().getOrDefault(BedrockSettings.INPUT, "");
        String outputs = account.getSettings().getOrDefault(BedrockSettings.OUTPUT, "");
        if (!outputs.isEmpty()) {
            look.withOutputs(S3Place.of(outputs));
        }
        return inputs.isEmpty() ? look : look.withInputs(S3Place.of(inputs));
    }

    public void page(BedrockSearch search) {
        search.page();
    }

    public void revoke(BedrockSearch search) {
        search.revoke();
    }

    /** Of an ended job the results are looked up in S3 first; one that owes some and has none is asked again. */
    public void status(Account account, PollStep step, String id) {
        try {
            Job job = jobs(account).get(id);
            step.providerTime(job.date());
            if (!BedrockStatus.isTerminal(job)) {
                step.status(BedrockStatus.running(job));
                return;
            }
            S3Place folder = S3Place.of(job.output()).below(job.id() + "/");
            Objects.Outputs outputs = objects(account).outputs(folder);
            if (outputs.results().isEmpty() && BedrockStatus.owesResults(job)) {
                step.failed(new Failure(
                        Kind.TRANSIENT,
                        false,
                        "no_output",
                        "Bedrock went through " + job.processed() + " records, but " + folder.uri()
                                + " holds no results: may the credential list that bucket?",
                        null,
                        0));
            } else {
                step.status(BedrockStatus.ended(job, outputs));
            }
        } catch (AwsServiceException e) {
            if (e.statusCode() == HTTP_NOT_FOUND) {
                step.absent(failures.of(e));
            } else {
                step.failed(failures.of(e));
            }
        } catch (SdkException | IOException e) {
            step.failed(failures.of(e));
        } catch (IllegalArgumentException e) {
            step.failed(new Failure(Kind.FATAL, false, "output", String.valueOf(e.getMessage()), null, 0));
        }
    }

    /** A job that is over can't be stopped; how it is doing is asked next in any case. */
    public void stop(Account account, String id) {
        try {
            jobs(account).stop(id);
        } catch (SdkException tooLate) {
            // Whatever became of the wish to stop: the status shows it, and the wish is passed on again.
        }
    }

    /** A result file, for s3-get. */
    public Transfer output(Account account, Download download) {
        return new Transfer(
                S3Place.of(download.fileId()),
                account.getCredential(),
                accounts.of(account).s3(),
                0,
                InputStream::nullInputStream);
    }

    /** The download saved itself if S3 gave the object. */
    public void downloaded(Download download, Transfer output) {
        Throwable trouble = output.trouble();
        if (trouble instanceof AwsServiceException gone && gone.statusCode() == HTTP_NOT_FOUND) {
            download.absent(failures.of(gone));
        } else if (trouble != null) {
            download.failed(failures.of(trouble));
        }
    }

    public void models(Account account, ModelInquiry inquiry) {
        try {
            Jobs.Names names = jobs(account).models(inquiry.getPage());
            inquiry.answered(names.names(), names.next());
        } catch (SdkException e) {
            inquiry.failed(failures.of(e));
        }
    }

    /** One real-time call: InvokeModel or Converse, as its path says. */
    public void ask(Account account, RealTimeCall call) {
        Sent sent = new Sent();
        JobTimes times = accounts.of(account).times();
        long begun = times.now();
        try {
            Reply reply = accounts.of(account).runtime().post(call, sent);
            times.ended(CallKind.ASK, reply.ok() ? CallEnd.OK : CallEnd.of(BedrockFailures.kind(reply)), begun);
            call.answered(reply, RealTimeCall.isAnswer(reply) ? null : failures.of(reply));
        } catch (SdkException | IOException e) {
            times.ended(CallKind.ASK, times.end(e), begun);
            call.answered(new RealTimeCall.Heard(0, Map.of(), new byte[0], failures.of(e, sent.isSent())));
        }
    }

    @Override
    public void close() {
        accounts.close();
    }

    private Jobs jobs(Account account) {
        return new AwsJobs(accounts.of(account).bedrock());
    }

    private Objects objects(Account account) {
        return new Objects(accounts.of(account).s3());
    }

    private static Failure trouble(String code, Transfer input, String what) {
        return new Failure(Kind.TRANSIENT, true, code, input.place().uri() + ": " + what, null, 0);
    }
}
