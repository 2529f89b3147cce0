package dev.edgewise.sdk.wire.server;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Text;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.sdk.wire.Statuses;
import dev.edgewise.sdk.wire.WireNames;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Goes by what certificates say of callers, and not by what callers say: a call whose certificate
 * has expired meanwhile is refused, a client makes calls for the tenant of its certificate and for
 * no other, and some services are for some roles. Nodes and orchestrators pass on calls of others,
 * and say whose. Thread-safe.
 */
public final class PeerGate extends ServerTransportFilter implements ServerInterceptor {
  private static final Attributes.Key<Peer> PEER = Attributes.Key.create("edgewise-peer");
  private static final Context.Key<PeerIdentity> CALLER = Context.key("edgewise-caller");

  private final Map<String, Set<PeerIdentity.Role>> reserved;
  private final Predicate<String> forGuests;
  private final Clock clock;
  private final Consumer<String> teller;

  private PeerGate(
      Map<String, Set<PeerIdentity.Role>> reserved,
      Predicate<String> forGuests,
      Clock clock,
      Consumer<String> teller) {
    this.reserved = Map.copyOf(reserved);
    this.forGuests = requireNonNull(forGuests, "forGuests");
    this.clock = requireNonNull(clock, "clock");
    this.teller = requireNonNull(teller, "teller");
  }

  /** Who is at the other end of a connection, and until when. */
  private record Peer(PeerIdentity identity, Instant last) {}

  /** A refusal; its code is always the same. */
  private record Objection(Status status, String words) {}

  /**
   * Puts a gate before all methods of a server that asks for certificates.
   *
   * @param reserved services that only some may call, by their full protobuf names
   * @param teller is told of each refusal, for the log: see {@code Tls.tellRefused}
   * @return the builder
   */
  public static <B extends ServerBuilder<B>> B before(
      B builder,
      Map<String, Set<PeerIdentity.Role>> reserved,
      Clock clock,
      Consumer<String> teller) {
    return before(builder, reserved, method -> false, clock, teller);
  }

  /**
   * The same, where some methods may be called without a certificate.
   *
   * @param forGuests says of a full method name whether somebody else asks there who calls
   */
  public static <B extends ServerBuilder<B>> B before(
      B builder,
      Map<String, Set<PeerIdentity.Role>> reserved,
      Predicate<String> forGuests,
      Clock clock,
      Consumer<String> teller) {
    PeerGate gate = new PeerGate(reserved, forGuests, clock, teller);
    return builder.addTransportFilter(gate).intercept(gate);
  }

  /** Who makes the call that runs now; empty on a server without a gate. */
  public static Optional<PeerIdentity> caller() {
    return Optional.ofNullable(CALLER.get());
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    SSLSession session = attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    try {
      if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate first) {
        return attributes.toBuilder()
            .set(PEER, new Peer(PeerIdentity.of(first), first.getNotAfter().toInstant()))
            .build();
      }
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      // Whoever cannot be told apart is nobody, and each of their calls is refused.
    }
    return attributes;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Peer peer = call.getAttributes().get(PEER);
    if (peer == null && forGuests.test(call.getMethodDescriptor().getFullMethodName())) {
      return next.startCall(call, headers);
    }
    Optional<Objection> objection =
        peer == null
            ? Optional.of(
                new Objection(
                    Status.UNAUTHENTICATED, "The connection has no certificate of a caller."))
            : objection(peer, call.getMethodDescriptor(), headers.get(WireNames.TENANT));
    if (peer == null || objection.isPresent()) {
      objection.ifPresent(
          each -> {
            teller.accept("A call from " + host(call) + " was refused: " + each.words());
            call.close(
                each.status().withDescription(each.words()),
                Statuses.trailers(ErrorCode.PEER_REFUSED, Optional.empty()));
          });
      return new ServerCall.Listener<>() {};
    }
    if (isItsOwn(peer.identity())) {
      // All of them: of several, somebody behind might read another one.
      headers.removeAll(WireNames.TENANT);
      peer.identity().tenant().ifPresent(tenant -> headers.put(WireNames.TENANT, tenant));
    }
    return Contexts.interceptCall(
        Context.current().withValue(CALLER, peer.identity()), call, headers, next);
  }

  private static String host(ServerCall<?, ?> call) {
    SocketAddress caller = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return caller instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : String.valueOf(caller);
  }

  /** Whether its calls are its own, and not passed on for others. */
  private static boolean isItsOwn(PeerIdentity caller) {
    return caller.role() == PeerIdentity.Role.CLIENT || caller.role() == PeerIdentity.Role.OPERATOR;
  }

  private Optional<Objection> objection(
      Peer peer, MethodDescriptor<?, ?> method, @Nullable String tenant) {
    if (clock.now().isAfter(peer.last())) {
      return Optional.of(
          new Objection(
              Status.UNAUTHENTICATED,
              "The certificate of " + peer.identity() + " has expired, on " + peer.last() + "."));
    }
    Set<PeerIdentity.Role> may = reserved.get(String.valueOf(method.getServiceName()));
    if (may != null && !may.contains(peer.identity().role())) {
      return Optional.of(
          new Objection(
              Status.PERMISSION_DENIED,
              peer.identity()
                  + " may not call "
                  + method.getServiceName()
                  + ", which is for "
                  + may.stream()
                      .map(PeerIdentity.Role::word)
                      .sorted()
                      .collect(Collectors.joining(" and "))
                  + ". Show a certificate of that role ('edgewise certs issue')."));
    }
    if (tenant == null
        || tenant.isEmpty()
        || !isItsOwn(peer.identity())
        || peer.identity().tenant().equals(Optional.of(tenant))) {
      return Optional.empty();
    }
    return Optional.of(
        new Objection(
            Status.PERMISSION_DENIED,
            peer.identity() + " makes no calls for the tenant \"" + Text.line(tenant, 70) + "\"."));
  }
}
