package dev.edgewise.agent.host;

import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One service with a body that has been built. Thread-safe as far as the body is. */
public interface HostedService {
  /** Full protobuf name, for example {@code shop.v1.Vision}. */
  String name();

  /** Contracts of the methods that the body offers. */
  List<MethodContract> methods();

  /** The service's {@code google.protobuf.FileDescriptorSet}, imports included. */
  byte[] descriptorSet();

  /**
   * Whether calls of a method queue in lanes, to be run together with others: then they take no
   * slot of the node's own, and as many are let in as the node holds at all.
   *
   * @param fullName {@code service/method}
   */
  boolean queuesInLanes(String fullName);

  /** Models that the body uses, by name, each with the name of the engine that runs it. */
  Map<String, String> models();

  /**
   * What a call asks of the cache; empty when answers of the method, or for this caller, are not
   * kept.
   *
   * @param fullName {@code service/method}
   * @param request the encoded request message
   */
  default Optional<CallCaching.Question> question(String fullName, Message request) {
    return Optional.empty();
  }

  /**
   * What computes a method's chunks, for the keys of its checkpoints: those of other code fit no
   * more. Empty when the body itself says so in its keys, or nobody can tell.
   *
   * @param fullName {@code service/method}
   */
  default String producer(String fullName) {
    return "";
  }

  /**
   * Runs a method with one result on this thread.
   *
   * @param fullName {@code service/method}
   * @param request the encoded request message
   * @return the encoded response message
   * @throws dev.edgewise.core.EdgewiseException as {@link dev.edgewise.sdk.host.HostedBody#call}
   *     says
   * @throws FaultThrown when the body threw an exception that the method declares
   * @throws InterruptedException when the body was interrupted, which is how a cancelled call ends
   */
  Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException;

  /**
   * Runs a streaming method on this thread, until its stream has no more items.
   *
   * @param fullName {@code service/method}
   * @param request the encoded request message
   * @param sink is told what comes
   * @throws dev.edgewise.core.EdgewiseException as {@link dev.edgewise.sdk.host.HostedBody#stream}
   *     says
   * @throws FaultThrown when the body threw an exception that the method declares
   * @throws InterruptedException when the body was interrupted, or {@code sink} wants no more
   */
  void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException;

  /** Whether the body can be asked how it feels; those that cannot are taken to feel well. */
  boolean tellsHealth();

  /** How the body feels. May take as long as the body's own code does. */
  Health health();
}
