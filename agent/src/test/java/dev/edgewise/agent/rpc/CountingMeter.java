package dev.edgewise.agent.rpc;

import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.annotations.Label;
import dev.edgewise.core.ErrorCode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what it was told. */
final class CountingMeter implements CallMeter {
  final Queue<String> told = new ConcurrentLinkedQueue<>();

  @Override
  public void ended(String method, String status, long nanos) {
    told.add(method + " " + status);
  }

  @Override
  public void refused(ErrorCode because) {
    told.add("refused " + because);
  }

  @Override
  public void labelDenied(Label label) {
    told.add("denied " + label);
  }
}
