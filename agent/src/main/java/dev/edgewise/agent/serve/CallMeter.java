package dev.edgewise.agent.serve;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.ErrorCode;

/** Told what calls come to, on their own path: fast, never failing. Thread-safe. */
public interface CallMeter {
  /**
   * A call has been answered.
   *
   * @param method full name of a hosted method, or {@link #OTHER}
   * @param status name of gRPC's status, for example {@code OK}
   * @param nanos from its first byte to its answer
   */
  void ended(String method, String status, long nanos);

  /** A call was turned away before its body saw it. */
  void refused(ErrorCode because);

  /** A call was turned away because this node may not see its data. */
  void labelDenied(Label label);

  /** Stands for all methods that are not hosted: their names are strangers' words. */
  String OTHER = "_OTHER";
}
