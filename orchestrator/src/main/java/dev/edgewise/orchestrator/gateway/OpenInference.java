package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.serving.protocol.GrpcInference;
import dev.edgewise.serving.protocol.ModelCalls;
import dev.edgewise.serving.protocol.ModelCatalogue;
import dev.edgewise.serving.protocol.RestInference;
import dev.edgewise.serving.protocol.Statistics;
import dev.edgewise.serving.protocol.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Open Inference Protocol over the models of the whole fleet: each is a service of its own, and
 * is called as any other is. Thread-safe; nothing here blocks.
 */
public final class OpenInference {
  private static final Set<String> KINDS =
      Arrays.stream(ModelKind.values())
          .map(ModelKind::method)
          .collect(Collectors.toUnmodifiableSet());

  private final Gateway gateway;
  private final Statistics statistics = new Statistics();
  private final GrpcInference grpc;
  private final RestInference rest;
  private volatile Known known = new Known(null, Map.of());

  /** The models among some services; looked for once for them. */
  private record Known(@Nullable DynamicServices services, Map<String, String> models) {}

  /** The models of the fleet, with what their nodes say of them. */
  private final class Calls implements ModelCalls {
    @Override
    public Map<String, String> models() {
      return OpenInference.this.models();
    }

    @Override
    public List<ModelCatalogue.Entry> index() {
      return ModelStates.of(models().keySet(), gateway.members());
    }
  }

  /**
   * Over a gateway.
   *
   * @param version of this software
   */
  public OpenInference(Gateway gateway, String version) {
    this.gateway = requireNonNull(gateway, "gateway");
    ModelCalls calls = new Calls();
    this.grpc = new GrpcInference(calls, statistics, version);
    this.rest = new RestInference(calls, statistics, version);
  }

  /** Its gRPC form. */
  public GrpcInference grpc() {
    return grpc;
  }

  /** Its REST form. */
  public RestInference rest() {
    return rest;
  }

  /** Models that can be called, by simple service name, with the method of their kind. */
  public Map<String, String> models() {
    DynamicServices services = gateway.services();
    Known now = known;
    if (now.services() != services) {
      now = new Known(services, models(services));
      known = now;
    }
    return now.models();
  }

  private static Map<String, String> models(DynamicServices services) {
    Map<String, String> models = new TreeMap<>();
    for (String method : services.methods()) {
      int slash = method.indexOf('/');
      String kind = method.substring(slash + 1);
      // The others it has beside that one: a model that makes pictures has two.
      if (method.startsWith(ModelMethods.PACKAGE) && KINDS.contains(kind)) {
        models.put(method.substring(ModelMethods.PACKAGE.length(), slash), kind);
      }
    }
    return Map.copyOf(models);
  }

  /** The terms of a call: what its caller asked for, and no more patience than the request has. */
  public Terms terms(Step.Call<?> call, Asked asked) {
    Terms terms = gateway.terms(gateway.services().contract(call.method()), asked);
    return terms instanceof Terms.Agreed agreed ? within(call, agreed) : terms;
  }

  /** The same terms, with no more patience than the request has. */
  public static Terms.Agreed within(Step.Call<?> call, Terms.Agreed terms) {
    return call.timeout().map(terms::within).orElse(terms);
  }

  /** Makes the call of a step. The future never fails; cancelling it cancels the call. */
  public CompletableFuture<Outcome<Message>> make(Step.Call<?> call, Terms.Agreed terms) {
    return gateway.call(call.method(), call.request(), terms);
  }

  /** Makes the answer of a call that has ended, and counts it. */
  public <A> Outcome<A> answered(Step.Call<A> call, Outcome<Message> outcome) {
    Outcome<A> answer = answer(call, outcome);
    statistics.ended(
        call.method(), answer instanceof Outcome.Completed<?>, outcome.took().toNanos());
    return answer;
  }

  private static <A> Outcome<A> answer(Step.Call<A> call, Outcome<Message> outcome) {
    return switch (outcome) {
      case Outcome.Completed<Message> done -> {
        try {
          yield new Outcome.Completed<>(
              call.answer().apply(done.value()),
              done.node(),
              done.escalation(),
              done.cache(),
              done.decisionId(),
              done.took());
        } catch (EdgewiseException e) {
          yield new Outcome.Failed<>(e, done.decisionId(), done.took());
        }
      }
      case Outcome.Refused<Message>(var cause, var id, var took) ->
          new Outcome.Refused<>(cause, id, took);
      case Outcome.Expired<Message>(var cause, var id, var took) ->
          new Outcome.Expired<>(cause, id, took);
      case Outcome.Failed<Message>(var cause, var fault, var id, var took) ->
          new Outcome.Failed<>(cause, fault, id, took);
      case Outcome.Cancelled<Message>(var cause, var id, var took) ->
          new Outcome.Cancelled<>(cause, id, took);
    };
  }
}
