package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.daemon.log.LogContext;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.host.KeptStream;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.RunningGeneration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The body of one call, with the cache before it where answers of its method are kept. Whatever it
 * throws becomes an {@link Ending}. Nothing here keeps the request.
 */
record BodyRun(
    ServingParts serving, HostedService service, MethodContract contract, CallContext context) {
  BodyRun {
    requireNonNull(serving, "serving");
    requireNonNull(service, "service");
    requireNonNull(contract, "contract");
    requireNonNull(context, "context");
  }

  /** What a body does with the request. */
  private interface Work {
    Ending run() throws FaultThrown, InterruptedException;
  }

  /** Runs a method with one result, or answers for it. */
  Ending answer(Message request) {
    return ending(
        () -> {
          Optional<CallCaching.Question> question = service.question(contract.fullName(), request);
          if (question.isEmpty()) {
            return Ending.answered(
                service.call(contract.fullName(), request, context), Optional.empty());
          }
          CallCaching.Answer answer =
              serving.caching().call(question.get(), context, shared -> logged(request, shared));
          return Ending.answered(answer.message(), Optional.of(answer.note()));
        });
  }

  /** On a thread of the cache's own: what the body logs belongs to the call all the same. */
  private Message logged(Message request, CallContext shared)
      throws FaultThrown, InterruptedException {
    return logged(shared, () -> service.call(contract.fullName(), request, shared));
  }

  private static Message logged(CallContext shared, Callable<Message> work)
      throws FaultThrown, InterruptedException {
    try {
      return new LogContext(shared.trace().traceId(), shared.decisionId()).call(work);
    } catch (FaultThrown | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a body throws nothing else", e);
    }
  }

  /** The same as a part of a generation. */
  BodyRun in(RunningGeneration generation) {
    return new BodyRun(serving, service, contract, context.in(generation));
  }

  /** Runs a streaming method until its stream has no more items, or gives those that are kept. */
  Ending stream(Message request, ItemSink items) {
    return ending(
        () -> {
          Optional<CallCaching.Question> question = service.question(contract.fullName(), request);
          if (question.isEmpty()) {
            service.stream(contract.fullName(), request, context, items);
            return Ending.answered(Message.EMPTY, Optional.empty());
          }
          return Ending.answered(
              Message.EMPTY,
              Optional.of(
                  KeptStream.<FaultThrown>run(
                      serving.caching(),
                      question.get(),
                      context,
                      items,
                      (shared, out) -> logged(request, shared, out))));
        });
  }

  /** As above. */
  private void logged(Message request, CallContext shared, ItemSink items)
      throws FaultThrown, InterruptedException {
    logged(
        shared,
        () -> {
          service.stream(contract.fullName(), request, shared, items);
          return Message.EMPTY;
        });
  }

  private Ending ending(Work work) {
    try {
      return work.run();
    } catch (InterruptedException e) {
      // Only this node interrupts bodies: when the caller has gone, and when it stops for good.
      return Ending.failed(ErrorCode.CANCELLED, contract.fullName() + " was cut off.");
    } catch (FaultThrown e) {
      return Ending.fault(e);
    } catch (EdgewiseException e) {
      return e.code() == ErrorCode.BODY_FAILED
          ? bodyFailed(e.getCause() == null ? e : e.getCause(), e.words())
          : Ending.failed(e.code(), e.words());
    } catch (Throwable e) {
      // Also what nobody should catch: whatever a body throws, its slot must become free again.
      return bodyFailed(e, contract.fullName() + " failed: " + e);
    }
  }

  /**
   * Tells the log what happened, and the caller where to look: what an exception says is meant for
   * its developer and may hold payload.
   */
  private Ending bodyFailed(Throwable cause, String words) {
    Failures.log(contract.fullName(), context, cause);
    return Ending.failed(
        ErrorCode.BODY_FAILED,
        (serving.development() ? words : contract.fullName() + " failed")
            + "; the log of "
            + serving.node().name()
            + " tells more under "
            + context.decisionId()
            + ".");
  }
}
