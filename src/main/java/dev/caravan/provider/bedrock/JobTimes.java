package dev.caravan.provider.bedrock;

import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.CallObserver.EndedCall;
import dev.caravan.provider.SilentCredentials;
import java.net.ConnectException;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stands between Amazon's client and Bedrock: takes the time of calls, also of those that are made beside the client, and lets
 * none leave with a credential that is silent.
 */
final class JobTimes implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> BEGUN = new ExecutionAttribute<>("caravan.begun");

    private final String credential;
    private final BedrockFailures failures;
    private final CallObserver observer;
    private final SilentCredentials silent;
    private final LongSupplier nanoTime;

    JobTimes(
            String credential,
            BedrockFailures failures,
            CallObserver observer,
            SilentCredentials silent,
            LongSupplier nanoTime) {
        this.silent = silent;
        this.credential = credential;
        this.failures = failures;
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** @param begun as {@link #now} said when the call began */
    void ended(CallKind kind, CallEnd end, long begun) {
        observer.ended(new EndedCall(credential, kind, end, Duration.ofNanos(now() - begun)));
    }

    /** What it is that a call ended with this error. */
    CallEnd end(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException) {
                return CallEnd.of(failures.of(error).kind());
            }
        }
        CallEnd end = CallEnd.of(failures.of(error).kind());
        return end == CallEnd.TRANSIENT ? CallEnd.NETWORK : end;
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        attributes.putAttribute(BEGUN, now());
        if (silent.isSilent(credential)) {
            String why =
                    "Credential \"" + credential + "\" is paused, and nobody is called with it; the call was not sent";
            // Of this kind, because it proves that nothing was sent.
            throw SdkClientException.create(why, new ConnectException(why));
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        ended(kind(attributes), CallEnd.OK, attributes.getAttribute(BEGUN));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        ended(kind(attributes), end(context.exception()), attributes.getAttribute(BEGUN));
    }

    private static CallKind kind(ExecutionAttributes attributes) {
        return switch (attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)) {
            case "CreateModelInvocationJob" -> CallKind.CREATE;
            case "GetModelInvocationJob" -> CallKind.STATUS;
            case "ListModelInvocationJobs" -> CallKind.LIST;
            case "StopModelInvocationJob" -> CallKind.CANCEL;
            case "ListFoundationModels", "ListInferenceProfiles" -> CallKind.MODELS;
            default -> CallKind.OTHER;
        };
    }
}
