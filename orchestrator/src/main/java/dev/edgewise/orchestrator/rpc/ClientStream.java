package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Sighting;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.orchestrator.fleet.ClientLink;
import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.orchestrator.fleet.Refusal;
import dev.edgewise.orchestrator.fleet.ViewMessage;
import dev.edgewise.orchestrator.overview.Client;
import dev.edgewise.orchestrator.quarantine.Attempts;
import dev.edgewise.proto.v1.FleetRules;
import dev.edgewise.proto.v1.FromClient;
import dev.edgewise.proto.v1.Hello;
import dev.edgewise.proto.v1.Sightings;
import dev.edgewise.proto.v1.ToClient;
import dev.edgewise.proto.v1.ZoneEntries;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One client's stream: translates, bounds, and hands on. Messages come one at a time. */
final class ClientStream implements StreamObserver<FromClient>, ClientLink {
  private static final int MOST_SIGHTINGS = 10_000;

  private final FleetKeeper keeper;
  private final Outbound<ToClient> out;
  private final ViewMessages messages;
  private final ReportedCalls reports;
  private final ZoneEntryMessages zones;
  private final RuleViews rules;

  /** By its certificate; empty where nobody shows one. */
  private final Optional<PeerIdentity> caller;

  private final long id;
  private volatile @Nullable Client client;

  /** Those that the client was told of last; touched by the fleet's thread only. */
  private @Nullable ZoneEntries told;

  /** The rules that it was told last; the same. */
  private FleetRules ruled = FleetRules.getDefaultInstance();

  ClientStream(
      FleetKeeper keeper,
      Outbound<ToClient> out,
      ViewMessages messages,
      ReportedCalls reports,
      ZoneEntryMessages zones,
      RuleViews rules,
      Optional<PeerIdentity> caller) {
    this.keeper = keeper;
    this.out = out;
    this.messages = messages;
    this.reports = reports;
    this.zones = zones;
    this.rules = rules;
    this.caller = caller;
    this.id = keeper.newStream();
  }

  @Override
  public void onNext(FromClient message) {
    Client known = client;
    switch (message.getKindCase()) {
      case HELLO -> hello(message.getHello());
      case KIND_NOT_SET -> refuse(Protocol.invalid("kind: missing (expected: hello, resync, …)"));
      case RESYNC, SIGHTINGS, TRAFFIC, DECISIONS, WAKE -> {
        if (known == null) {
          refuse(Protocol.invalid("kind: hello must come first on a stream"));
        } else {
          says(known, message);
        }
      }
    }
  }

  @Override
  public void onError(Throwable error) {
    lost();
  }

  @Override
  public void onCompleted() {
    ended();
    out.end();
  }

  /** The connection is gone. */
  void lost() {
    out.cancelled();
    ended();
  }

  private void ended() {
    Client known = client;
    if (known != null) {
      client = null;
      keeper.clientClosed(id);
      reports.left(id, known);
    }
  }

  /** The transport can take messages again. */
  void ready() {
    out.ready();
    if (client != null) {
      keeper.ready(id);
    }
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void view(ViewMessage message, long at) {
    ToClient view = messages.toProto(message, at);
    ZoneEntries newest = zones.now();
    if (message instanceof ViewMessage.Full || !newest.equals(told)) {
      view = ViewMessages.with(newest, view);
      told = newest;
    }
    FleetRules now = rules.now();
    boolean whole = message instanceof ViewMessage.Full && now.getRulesCount() > 0;
    if (whole || !now.equals(ruled)) {
      view = RuleViews.with(now, view);
      ruled = now;
    }
    out.send(view);
  }

  @Override
  public void refused(Refusal refusal) {
    out.end(ToClient.newBuilder().setRefusal(Protocol.toProto(refusal)).build());
  }

  @Override
  public void handled() {
    out.more();
  }

  private void hello(Hello hello) {
    Optional<Refusal> mismatch = Protocol.refuse(hello.getProtocol(), "client");
    if (mismatch.isPresent()) {
      refuse(mismatch.get());
    } else if (client != null) {
      refuse(Protocol.invalid("kind: a second hello (expected: one for each stream)"));
    } else {
      try {
        // A node stands where its certificate says; of others a certificate does not say it.
        String site = caller.flatMap(PeerIdentity::site).orElse(hello.getSite());
        Client named = new Client(hello.getClient(), site, hello.getVersion());
        client = named;
        keeper.join(id, named, hello.getViewVersion(), this);
      } catch (IllegalArgumentException e) {
        refuse(Protocol.invalid("The client is not taken: " + e.getMessage()));
      }
    }
  }

  private void says(Client known, FromClient message) {
    switch (message.getKindCase()) {
      case RESYNC -> keeper.resync(id);
      case SIGHTINGS -> sightings(message.getSightings());
      case TRAFFIC -> {
        reports.traffic(message.getTraffic());
        List<Attempts> attempts = ReportedCalls.attempts(message.getTraffic());
        if (attempts.isEmpty()) {
          out.more();
        } else {
          keeper.attempted(id, attempts);
        }
      }
      case DECISIONS -> {
        reports.decisions(id, known, message.getDecisions());
        out.more();
      }
      case WAKE -> {
        out.send(zones.wake(message.getWake()));
        out.moreWhenReady();
      }
      case HELLO, KIND_NOT_SET -> throw new IllegalStateException(message.getKindCase().name());
    }
  }

  private void sightings(Sightings message) {
    if (message.getSightingsCount() > MOST_SIGHTINGS) {
      refuse(
          Protocol.invalid(
              "sightings: "
                  + message.getSightingsCount()
                  + " entries (expected: at most "
                  + MOST_SIGHTINGS
                  + ")"));
      return;
    }
    List<Sighting> sightings = new ArrayList<>(message.getSightingsCount());
    for (dev.edgewise.proto.v1.Sighting sighting : message.getSightingsList()) {
      kind(sighting)
          .ifPresent(
              kind ->
                  sightings.add(
                      new Sighting(
                          sighting.getNode(),
                          kind,
                          sighting.hasHeardMillisAgo()
                              ? Optional.of(
                                  Duration.ofMillis(Math.max(0, sighting.getHeardMillisAgo())))
                              : Optional.empty())));
    }
    keeper.saw(id, sightings);
  }

  private void refuse(Refusal refusal) {
    ended();
    refused(refusal);
  }

  private static Optional<Sighting.Kind> kind(dev.edgewise.proto.v1.Sighting sighting) {
    return switch (sighting.getKind()) {
      case SIGHTING_KIND_REACHED -> Optional.of(Sighting.Kind.REACHED);
      case SIGHTING_KIND_SILENT -> Optional.of(Sighting.Kind.SILENT);
      case SIGHTING_KIND_REFUSED -> Optional.of(Sighting.Kind.REFUSED);
      // A kind that a newer client knows: better no word than a wrong one.
      case SIGHTING_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
