package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import org.jspecify.annotations.Nullable;

/** Says in a newcomer's words why a node got a call. Pure. */
final class Reason {
  private Reason() {}

  static String of(
      Choice choice,
      Prediction[] nodes,
      MethodContract method,
      Attempt attempt,
      long remaining,
      RouterSettings settings) {
    StringBuilder text = new StringBuilder(160);
    Prediction node = choice.node();
    Prediction rival = choice.rival();
    text.append(node.node().name())
        .append(": ")
        .append(Words.time(node.expected()))
        .append(" expected");
    switch (choice.why()) {
      case ONLY -> onlyOne(text, node, nodes, attempt);
      case BEST -> {
        if (rival != null) {
          text.append(", ")
              .append(rival.node().name())
              .append(' ')
              .append(Words.time(rival.expected()))
              // What is weighed may prefer a node on which a little more is expected.
              .append(rival.expected() < node.expected() ? ", but " : ": ");
          costs(text, node, rival);
        }
      }
      case EQUAL_LESS_BUSY -> equal(text, rival, "fewer of this caller's calls run there");
      case EQUAL_LONGER_UNUSED -> equal(text, rival, "it was used longer ago");
      case EQUAL_BY_NAME -> equal(text, rival, "its name comes first");
      case TIER_LEFT -> left(text, rival, method, remaining, settings);
      case SOONEST -> {
        text.append(", and ")
            .append(within(remaining))
            .append(": nobody is sure to finish in time");
        text.append(rival == null ? ", and there is no other node" : ", this node soonest");
      }
    }
    batch(text, node);
    if (choice.why() != Choice.Why.TIER_LEFT && choice.why() != Choice.Why.SOONEST) {
      preference(text, node, nodes, method);
    }
    return text.toString();
  }

  private static void batch(StringBuilder text, Prediction node) {
    if (node.joins() > 0) {
      text.append("; joins a batch of ").append(node.joins());
    }
    if (node.loading() > 0) {
      text.append("; the model is cold, ").append(Words.time(node.loading())).append(" to load");
    }
  }

  private static void onlyOne(
      StringBuilder text, Prediction node, Prediction[] nodes, Attempt attempt) {
    if (nodes.length == 1) {
      text.append("; no other node may run this call");
      if (attempt.onlyTier().isPresent()) {
        text.append(", which is bound to the ")
            .append(Eligibility.word(node.node().tier()))
            .append(" tier");
      }
    } else if (hasOther(nodes, node)) {
      text.append(", and no other ")
          .append(Eligibility.word(node.node().tier()))
          .append(" node in time");
    } else {
      text.append("; no other ")
          .append(Eligibility.word(node.node().tier()))
          .append(" node may run this call");
    }
  }

  private static boolean hasOther(Prediction[] nodes, Prediction chosen) {
    for (Prediction node : nodes) {
      if (!node.isOn(chosen.node()) && node.node().tier() == chosen.node().tier()) {
        return true;
      }
    }
    return false;
  }

  private static void equal(StringBuilder text, @Nullable Prediction rival, String because) {
    if (rival != null) {
      text.append(", ")
          .append(rival.node().name())
          .append(" as good (")
          .append(Words.time(rival.expected()))
          .append("): ");
    }
    text.append(because);
  }

  private static void left(
      StringBuilder text,
      @Nullable Prediction abandoned,
      MethodContract method,
      long remaining,
      RouterSettings settings) {
    if (abandoned == null) {
      return;
    }
    text.append(
            method.cascade().isPresent()
                ? "; the cascade goes straight to the cloud: "
                : "; the preferred tier is left: ")
        .append(abandoned.node().name());
    if (abandoned.isSoonEnough(remaining, settings)) {
      text.append(" has failed too often lately");
      return;
    }
    text.append(" would need ").append(Words.time(abandoned.expected()));
    if (abandoned.expected() <= remaining) {
      text.append(", too close to the ")
          .append(Words.time((double) remaining))
          .append(" that are left");
    } else {
      text.append(", and ").append(within(remaining));
    }
  }

  /** Says so when the other tier would have been faster. */
  private static void preference(
      StringBuilder text, Prediction chosen, Prediction[] nodes, MethodContract method) {
    Prediction faster = null;
    for (Prediction node : nodes) {
      if (node.node().tier() != chosen.node().tier()
          && node.expected() < chosen.expected()
          && (faster == null || node.expected() < faster.expected())) {
        faster = node;
      }
    }
    if (faster != null) {
      Tier tier = chosen.node().tier();
      text.append("; ")
          .append(faster.node().name())
          .append(" would need ")
          .append(Words.time(faster.expected()))
          .append(
              method.cascade().isPresent()
                  ? ", but the cascade starts at the "
                  : ", but the method prefers the ")
          .append(Eligibility.word(tier));
    }
  }

  /** Names the part of the score by which the rival lost most, here and there. */
  private static void costs(StringBuilder text, Prediction winner, Prediction rival) {
    double way = rival.roundTrip() - winner.roundTrip();
    double transfer = rival.transfer() - winner.transfer();
    double queue = rival.queue() - winner.queue();
    double service = rival.service() - winner.service();
    double failing = rival.failing() - winner.failing();
    double ruled = rival.ruled() - winner.ruled();
    double most =
        Math.max(
            Math.max(Math.max(way, transfer), Math.max(queue, service)), Math.max(failing, ruled));
    if (most == ruled && ruled > 0) {
      text.append("a rule weighs it down");
    } else if (most == failing) {
      text.append("it has failed lately");
    } else if (most == queue && rival.loading() > winner.loading()) {
      text.append("the model is cold there, ")
          .append(Words.time(rival.loading()))
          .append(" to load");
    } else if (most == service && winner.joins() > 0) {
      against(text, "more work by", winner.service(), rival.service());
    } else if (most == queue) {
      // Waiting is told as it is expected, though it is weighed more than that.
      if (rival.waiting() > winner.waiting()) {
        against(text, "queue", winner.waiting(), rival.waiting());
      } else {
        text.append("more of its slots are taken");
      }
    } else if (most == service) {
      against(text, "run time", winner.service(), rival.service());
    } else if (most == transfer) {
      against(text, "payload", winner.transfer(), rival.transfer());
    } else {
      against(text, "round trip", winner.roundTrip(), rival.roundTrip());
    }
  }

  private static void against(StringBuilder text, String term, double here, double there) {
    text.append(term)
        .append(' ')
        .append(Words.time(here))
        .append(" against ")
        .append(Words.time(there));
  }

  private static String within(long remaining) {
    return remaining <= 0
        ? "the deadline has passed"
        : Words.time((double) remaining) + " are left";
  }
}
