package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.orchestrator.node.Bytes;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneEntry;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The services that can be called now, by the descriptor sets that nodes registered with, those of
 * zones included of which none runs. A set that cannot be read hides its own services and no
 * others. Thread-safe; read anew only after the fleet has changed, and each set only once.
 */
public final class RegisteredServices implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RegisteredServices.class.getName());

  private final FleetOverview fleet;
  private final ZoneDesk zones;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final FleetOverview.Subscription changes;
  private Map<Offer, DynamicServices> read = Map.of();
  private volatile DynamicServices all = DynamicServices.of(List.of());

  /** A service in a set. */
  private record Offer(String service, Bytes descriptorSet) {}

  public RegisteredServices(FleetOverview fleet, ZoneDesk zones) {
    this.fleet = requireNonNull(fleet, "fleet");
    this.zones = requireNonNull(zones, "zones");
    this.changes = fleet.listen(this::fleetChanged);
  }

  /** Calls {@code listener} when there may be something new; it must only take note. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  private void fleetChanged() {
    changed.set(true);
    listeners.forEach(Runnable::run);
  }

  /** The members of the fleet, as it is now. */
  List<MemberStatus> members() {
    return fleet.snapshot().members();
  }

  /** What can be called. The same object for as long as nothing has changed. */
  public DynamicServices now() {
    if (changed.get()) {
      look();
    }
    return all;
  }

  private synchronized void look() {
    if (!changed.getAndSet(false)) {
      return;
    }
    Set<Offer> offers = new LinkedHashSet<>();
    List<MemberStatus> members = fleet.snapshot().members();
    members.stream().filter(RegisteredServices::isThere).forEach(node -> add(node, offers));
    // Of those that are started for a call.
    for (ZoneEntry zone : zones.zones()) {
      zone.methods().forEach(method -> add(method.service(), offers));
    }
    // Of those that have gone lately too: "no node may run it now" tells more than "no such
    // method".
    members.forEach(node -> add(node, offers));
    // In order: of two versions of a method the first counts.
    if (List.copyOf(offers).equals(List.copyOf(read.keySet()))) {
      return;
    }
    Map<Offer, DynamicServices> now = new LinkedHashMap<>();
    offers.forEach(
        offer -> {
          DynamicServices known = read.get(offer);
          now.put(offer, known == null ? read(offer) : known);
        });
    all = DynamicServices.join(offers.stream().map(now::get).toList());
    read = now;
  }

  private static boolean isThere(MemberStatus member) {
    return member.standing().state().inView();
  }

  private static void add(MemberStatus member, Set<Offer> offers) {
    member.registration().services().forEach(service -> add(service, offers));
  }

  private static void add(OfferedService service, Set<Offer> offers) {
    if (service.descriptorSet().size() > 0) {
      offers.add(new Offer(service.name(), service.descriptorSet()));
    }
  }

  private static DynamicServices read(Offer offer) {
    try {
      return DynamicServices.of(List.of(offer.descriptorSet().array()))
          .only(offer.service()::equals);
    } catch (EdgewiseException e) {
      LOG.log(
          Level.WARNING,
          "the gateway cannot offer " + offer.service() + " as a node describes it: " + e);
      return DynamicServices.of(List.of());
    }
  }

  @Override
  public void close() {
    changes.close();
  }
}
