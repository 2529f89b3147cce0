package dev.edgewise.agent.rpc.oip;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.ModelCatalogue;
import dev.edgewise.serving.protocol.NodeInference;
import dev.edgewise.serving.protocol.Statistics;
import dev.edgewise.serving.protocol.Step;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The protocol's service, as if a body offered it, so that admission, labels, deadlines and
 * draining apply as to any other. Thread-safe. Not offered to the fleet: whoever wants any node's
 * models calls the gateway.
 */
public final class OpenInference implements HostedService {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Map<String, HostedService> services = new LinkedHashMap<>();
  private final Statistics statistics = new Statistics();
  private final NodeInference protocol;
  private final Clock clock;

  /**
   * Over the node's own models, and services of which those of models count.
   *
   * @param version of the agent's software
   */
  private OpenInference(
      ModelCatalogue catalogue, List<HostedService> services, String version, Clock clock) {
    this.clock = requireNonNull(clock, "clock");
    Set<String> own =
        catalogue.models().keySet().stream()
            .map(name -> new ModelMethods(name).service())
            .collect(Collectors.toSet());
    Map<String, String> kinds = new TreeMap<>();
    for (HostedService service : services) {
      if (service.name().startsWith(ModelMethods.PACKAGE) && !own.contains(service.name())) {
        this.services.put(service.name(), service);
        kinds.put(service.name().substring(ModelMethods.PACKAGE.length()), kind(service));
      }
    }
    this.protocol = new NodeInference(catalogue, () -> kinds, statistics, version, clock);
  }

  /**
   * The services with the protocol's own behind them, when there is a model to call or a folder in
   * which one may come to lie.
   *
   * @param catalogue of the node's own models; those that services bring with them are called as
   *     services
   * @param folder whether the node has a folder of models
   */
  public static List<HostedService> beside(
      List<HostedService> services,
      ModelCatalogue catalogue,
      boolean folder,
      String version,
      Clock clock) {
    return folder || services.stream().anyMatch(OpenInference::isCalledSo)
        ? Stream.concat(
                services.stream(),
                Stream.of(new OpenInference(catalogue, services, version, clock)))
            .toList()
        : services;
  }

  /**
   * Points of texts are no tensors to send: for them alone this door stays shut, which lets
   * messages in that are larger than any other's.
   */
  private static boolean isCalledSo(HostedService service) {
    return service.name().startsWith(ModelMethods.PACKAGE)
        && !kind(service).equals(ModelKind.EMBEDDINGS.method());
  }

  private static String kind(HostedService service) {
    return service.methods().stream()
        .map(MethodContract::method)
        .filter(method -> !method.equals(ModelMethods.METADATA))
        .findFirst()
        .orElse("");
  }

  @Override
  public String name() {
    return GrpcInference.SERVICE;
  }

  @Override
  public List<MethodContract> methods() {
    return GrpcInference.METHODS.stream()
        .sorted()
        .map(
            method ->
                new MethodContract(
                    GrpcInference.SERVICE,
                    method,
                    Tier.CLOUD,
                    DEADLINE,
                    true,
                    Label.INTERNAL,
                    Optional.empty()))
        .toList();
  }

  /** The models' own lanes decide when they run. */
  @Override
  public boolean queuesInLanes(String fullName) {
    return true;
  }

  @Override
  public byte[] descriptorSet() {
    return new byte[0];
  }

  @Override
  public Map<String, String> models() {
    return Map.of();
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException {
    Step<Message> step =
        protocol.step(fullName.substring(GrpcInference.SERVICE.length() + 1), request, context);
    return switch (step) {
      case Step.Answer<Message>(Message answer) -> answer;
      case Step.Call<Message> call -> called(call, context);
    };
  }

  private Message called(Step.Call<Message> call, CallContext context)
      throws FaultThrown, InterruptedException {
    HostedService model = services.get(call.method().substring(0, call.method().indexOf('/')));
    if (model == null) {
      throw EdgewiseException.of(ErrorCode.NO_MODEL, call.method() + " is not served here");
    }
    long begun = clock.nanos();
    boolean success = false;
    try {
      Message answer =
          call.answer().apply(model.call(call.method(), call.request(), within(call, context)));
      success = true;
      return answer;
    } finally {
      statistics.ended(call.method(), success, clock.nanos() - begun);
    }
  }

  /** The request may be less patient than its call. */
  private CallContext within(Step.Call<Message> call, CallContext context) {
    Duration left = context.timeLeft();
    Duration allowed = call.timeout().filter(timeout -> timeout.compareTo(left) < 0).orElse(left);
    return CallContext.of(
        call.method(),
        context.decisionId(),
        context.label(),
        context.trace(),
        context.tenant(),
        context.cacheControl(),
        clock.nanos() + allowed.toNanos(),
        clock,
        context::isCancelled);
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink) {
    throw EdgewiseException.of(ErrorCode.UNKNOWN_METHOD, fullName + " has one answer");
  }

  @Override
  public boolean tellsHealth() {
    return false;
  }

  @Override
  public Health health() {
    return new Health.Healthy();
  }
}
