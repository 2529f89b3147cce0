package dev.edgewise.agent.serve;

import dev.edgewise.core.ErrorCode;

/** What calls are told that may not come in. */
final class Refusals {
  final Entry.TurnedAway stopping =
      new Entry.TurnedAway(
          ErrorCode.DRAINING, "The node is stopping and takes no new calls. Try another.");
  final Entry.TurnedAway draining =
      new Entry.TurnedAway(
          ErrorCode.DRAINING,
          "The node is draining, as its operator wants, and takes no new calls. Try another.");
  final Entry.TurnedAway nodeFull;
  final Entry.TurnedAway slowest;
  final Entry.TurnedAway noMoreStreams;
  final int mostArriving;
  private final Capacity capacity;

  Refusals(Capacity capacity, int mostArriving) {
    this.capacity = capacity;
    this.mostArriving = mostArriving;
    nodeFull =
        full(
            "The node is full: it holds at most "
                + capacity.maxCalls()
                + " calls and "
                + capacity.maxHeld()
                + " bytes.");
    slowest =
        full(
            "Of the "
                + mostArriving
                + " requests that may be on their way to this node this one was so the longest, and"
                + " others came. Send it faster.");
    noMoreStreams =
        full(
            "The node has "
                + capacity.maxOpenStreams()
                + " streams open, and takes no more (maxOpenStreams).");
  }

  /** A method has no place left. */
  Entry.TurnedAway methodFull(String method) {
    return full(
        method
            + " is full here: "
            + capacity.concurrency()
            + " calls run and "
            + capacity.queue()
            + " may wait.");
  }

  private static Entry.TurnedAway full(String why) {
    return new Entry.TurnedAway(ErrorCode.OVERLOADED, why + " Try another node, or later.");
  }
}
