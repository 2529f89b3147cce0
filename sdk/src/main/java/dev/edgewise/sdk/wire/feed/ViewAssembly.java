package dev.edgewise.sdk.wire.feed;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.Names;
import dev.edgewise.core.Node;
import dev.edgewise.core.Text;
import dev.edgewise.core.rules.RuleBook;
import dev.edgewise.proto.v1.FullView;
import dev.edgewise.proto.v1.NodeEntry;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ViewDelta;
import dev.edgewise.proto.v1.ZoneEntries;
import dev.edgewise.proto.v1.ZoneEntry;
import dev.edgewise.sdk.fleet.OrchestratorView;
import dev.edgewise.sdk.fleet.RegisteredNode;
import dev.edgewise.sdk.fleet.ScaledZone;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.sdk.wire.RuleMessages;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a view together from full ones and deltas. A delta that does not fit changes nothing. What
 * comes from outside is checked: an entry that makes no sense is left out, and there are at most
 * {@value #MOST_NODES} nodes and {@value #MOST_ZONES} zones. Not thread-safe.
 */
final class ViewAssembly {
  static final int MOST_NODES = 10_000;
  static final int MOST_ZONES = 1_000;

  private static final long LONGEST_START = Duration.ofDays(1).toMillis();
  private static final int MAX_TEXT = 500;

  private final Map<String, RegisteredNode> nodes = new LinkedHashMap<>();
  private List<ScaledZone> zones = List.of();
  private RuleBook rules = RuleBook.EMPTY;
  private long version;
  private boolean begun;

  OrchestratorView full(FullView full) {
    nodes.clear();
    full.getNodesList().forEach(this::put);
    zones = zones(full.getZones());
    rules = RuleMessages.fromProto(full.getRules());
    begun = true;
    version = full.getVersion();
    return view();
  }

  /** The next view; empty when the delta does not fit, and a full one has to be asked for. */
  Optional<OrchestratorView> delta(ViewDelta delta) {
    if (!begun || delta.getFrom() != version) {
      return Optional.empty();
    }
    nodes.keySet().removeAll(delta.getRemovedList());
    // Loads of nodes that are not in the delta go on ageing; they are not told again.
    nodes.replaceAll((name, node) -> withoutLoad(node));
    delta.getChangedList().forEach(this::put);
    zones = delta.hasZones() ? zones(delta.getZones()) : zones;
    rules = delta.hasRules() ? RuleMessages.fromProto(delta.getRules()) : rules;
    version = delta.getVersion();
    return Optional.of(view());
  }

  private OrchestratorView view() {
    return new OrchestratorView(version, List.copyOf(nodes.values()), zones, rules);
  }

  private void put(NodeEntry entry) {
    RegisteredNode node = node(entry);
    if (node == null) {
      nodes.remove(entry.getNode());
    } else if (nodes.size() < MOST_NODES || nodes.containsKey(entry.getNode())) {
      nodes.put(entry.getNode(), node);
    }
  }

  private static List<ScaledZone> zones(ZoneEntries zones) {
    return zones.getZonesList().stream()
        .filter(entry -> Names.isValid(entry.getSite().getName()))
        .limit(MOST_ZONES)
        .map(ViewAssembly::zone)
        .toList();
  }

  private static ScaledZone zone(ZoneEntry entry) {
    return new ScaledZone(
        Protos.fromProto(entry.getSite()),
        Math.max(0, entry.getNodes()),
        Math.max(0, entry.getStarting()),
        Math.max(0, entry.getMax()),
        Duration.ofMillis(Math.min(Math.max(0, entry.getColdStartMillis()), LONGEST_START)),
        methods(entry.getServicesList()),
        Protos.accelerators(entry.getAcceleratorsList()),
        entry.getCanStart(),
        Text.line(entry.getBecause(), MAX_TEXT));
  }

  private static RegisteredNode withoutLoad(RegisteredNode node) {
    return node.load().isEmpty()
        ? node
        : new RegisteredNode(
            node.node(),
            node.address(),
            node.epoch(),
            node.liveness(),
            node.draining(),
            node.methods(),
            node.accelerators(),
            Optional.empty(),
            Duration.ZERO,
            node.quarantines());
  }

  private static @Nullable RegisteredNode node(NodeEntry entry) {
    Optional<Tier> tier = Protos.fromProto(entry.getTier());
    if (!Names.isValid(entry.getNode())
        || !Names.isValid(entry.getSite().getName())
        || tier.isEmpty()) {
      return null;
    }
    try {
      Address.parse(entry.getAddress());
    } catch (EdgewiseException e) {
      return null;
    }
    Optional<Load> load =
        entry.hasLoad() ? Optional.of(Protos.fromProto(entry.getLoad())) : Optional.empty();
    return new RegisteredNode(
        new Node(entry.getNode(), tier.get(), Protos.fromProto(entry.getSite())),
        entry.getAddress(),
        entry.getEpoch(),
        liveness(entry),
        entry.getDraining(),
        methods(entry.getServicesList()),
        Protos.accelerators(entry.getAcceleratorsList()),
        load,
        Duration.ofMillis(Math.max(0, entry.getLoadAgeMillis())),
        Quarantines.read(entry.getQuarantinesList()));
  }

  private static Liveness liveness(NodeEntry entry) {
    return switch (entry.getLiveness()) {
      case LIVENESS_SUSPECT -> Liveness.SUSPECT;
      case LIVENESS_ISLANDED -> Liveness.ISLANDED;
      case LIVENESS_ALIVE, LIVENESS_UNSPECIFIED, UNRECOGNIZED -> Liveness.ALIVE;
    };
  }

  private static Set<String> methods(List<OfferedService> services) {
    Set<String> methods = new LinkedHashSet<>();
    for (OfferedService service : services) {
      for (String method : service.getMethodsList()) {
        methods.add(service.getName() + "/" + method);
      }
    }
    return methods;
  }
}
