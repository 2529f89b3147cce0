package dev.edgewise.lab.oip;

/** Why we answer some requests otherwise than Triton. The same stands in docs/open-inference.md. */
final class Deviation {
  static final String READY = "404 says more than 400: there is no such model or version";

  static final String UNKNOWN_STATISTICS =
      "an unknown model is not found, whatever is asked of it; Triton says so everywhere but here";

  static final String UNKNOWN_LOAD =
      "an unknown model is not found; the fault is the caller's, not the server's";

  static final String LARGE_BATCH =
      "rows that one caller sends together are run, by themselves; the bound is on what is put"
          + " together of several callers";

  static final String MALFORMED =
      "400: what was sent is wrong, and sending it again is of no use; Triton says 500";

  static final String NO_NUMBER = "a version that is no number is one that there is not";

  static final String SURPLUS =
      "a sender who has miscounted should learn of it; Triton takes the first and drops the rest";

  static final String UNLOAD = "a gateway unloads nothing: the node that has the model does";

  static final String OFFERED =
      "a gateway knows which models nodes offer, and not what an operator unloaded at one of them";

  static final String UNLOADED =
      "UNAVAILABLE, not NOT_FOUND: the model is there, and a load brings it back";

  private Deviation() {}
}
