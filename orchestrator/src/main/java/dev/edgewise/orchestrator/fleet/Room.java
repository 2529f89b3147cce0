package dev.edgewise.orchestrator.fleet;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Makes room for a new member where only some that are gone are in its way. */
final class Room {
  private Room() {}

  /** Whether there is room for one more of at most {@code most}. */
  static boolean make(Map<String, Member> members, int most) {
    if (members.size() < most) {
      return true;
    }
    Optional<Member> oldest =
        members.values().stream()
            .filter(member -> member.life() instanceof Life.Gone)
            .min(Comparator.comparingLong(member -> member.life().since()));
    oldest.ifPresent(member -> members.remove(member.name()));
    return oldest.isPresent();
  }
}
