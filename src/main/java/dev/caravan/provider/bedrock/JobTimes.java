package dev.caravan.provider.bedrock;

import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.CallObserver.EndedCall;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Takes the time of calls to Bedrock: those of Amazon's client, as its interceptor, and those that are made beside it. */
final class JobTimes implements ExecutionInterceptor {
    private static final ExecutionAttribute<Long> BEGUN = new ExecutionAttribute<>("caravan.begun");

    private final String credential;
    private final BedrockFailures failures;
    private final CallObserver observer;
    private final LongSupplier nanoTime;

    JobTimes(String credential, BedrockFailures failures, CallObserver observer, LongSupplier nanoTime) {
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
