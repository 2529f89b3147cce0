package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Scheduler;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.gateway.generation.Claim;
import dev.edgewise.orchestrator.gateway.generation.Follower;
import dev.edgewise.orchestrator.gateway.generation.GenerationDesk;
import dev.edgewise.orchestrator.gateway.generation.Position;
import dev.edgewise.orchestrator.identity.Denial;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.sdk.api.CallOptions;
import dev.edgewise.sdk.api.DynamicCalls;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.invoke.Origin;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls for those who have no SDK, with the SDK: it is one more client of the fleet, which it
 * joins when there is something to call. Whatever door a call came through (gRPC, HTTP), here they
 * are one. Thread-safe; nothing here blocks.
 */
public final class Gateway implements AutoCloseable {
  /** What the decisions of its calls say of how they came. */
  private static final String VIA = "gateway";

  private final RegisteredServices services;
  private final GatewaySettings settings;
  private final Seats seats;
  private final GenerationDesk generations;
  private final AtomicBoolean joining = new AtomicBoolean();
  private @Nullable String orchestrator;
  private Optional<TlsFiles> tls = Optional.empty();
  private @Nullable Edgewise client;
  private boolean closed;

  /**
   * A gateway that takes no calls yet.
   *
   * @param random draws ids that clients find their generations by; must not be guessable
   */
  public Gateway(
      RegisteredServices services,
      GatewaySettings settings,
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random) {
    this.services = requireNonNull(services, "services");
    this.settings = requireNonNull(settings, "settings");
    this.seats = new Seats(settings.maxCalls(), settings.maxHeld());
    this.generations = new GenerationDesk(settings.generations(), clock, scheduler, random);
    services.listen(this::joinSoon);
  }

  /**
   * Begins to take calls.
   *
   * @param orchestrator where to learn of the fleet, {@code host:port}
   * @param tls what is shown there and to nodes; empty when all is in plain text
   */
  public void open(String orchestrator, Optional<TlsFiles> tls) {
    synchronized (this) {
      this.tls = requireNonNull(tls, "tls");
      this.orchestrator = requireNonNull(orchestrator, "orchestrator");
    }
    joinSoon();
  }

  /** What can be called now. */
  public DynamicServices services() {
    return services.now();
  }

  /** The members of the fleet and what is known of them now. */
  List<MemberStatus> members() {
    return services.members();
  }

  /** A place for one call, before anything of its request is read; empty when all are taken. */
  public Optional<Seats.Seat> enter() {
    return seats.take();
  }

  /** What to tell a caller for whom there is no place. */
  public String full() {
    return "The gateway has as many calls in hand as it may ("
        + settings.maxCalls()
        + ", the key maxCalls of the orchestrator). Try again later.";
  }

  /** What to tell a caller whose request or answer finds no room. */
  public String tooMuchHeld() {
    return "The gateway holds as many bytes of requests and answers as it may ("
        + settings.maxHeld()
        + ", the key maxHeld of the orchestrator). Try again later.";
  }

  /** The terms of a call of a method with this contract. */
  public Terms terms(MethodContract contract, Asked asked) {
    return asked
        .caller()
        .denies(contract.fullName())
        .<Terms>map(Terms.Refused::of)
        .orElseGet(() -> termsOfSome(contract, asked));
  }

  /**
   * The terms of a call of which only its protocol is known, and not yet the method: whether the
   * caller may call that is asked when it is made.
   */
  public Terms termsOfSome(MethodContract contract, Asked asked) {
    return Terms.of(contract, asked, settings.site());
  }

  /** Whatever door a call came through, and whoever was asked there: here it passes. */
  private static void admit(String method, Terms.Agreed terms) {
    Optional<Denial> denial = terms.caller().denies(method);
    if (denial.isPresent()) {
      throw denial.get().exception();
    }
  }

  /**
   * Makes a call. The future never fails; cancelling it cancels the call.
   *
   * @param method full name
   * @param request the encoded message
   */
  public CompletableFuture<Outcome<Message>> call(
      String method, Message request, Terms.Agreed terms) {
    try {
      admit(method, terms);
      return DynamicCalls.of(client(), origin(terms))
          .call(services.now().definition(method), request, options(terms));
    } catch (EdgewiseException e) {
      return CompletableFuture.completedFuture(
          new Outcome.Refused<>(e, e.decisionId().orElse(""), Duration.ZERO));
    }
  }

  /**
   * Makes a call of a streaming method.
   *
   * @param method full name
   * @param request the encoded message
   * @return the encoded items, which belong to the caller
   * @throws EdgewiseException when there is no client to make it with
   */
  public Items<Message> stream(String method, Message request, Terms.Agreed terms) {
    admit(method, terms);
    return DynamicCalls.of(client(), origin(terms)).stream(
        services.now().definition(method), request, options(terms));
  }

  /**
   * Makes a call of a resumable method, whose stream outlives the connection of who asked for it:
   * closing what is returned leaves the stream running for the grace time, in which the client goes
   * on with {@link #follow}.
   *
   * @param method full name
   * @param request the encoded message
   * @return the encoded items for this client, numbered from 1, under the id that it comes back
   *     with
   * @throws EdgewiseException when there is no client to make it with; {@code OVERLOADED} when as
   *     many generations are kept as may be
   */
  public Follower generate(String method, Message request, Terms.Agreed terms) {
    admit(method, terms);
    return generations.begin(
        Claim.of(terms.tenant(), method, Optional.of(request)),
        () -> stream(method, request, terms));
  }

  /**
   * Goes on with a generation where its client stands.
   *
   * @param after the last item that the client has
   * @param method full name, of which it was asked
   * @param request the encoded message, when the client sent it again
   * @throws EdgewiseException {@code GENERATION_GONE} when it is not kept, or not of this tenant
   *     and method; {@code BAD_REQUEST} when the request is another one
   */
  public Follower follow(
      Position after, String method, Optional<Message> request, Terms.Agreed terms) {
    admit(method, terms);
    return generations.follow(after, Claim.of(terms.tenant(), method, request));
  }

  /** How many generations are kept, and what they hold. */
  public GenerationDesk.Counts generations() {
    return generations.counts();
  }

  /**
   * Says that the answer of a call was wrong. The future never fails: whether a node that can be
   * reached gave it lately, kept or to be kept.
   *
   * @throws EdgewiseException when there is no client to say it with
   */
  public CompletableFuture<Boolean> wrongAnswer(String decision) {
    return DynamicCalls.of(client(), Origin.APPLICATION).wrongAnswer(decision);
  }

  private static Origin origin(Terms.Agreed terms) {
    return new Origin(VIA, terms.tenant().orElse(""));
  }

  private static CallOptions options(Terms.Agreed terms) {
    return new CallOptions(Optional.of(terms.deadline()), Optional.of(terms.label()), terms.trace())
        .withCache(terms.cacheControl());
  }

  /**
   * A fleet whose services nobody can call by descriptor is left alone: then the gateway costs no
   * connection, and is no witness of who can be reached.
   */
  private void joinSoon() {
    if (joining.compareAndSet(false, true)) {
      Thread.ofVirtual().name("gateway-join").start(this::joinIfThereIsSomething);
    }
  }

  private void joinIfThereIsSomething() {
    boolean joined = false;
    try {
      if (!services.now().methods().isEmpty()) {
        client();
        joined = true;
      }
    } catch (EdgewiseException e) {
      // Not open, or closed already; whoever calls is told so.
    } finally {
      // Once is enough: from then on it stays.
      joining.set(joined);
    }
  }

  private synchronized Edgewise client() {
    Edgewise known = client;
    if (known != null) {
      return known;
    }
    String address = orchestrator;
    if (closed || address == null) {
      throw EdgewiseException.of(
          ErrorCode.CLOSED,
          "The gateway takes no calls: the orchestrator is "
              + (closed ? "stopping" : "starting")
              + ". Try again in a moment.");
    }
    Edgewise.Builder builder = Edgewise.builder().orchestrator(address).name(VIA);
    settings.site().ifPresent(builder::site);
    tls.ifPresent(builder::tls);
    Edgewise joined = builder.build();
    client = joined;
    return joined;
  }

  @Override
  public void close() {
    Edgewise leaving;
    synchronized (this) {
      closed = true;
      leaving = client;
      client = null;
    }
    services.close();
    generations.close();
    if (leaving != null) {
      leaving.close();
    }
  }
}
