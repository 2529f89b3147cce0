package dev.edgewise.sdk.local;

import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.host.HostedBody;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.util.Collection;
import java.util.Optional;

/** What a node in this JVM answers with: a body, or a model. Thread-safe as far as that is. */
interface Offering {
  /** The contracts of the methods that it offers. */
  Collection<MethodContract> methods();

  /** What a call asks of the cache; empty when its answer is not kept. */
  Optional<CallCaching.Question> question(String fullName, Message request);

  /** Runs a method with one result on this thread; throws as {@link HostedBody#call} says. */
  Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException;

  /** Runs a streaming method on this thread; throws as {@link HostedBody#stream} says. */
  void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException;
}
