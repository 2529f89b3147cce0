package dev.edgewise.orchestrator.registry;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Address;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.node.Registration;
import dev.edgewise.orchestrator.overview.FleetSnapshot;
import dev.edgewise.orchestrator.overview.MemberState;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import dev.edgewise.sdk.spi.FleetRegistry.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the registry should say, all of it: the orchestrator, its nodes, and their services. Ids
 * begin with the orchestrator's own address, so that those of several orchestrators never meet.
 *
 * @param all the orchestrator itself first
 * @param complete whether whatever else is there has to go; not while stored nodes may still come
 *     back
 * @param leftOut those beyond the most that are published
 */
record Listings(List<Listing> all, boolean complete, int leftOut) {
  /** What an orchestrator is looked up by. */
  static final String ORCHESTRATOR = "edgewise-orchestrator";

  /** What nodes are looked up by. */
  static final String NODE = "edgewise-node";

  /** Taken: no service of a node may stand among these. */
  private static final Set<String> RESERVED = Set.of(ORCHESTRATOR, NODE);

  /** Of a value in the registry. */
  private static final int MOST_TEXT = 512;

  private static final Check PASSING = new Check(State.PASSING, "");

  Listings {
    all = List.copyOf(all);
  }

  /**
   * What the registry should say of a fleet.
   *
   * @param self the orchestrator
   * @param most entries that are published
   */
  static Listings of(FleetSnapshot fleet, Self self, int most) {
    List<Listing> all = new ArrayList<>();
    String own = ownId(self.address());
    Map<String, String> meta =
        Map.of("version", clipped(self.version()), "http-port", Integer.toString(self.httpPort()));
    all.add(new Listing(entry(own, ORCHESTRATOR, self.address(), List.of(), meta), PASSING));
    for (MemberStatus member : fleet.members()) {
      if (isListed(member, fleet.settling())) {
        add(own, member, all);
      }
    }
    int kept = Math.min(most, all.size());
    return new Listings(all.subList(0, kept), !fleet.settling(), all.size() - kept);
  }

  /**
   * What an orchestrator says of itself.
   *
   * @param address for agents, applications and gRPC, {@code host:port}
   * @param httpPort of the page and of calls by HTTP, on the same host
   * @param version of its software
   */
  record Self(String address, int httpPort, String version) {
    Self {
      requireNonNull(address, "address");
      requireNonNull(version, "version");
    }
  }

  /** The id of an orchestrator, with which those of its nodes begin. */
  static String ownId(String address) {
    return "edgewise:" + address;
  }

  /** Whether an id is of that orchestrator's. */
  static boolean isOf(String own, String id) {
    return id.equals(own) || id.startsWith(own + ":");
  }

  /** One that left is gone; one that has yet to come back after a start is as it was before. */
  private static boolean isListed(MemberStatus member, boolean settling) {
    MemberState state = member.standing().state();
    return state != MemberState.LEFT && !(settling && state == MemberState.SUSPECT);
  }

  private static void add(String own, MemberStatus member, List<Listing> all) {
    Registration node = member.registration();
    Check check = check(member);
    String id = own + ":" + node.name();
    List<String> tags = new ArrayList<>();
    tags.add(node.node().tier().name().toLowerCase(Locale.ROOT));
    tags.add(node.node().site().name());
    tags.addAll(node.tags());
    Map<String, String> meta = new TreeMap<>();
    meta.put("node", node.name());
    meta.put("tier", node.node().tier().name().toLowerCase(Locale.ROOT));
    meta.put("site", node.node().site().name());
    meta.put("epoch", Long.toString(member.epoch()));
    meta.put("version", clipped(node.version()));
    meta.put("orchestrator", own.substring(ownId("").length()));
    all.add(new Listing(entry(id, NODE, node.address(), tags, meta), check));
    for (OfferedService service : node.services()) {
      String name = lookupName(service.name());
      if (!RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        Map<String, String> more = new TreeMap<>(meta);
        more.put("service", clipped(service.name()));
        more.put("methods", methods(service.methods()));
        String serviceId = id + ":" + encoded(service.name());
        all.add(new Listing(entry(serviceId, name, node.address(), tags, more), check));
      }
    }
  }

  private static Check check(MemberStatus member) {
    String because = clipped(member.standing().because());
    return switch (member.standing().state()) {
      case ALIVE ->
          member.drain().draining()
              ? new Check(State.WARNING, "draining: it takes no new calls")
              : PASSING;
      case ISLANDED -> new Check(State.WARNING, clipped("islanded: " + because));
      case SUSPECT -> new Check(State.CRITICAL, clipped("suspect: " + because));
      case DEAD, LEFT -> new Check(State.CRITICAL, clipped("dead: " + because));
    };
  }

  private static Entry entry(
      String id, String name, String address, List<String> tags, Map<String, String> meta) {
    Address at = Address.parse(address);
    return new Entry(id, name, at.host(), at.port(), tags, meta);
  }

  /** As DNS can say it: {@code shop-v1-Vision}. Two names may meet in it; their ids do not. */
  static String lookupName(String service) {
    return service.replaceAll("[^A-Za-z0-9]", "-");
  }

  /** Letters, digits, dots and underscores as they are, all else by its number. */
  static String encoded(String service) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < service.length(); i++) {
      char c = service.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_');
      text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "~%04x", (int) c));
    }
    return text.toString();
  }

  /** As many names as fit. */
  private static String methods(List<String> names) {
    String all = String.join(",", names);
    if (all.length() <= MOST_TEXT) {
      return all;
    }
    return all.substring(0, Math.max(0, all.lastIndexOf(',', MOST_TEXT - 2))) + ",…";
  }

  private static String clipped(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }
}
