package dev.edgewise.agent.rpc;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.InferResponse;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMetadata;
import dev.edgewise.sdk.spi.model.ModelMethods;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A model that gives back its inputs; one named {@code late} is refused as a lane would. */
final class MirrorModel implements HostedService {
  static final ModelMethods METHODS = new ModelMethods("mirror");

  private final ModelKind kind;

  /** How long the last inference was allowed to take. */
  volatile Duration allowed = Duration.ZERO;

  /** Whose the last inference was. */
  volatile String tenant = "";

  /** One that is called with tensors. */
  MirrorModel() {
    this(ModelKind.TENSORS);
  }

  /** One that is offered as that; only tensors come back. */
  MirrorModel(ModelKind kind) {
    this.kind = kind;
  }

  @Override
  public String name() {
    return METHODS.service();
  }

  @Override
  public List<MethodContract> methods() {
    return METHODS.contracts(kind);
  }

  @Override
  public boolean queuesInLanes(String fullName) {
    return true;
  }

  @Override
  public byte[] descriptorSet() {
    return new byte[] {1};
  }

  @Override
  public Map<String, String> models() {
    return Map.of();
  }

  @Override
  public Message call(String fullName, Message request, CallContext context) {
    if (fullName.endsWith("/Metadata")) {
      TensorSpec x = new TensorSpec("x", ElementType.UINT8, List.of(-1));
      return WireWriter.encode(
          ModelCodecs.METADATA,
          new ModelMetadata(
              "mirror", "tensors", List.of("1"), "onnx", List.of(x), List.of(x), 8, "ready", ""));
    }
    allowed = context.timeLeft();
    tenant = context.tenant();
    InferRequest asked = WireReader.decode(ModelCodecs.INFER_REQUEST, request);
    if (asked.inputs().get(0).name().equals("late")) {
      throw EdgewiseException.of(ErrorCode.OVERLOADED, "the lane would be late");
    }
    return WireWriter.encode(ModelCodecs.INFER_RESPONSE, new InferResponse("1", asked.inputs()));
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink) {
    throw new AssertionError(fullName);
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
