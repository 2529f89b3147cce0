package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.orchestrator.node.OfferedService;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.overview.MemberStatus;
import dev.edgewise.proto.v1.SetQuarantineRequest;
import java.util.List;
import java.util.stream.Stream;

/** Does what operators want of a service on a node. */
final class QuarantineRequests {
  private static final int LONGEST_WHY = 200;

  private QuarantineRequests() {}

  /**
   * Holds or releases.
   *
   * @throws EdgewiseException with {@code NOT_FOUND} and the nearest names, or {@code BAD_STORE}
   */
  static MemberStatus set(FleetOverview fleet, SetQuarantineRequest request) {
    String node = request.getNode();
    List<MemberStatus> members = fleet.snapshot().members();
    MemberStatus member =
        members.stream()
            .filter(each -> each.name().equals(node))
            .findFirst()
            .orElseThrow(() -> noNode(node, members.stream().map(MemberStatus::name).toList()));
    String service = service(member, request.getService(), request.getHold());
    String why = Text.line(request.getBecause(), LONGEST_WHY);
    return fleet.quarantine(node, service, request.getHold(), why).orElse(member);
  }

  static EdgewiseException noNode(String node, List<String> names) {
    return EdgewiseException.of(
        ErrorCode.NOT_FOUND,
        "there is no node \""
            + Why.line(node)
            + "\". "
            + (names.isEmpty() ? "No node has registered." : NearestNames.hint(node, names)));
  }

  private static String service(MemberStatus member, String name, boolean hold) {
    Stream<String> offered = member.registration().services().stream().map(OfferedService::name);
    // What a dead node offered is not known any more; what holds of it can be released.
    Stream<String> held = member.quarantines().stream().map(each -> each.quarantine().service());
    List<String> names =
        (hold ? offered : Stream.concat(held, offered)).distinct().sorted().toList();
    List<String> found =
        names.stream().filter(each -> each.equals(name) || each.endsWith("." + name)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.size() > 1) {
      throw EdgewiseException.of(
          ErrorCode.NOT_FOUND,
          "\""
              + Why.line(name)
              + "\" may be "
              + String.join(" or ", found)
              + ". Give its full name.");
    }
    throw EdgewiseException.of(
        ErrorCode.NOT_FOUND,
        member.name()
            + " offers no service \""
            + Why.line(name)
            + "\". "
            + (names.isEmpty() ? "It offers none." : NearestNames.hint(name, names)));
  }
}
