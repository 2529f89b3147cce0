package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A service whose methods are lambdas over bytes. */
final class FakeService implements HostedService {
  static final String NAME = "test.v1.Fake";

  /** What a method does; what it throws comes out as a body's failure does. */
  @FunctionalInterface
  interface Method {
    byte[] call(byte[] request, CallContext context) throws Exception;
  }

  /** What a streaming method does. */
  @FunctionalInterface
  interface StreamingMethod {
    void stream(byte[] request, CallContext context, ItemSink sink) throws Exception;
  }

  private record Offered(MethodContract contract, Method method, StreamingMethod stream) {}

  private final Map<String, Offered> methods = new LinkedHashMap<>();
  private final Map<String, CacheRule> keptStreams = new LinkedHashMap<>();
  private volatile Health health = new Health.Healthy();

  FakeService on(String name, Method method) {
    return on(name, Label.PUBLIC, method);
  }

  FakeService on(String name, Label label, Method method) {
    MethodContract contract =
        new MethodContract(
            NAME, name, Tier.EDGE, Duration.ofSeconds(10), true, label, Optional.empty());
    methods.put(contract.fullName(), new Offered(contract, method, (request, context, sink) -> {}));
    return this;
  }

  /** A method that runs only where there is such an accelerator. */
  FakeService needing(Needs needs, String name, Method method) {
    on(name, method);
    methods.computeIfPresent(
        NAME + "/" + name,
        (full, offered) ->
            new Offered(offered.contract().needing(needs), offered.method(), offered.stream()));
    return this;
  }

  /** A method whose answers are kept. */
  FakeService keeping(CacheRule rule, String name, Method method) {
    on(name, method);
    methods.computeIfPresent(
        NAME + "/" + name,
        (full, offered) ->
            new Offered(offered.contract().keptBy(rule), offered.method(), offered.stream()));
    return this;
  }

  /** Of a stream whose items are kept, as the profile of a model's caller may ask for. */
  FakeService keepsStream(CacheRule rule, String name) {
    keptStreams.put(NAME + "/" + name, rule);
    return this;
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    CacheRule kept = keptStreams.get(fullName);
    if (kept != null) {
      return Optional.of(new CallCaching.Question(fullName + "|code", kept, request));
    }
    return offered(fullName)
        .contract()
        .cached()
        .map(rule -> new CallCaching.Question(fullName + "|code", rule, request));
  }

  FakeService streams(String name, StreamingMethod stream) {
    MethodContract contract =
        new MethodContract(
                NAME,
                name,
                Tier.EDGE,
                MethodContract.LONGEST_DEADLINE,
                true,
                Label.PUBLIC,
                Optional.empty())
            .asStream();
    methods.put(contract.fullName(), new Offered(contract, (request, context) -> request, stream));
    return this;
  }

  /** A streaming method that goes on elsewhere. */
  FakeService resumes(String name, StreamingMethod stream) {
    streams(name, stream);
    methods.computeIfPresent(
        NAME + "/" + name,
        (full, offered) -> new Offered(offered.contract().asResumable(), offered.method(), stream));
    return this;
  }

  void feels(Health health) {
    this.health = health;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<MethodContract> methods() {
    return methods.values().stream().map(Offered::contract).toList();
  }

  @Override
  public byte[] descriptorSet() {
    return new byte[] {1, 2, 3};
  }

  @Override
  public boolean queuesInLanes(String fullName) {
    return false;
  }

  @Override
  public Map<String, String> models() {
    return Map.of();
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException {
    return failing(
        fullName, () -> Message.of(offered(fullName).method().call(request.bytes(), context)));
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException {
    failing(
        fullName,
        () -> {
          offered(fullName).stream().stream(request.bytes(), context, sink);
          return Message.EMPTY;
        });
  }

  private Offered offered(String fullName) {
    Offered offered = methods.get(fullName);
    if (offered == null) {
      throw new AssertionError(fullName);
    }
    return offered;
  }

  private static Message failing(String fullName, Callable<Message> body)
      throws FaultThrown, InterruptedException {
    try {
      return body.call();
    } catch (InterruptedException | FaultThrown | EdgewiseException e) {
      throw e;
    } catch (Exception e) {
      throw EdgewiseException.of(ErrorCode.BODY_FAILED, fullName + " failed: " + e, e);
    }
  }

  @Override
  public boolean tellsHealth() {
    return true;
  }

  @Override
  public Health health() {
    return health;
  }
}
