package dev.edgewise.serving.host;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.model.ServingProfile;
import dev.edgewise.serving.allocation.Hold;
import dev.edgewise.serving.batch.Terms;
import dev.edgewise.serving.repository.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * A model in the hands of a body. It stays in memory as long as the body has it, and its runs go
 * where everybody's go.
 */
final class BodyModel implements TensorModel {
  /** Of runs outside any call, as in a body's constructor. */
  private static final long WITHOUT_A_CALL_NANOS = Duration.ofMinutes(1).toNanos();

  private final String name;
  private final Node node;
  private final Hold<Loaded> hold;
  private final Loaded.Tensors loaded;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Is told inputs that the model has answered, and whose they were. */
  private final BiConsumer<List<Tensor>, Label> answered;

  private BodyModel(
      String name,
      Node node,
      Hold<Loaded> hold,
      Loaded.Tensors loaded,
      BiConsumer<List<Tensor>, Label> answered) {
    this.name = name;
    this.node = node;
    this.answered = answered;
    this.hold = hold;
    this.loaded = loaded;
  }

  static BodyModel open(HostedModel model, Node node, Remembering remembering, long deadlineNanos)
      throws InterruptedException {
    ModelVersion version = model.found().newest();
    Hold<Loaded> hold = node.allocator().acquire(model.loadable(version), deadlineNanos);
    return new BodyModel(
        model.name(),
        node,
        hold,
        (Loaded.Tensors) hold.value(),
        (inputs, label) -> remembering.answered(version, inputs, label));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long memoryBytes() {
    return loaded.model().memoryBytes();
  }

  @Override
  public Signature signature() {
    return loaded.model().signature();
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    if (closed.get()) {
      throw new IllegalStateException("Model \"" + name + "\" is closed");
    }
    TensorChecks.positional(name, signature(), inputs);
    Optional<CallContext> call = CallContext.current();
    try {
      List<Tensor> outputs = loaded.runner().run(inputs, ServingProfile.DEFAULT, terms(call));
      // What a body runs outside any call belongs to nobody who could have said how secret it is.
      call.ifPresent(known -> answered.accept(inputs, known.label()));
      return outputs;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw EdgewiseException.of(
          ErrorCode.CANCELLED, "A run of model \"" + name + "\" was interrupted.");
    }
  }

  private Terms terms(Optional<CallContext> call) {
    return call.map(known -> node.terms(known, 0))
        .orElseGet(() -> Terms.until(node.clock().nanos() + WITHOUT_A_CALL_NANOS));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      hold.close();
    }
  }
}
