package dev.edgewise.sdk.local;

import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.host.HostedBody;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A body of this JVM, offered by a node. */
final class LocalBody implements Offering {
  private final HostedBody body;
  private final Map<String, CacheRule> rules = new HashMap<>();

  /** In one JVM a class is always the same: an agent, whose jars change, says more of it. */
  private final String producer;

  LocalBody(HostedBody body) {
    this.body = body;
    this.producer = "|body=" + body.type().getName() + ";tier=" + body.tier();
    for (MethodContract method : body.methods()) {
      method.cached().ifPresent(rule -> rules.put(method.fullName(), rule));
    }
  }

  @Override
  public Collection<MethodContract> methods() {
    return body.methods();
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    return Optional.ofNullable(rules.get(fullName))
        .map(rule -> new CallCaching.Question(fullName + producer, rule, request));
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException {
    return body.call(fullName, request, context);
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException {
    body.stream(fullName, request, context, sink);
  }
}
