package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Label;
import dev.edgewise.annotations.Tier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A method of a service.
 *
 * @param name as in Java and in the schema
 * @param request one field for each parameter
 * @param response one field, {@code result}; none for {@code void}
 * @param streaming whether it returns a stream, of which each item is a response
 * @param tier that it prefers
 * @param deadline how long a caller waits
 * @param idempotent whether running it twice does no harm
 * @param label that the method itself carries, without what its data adds
 * @param cascade the bounds of its cascade
 * @param batched how its calls are put together
 * @param needs the accelerator without which it cannot run
 * @param cached how its results are kept
 * @param scale how many nodes its zones should have
 * @param resumable whether its stream goes on elsewhere when its node is lost
 * @param faults the declared exceptions that travel, of two related ones the subclass first
 * @param doc its Javadoc, empty if none
 * @param source where it stands
 */
public record MethodModel(
    String name,
    MessageModel request,
    MessageModel response,
    boolean streaming,
    Tier tier,
    Optional<DurationLiteral> deadline,
    boolean idempotent,
    Optional<Label> label,
    Optional<Band> cascade,
    Optional<BatchLiteral> batched,
    Optional<NeedsLiteral> needs,
    Optional<CacheLiteral> cached,
    Optional<ScaleLiteral> scale,
    boolean resumable,
    List<TypeUse> faults,
    String doc,
    SourceRef source) {
  public MethodModel {
    requireNonNull(name, "name");
    requireNonNull(request, "request");
    requireNonNull(response, "response");
    requireNonNull(tier, "tier");
    requireNonNull(deadline, "deadline");
    requireNonNull(label, "label");
    requireNonNull(cascade, "cascade");
    requireNonNull(batched, "batched");
    requireNonNull(needs, "needs");
    requireNonNull(cached, "cached");
    requireNonNull(scale, "scale");
    faults = List.copyOf(faults);
    requireNonNull(doc, "doc");
    requireNonNull(source, "source");
  }

  /** The result, or an item of the stream; absent for {@code void}. */
  public Optional<FieldModel> result() {
    return response.fields().stream().findFirst();
  }

  /** The parameters that are one text each. */
  public List<FieldModel> texts() {
    return request.fields().stream()
        .filter(
            field ->
                field.type().cardinality() == Cardinality.ONE
                    && field.type().kind() == ElementKind.STRING)
        .toList();
  }

  /** The same method with numbered messages. */
  public MethodModel withMessages(MessageModel otherRequest, MessageModel otherResponse) {
    return new MethodModel(
        name,
        otherRequest,
        otherResponse,
        streaming,
        tier,
        deadline,
        idempotent,
        label,
        cascade,
        batched,
        needs,
        cached,
        scale,
        resumable,
        faults,
        doc,
        source);
  }

  /**
   * Milliseconds that a caller waits; empty when the source names no deadline, or none that can be
   * understood. A stream has the longest there is, unless the source names one.
   */
  public OptionalLong deadlineMillis() {
    if (deadline.isPresent()) {
      return deadline.get().waiting();
    }
    return streaming ? OptionalLong.of(DurationLiteral.LONGEST_WAIT) : OptionalLong.empty();
  }

  /** How it answers, as the lock writes it: one answer, or a stream of them. */
  public String kind() {
    return streaming ? "stream" : "unary";
  }

  /** Name of the constant that describes it in generated code. */
  public String constant() {
    return Names.upperSnake(name);
  }

  /** Both messages. */
  public List<MessageModel> messages() {
    return List.of(request, response);
  }
}
