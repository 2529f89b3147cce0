package dev.edgewise.sdk.invoke;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.TraceContext;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.core.router.Router;
import dev.edgewise.core.router.RouterSettings;
import dev.edgewise.sdk.fleet.Fleet;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.fleet.Target;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MessageTooLarge;
import dev.edgewise.sdk.spi.WireWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls: each becomes a {@link Running}, which asks the router, sends, sends again where that
 * is safe, and runs the cascade. The same code serves applications, agents that call each other,
 * tests and simulations. Thread-safe; nothing here blocks.
 */
public final class Invoker implements AutoCloseable {
  private final Surroundings surroundings;
  private final Optional<String> callerSite;
  private final Fleet fleet;
  private final Estimates estimates;
  private final Router router;
  private final RetryBudget retries = new RetryBudget();
  private final WrongAnswers wrongAnswers;
  private final Set<Running<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Invoker(
      Surroundings surroundings,
      Optional<String> callerSite,
      Fleet fleet,
      Estimates estimates,
      Router router) {
    this.surroundings = surroundings;
    this.callerSite = callerSite;
    this.fleet = fleet;
    this.estimates = estimates;
    this.router = router;
    this.wrongAnswers = new WrongAnswers(fleet);
  }

  /**
   * Begins to watch the nodes behind these targets, and those of the orchestrator's view that are
   * selected when the surroundings have a feed; calls may be made at once.
   *
   * @param callerSite where the calls are made, when that is known
   */
  public static Invoker start(
      Surroundings surroundings,
      Optional<String> callerSite,
      List<Target> targets,
      Selection selection) {
    // What is learned from probes, reports and calls is what the router decides by.
    Estimates estimates = new Estimates(RouterSettings.DEFAULT);
    Router router = new Router(RouterSettings.DEFAULT, estimates);
    Fleet fleet = Fleet.watch(targets, selection, surroundings.ways(), estimates);
    Invoker invoker = new Invoker(surroundings, callerSite, fleet, estimates, router);
    fleet.listen(
        new Fleet.Listener() {
          @Override
          public void changed() {
            invoker.running.forEach(Running::fleetChanged);
          }

          @Override
          public void suspected(String node) {
            invoker.running.forEach(call -> call.nodeSuspected(node));
          }
        });
    return invoker;
  }

  /**
   * Makes a call. The future is completed with an outcome, never exceptionally; cancelling it
   * cancels the call.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} when the arguments cannot be encoded, {@code
   *     TOO_LARGE}, or {@code CLOSED}
   */
  public <R extends @Nullable Object> CompletableFuture<Outcome<R>> invoke(CallRequest<R> request) {
    RunningCall<R> call = new RunningCall<>(this, prepare(request, false), null);
    begin(call);
    return call.future();
  }

  /**
   * Makes a call and waits for its end. What comes of it is handled on this thread, where the link
   * can do so.
   *
   * @throws EdgewiseException as {@link #invoke} says
   * @throws InterruptedException when this thread was interrupted; the call has been cancelled
   */
  public <R extends @Nullable Object> Outcome<R> call(CallRequest<R> request)
      throws InterruptedException {
    CallersThread thread = new CallersThread();
    RunningCall<R> call = new RunningCall<>(this, prepare(request, false), thread);
    begin(call);
    try {
      thread.await(call.future());
    } catch (InterruptedException e) {
      call.future().cancel(true);
      throw e;
    }
    return call.future().join();
  }

  /**
   * Makes a call of a streaming method. The call begins at once; what goes wrong is told to who
   * reads the items.
   *
   * @throws EdgewiseException with {@code BAD_REQUEST} when the arguments cannot be encoded, or
   *     {@code CLOSED}
   */
  public <R> Items<R> stream(CallRequest<R> request) {
    RunningStream<R> stream = new RunningStream<>(this, prepare(request, true));
    begin(stream);
    return stream;
  }

  /**
   * Tells the node that answered a call that its answer was wrong; all nodes when it is not known
   * which did. The future never fails: whether one of them had answered so.
   */
  public CompletableFuture<Boolean> wrong(String decisionId) {
    return wrongAnswers.wrong(decisionId);
  }

  private void begin(Running<?> call) {
    retries.earn();
    running.add(call);
    call.start();
  }

  private <R extends @Nullable Object> EncodedCall<R> prepare(
      CallRequest<R> request, boolean streaming) {
    if (request.method().contract().streaming() != streaming) {
      throw new IllegalArgumentException(
          request.method().contract().fullName()
              + (streaming ? " has one result" : " has a stream of results"));
    }
    if (closed) {
      throw EdgewiseException.of(
          ErrorCode.CLOSED,
          "This Edgewise was closed. Keep it open for as long as its clients are used.");
    }
    String id = CallIds.next(surroundings.random());
    Message body = encode(request, id);
    Invocation invocation =
        new Invocation(
            id,
            request.method().contract(),
            body.size(),
            surroundings.clock().nanos() + request.timeAllowed().toNanos(),
            request.label(),
            callerSite,
            request.needs(),
            request.wish());
    TraceContext trace =
        request
            .trace()
            .map(parent -> parent.child(surroundings.random()))
            .orElseGet(() -> TraceContext.begin(surroundings.random()));
    return new EncodedCall<>(request, invocation, trace, body);
  }

  private static <R extends @Nullable Object> Message encode(CallRequest<R> request, String id) {
    try {
      return WireWriter.encode(request.method().request(), request.arguments(), Message.LARGEST);
    } catch (MessageTooLarge e) {
      throw EdgewiseException.ofCall(
          ErrorCode.TOO_LARGE,
          "The request of "
              + request.method().contract().fullName()
              + " was not sent: "
              + e.getMessage()
              + ". Send it in parts, one call each, or leave it where the node can fetch it and"
              + " send its address.",
          null,
          id,
          e);
    } catch (MalformedMessage e) {
      throw EdgewiseException.ofCall(
          ErrorCode.BAD_REQUEST,
          "The arguments of "
              + request.method().contract().fullName()
              + " cannot be sent: "
              + e.getMessage(),
          null,
          id,
          e);
    }
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The nodes that its calls may go to. */
  public Fleet fleet() {
    return fleet;
  }

  Estimates estimates() {
    return estimates;
  }

  Router router() {
    return router;
  }

  RetryBudget retries() {
    return retries;
  }

  void ended(Running<?> call, CallRecord record, Outcome<?> outcome) {
    running.remove(call);
    wrongAnswers.ended(outcome);
    fleet.ended(record.invocation().method(), outcome);
    surroundings.callLog().record(record);
  }

  /** Ends the calls that are running as cancelled, and takes no more. */
  @Override
  public void close() {
    closed = true;
    running.forEach(call -> call.cancel("the client was closed"));
    fleet.close();
    surroundings.transport().close();
    surroundings.callLog().close();
    // The log's last records go this way.
    surroundings.feed().ifPresent(ViewFeed::close);
  }
}
