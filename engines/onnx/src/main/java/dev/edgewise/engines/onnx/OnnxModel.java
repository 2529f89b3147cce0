package dev.edgewise.engines.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.core.model.Turns;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model. A session may be run by several threads at once; more of them than there are
 * cores would only slow each other down, so callers beyond that wait in the order of their coming.
 *
 * <p>Inputs are read where they lie. An output whose shape can be told beforehand, from the sizes
 * of the inputs and the names that the file gives them, is written by the runtime straight into the
 * tensor that the caller gets.
 *
 * <p>Thread-safe. {@link #close} waits for runs that have begun or wait; a run that comes later is
 * an {@link IllegalStateException}.
 */
final class OnnxModel implements TensorModel {
  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final @Nullable RunOptions eachRun;
  private final long memoryBytes;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final Signature signature;

  /** Most runs pin all outputs, and some none: these sets are what the runtime wants to know. */
  private final Set<String> outputNames;

  private final Turns turns;

  private OnnxModel(
      String name,
      OrtEnvironment environment,
      OrtSession session,
      @Nullable RunOptions eachRun,
      long memoryBytes,
      int parallelRuns,
      List<Port> inputs,
      List<Port> outputs) {
    this.name = name;
    this.environment = environment;
    this.session = session;
    this.eachRun = eachRun;
    this.memoryBytes = memoryBytes;
    this.inputs = inputs;
    this.outputs = outputs;
    this.signature =
        new Signature(
            inputs.stream().map(Port::spec).toList(), outputs.stream().map(Port::spec).toList());
    this.outputNames =
        new LinkedHashSet<>(outputs.stream().map(port -> port.spec().name()).toList());
    this.turns = new Turns(name, parallelRuns);
  }

  static OnnxModel load(String name, ByteBuffer file, EngineOptions options, int parallelRuns) {
    OrtEnvironment environment = NativeRuntime.start(name);
    ByteBuffer bytes = file.isDirect() ? file.slice() : direct(file);
    OrtSession session;
    try {
      session = Sessions.open(name, environment, bytes, options);
    } catch (OrtException e) {
      throw EdgewiseException.of(
          isOutOfMemory(e) ? ErrorCode.NO_MODEL_MEMORY : ErrorCode.BROKEN_MODEL,
          "Model '%s' cannot be loaded: %s. Its %d bytes may be cut off or of another format, or it needs what ONNX Runtime lacks; export it again."
              .formatted(name, Sessions.words(e), bytes.remaining()),
          e);
    }
    try {
      return new OnnxModel(
          name,
          environment,
          session,
          Sessions.eachRun(options).orElse(null),
          bytes.remaining(),
          parallelRuns,
          ports(name, "input", session.getInputInfo().values()),
          ports(name, "output", session.getOutputInfo().values()));
    } catch (OrtException | RuntimeException e) {
      try {
        session.close();
      } catch (OrtException again) {
        e.addSuppressed(again);
      }
      if (e instanceof RuntimeException ours) {
        throw ours;
      }
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model '%s' does not say what it takes: %s.".formatted(name, Sessions.words(e)),
          e);
    }
  }

  private static List<Port> ports(String model, String kind, Collection<NodeInfo> nodes) {
    List<Port> ports = new ArrayList<>();
    for (NodeInfo node : nodes) {
      Optional<Port> port = Port.of(node);
      if (port.isEmpty()) {
        throw EdgewiseException.of(
            ErrorCode.BROKEN_MODEL,
            "Model '%s' cannot be used: its %s '%s' is %s, which ONNX Runtime's Java interface does not carry. Export it with another type."
                .formatted(model, kind, node.getName(), node.getInfo()));
      }
      ports.add(port.get());
    }
    return List.copyOf(ports);
  }

  private static ByteBuffer direct(ByteBuffer file) {
    return ByteBuffer.allocateDirect(file.remaining()).put(file.duplicate()).flip();
  }

  @Override
  public String name() {
    return name;
  }

  /** The file's size: most of it are weights, which the session has copied. */
  @Override
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> run(List<Tensor> tensors) {
    signature.check(name, tensors, 0);
    return turns.take(
        () -> {
          try {
            return runChecked(tensors);
          } catch (OrtException e) {
            throw EdgewiseException.of(
                isOutOfMemory(e) ? ErrorCode.NO_MODEL_MEMORY : ErrorCode.BODY_FAILED,
                "Model '%s' failed on %s: %s.".formatted(name, tensors, Sessions.words(e)),
                e);
          }
        });
  }

  private List<Tensor> runChecked(List<Tensor> tensors) throws OrtException {
    Map<String, Integer> sizes = new HashMap<>();
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
    Map<String, Tensor> written = new HashMap<>();
    try {
      for (int i = 0; i < inputs.size(); i++) {
        inputs.get(i).learn(tensors.get(i), sizes);
        String input = inputs.get(i).spec().name();
        given.put(input, wrap(input, tensors.get(i)));
      }
      Set<String> open = new LinkedHashSet<>(outputNames);
      for (Port output : outputs) {
        Optional<List<Integer>> shape = output.shapeFor(sizes);
        if (shape.isPresent()) {
          Tensor tensor = Tensor.allocate(output.spec().type(), shape.get());
          pinned.put(output.spec().name(), wrap(output.spec().name(), tensor));
          written.put(output.spec().name(), tensor);
          open.remove(output.spec().name());
        }
      }
      try (OrtSession.Result result = run(given, open, pinned)) {
        List<Tensor> answers = new ArrayList<>(outputs.size());
        for (Port output : outputs) {
          Tensor tensor = written.get(output.spec().name());
          answers.add(
              tensor != null
                  ? tensor
                  : copy(output.spec(), result.get(output.spec().name()).orElseThrow()));
        }
        return List.copyOf(answers);
      }
    } finally {
      given.values().forEach(OnnxTensor::close);
      pinned.values().forEach(OnnxTensor::close);
    }
  }

  private OrtSession.Result run(
      Map<String, OnnxTensor> given, Set<String> open, Map<String, OnnxTensor> pinned)
      throws OrtException {
    return eachRun == null
        ? session.run(given, open, pinned)
        : session.run(given, open, pinned, eachRun);
  }

  private OnnxTensor wrap(String port, Tensor tensor) throws OrtException {
    long[] shape = tensor.shape().stream().mapToLong(Integer::longValue).toArray();
    if (tensor.type() == ElementType.BYTES) {
      return OnnxTensor.createTensor(environment, texts(port, tensor.toTexts()), shape);
    }
    return OnnxTensor.createTensor(environment, tensor.data(), shape, Elements.type(tensor.type()));
  }

  /** The runtime's strings are texts: bytes that are none would become others on their way. */
  private String[] texts(String port, List<byte[]> elements) {
    String[] texts = new String[elements.size()];
    for (int i = 0; i < texts.length; i++) {
      try {
        texts[i] =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(elements.get(i))).toString();
      } catch (CharacterCodingException e) {
        throw EdgewiseException.of(
            ErrorCode.WRONG_TENSOR,
            ("Model '%s': element %d of input '%s' is no text in UTF-8, and ONNX Runtime keeps no"
                    + " other bytes. Send text, or a tensor of UINT8.")
                .formatted(name, i, port),
            e);
      }
    }
    return texts;
  }

  /** What the runtime keeps is gone with the result. */
  private static Tensor copy(TensorSpec spec, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new OrtException("output '" + spec.name() + "' is no tensor");
    }
    List<Integer> shape =
        Arrays.stream(tensor.getInfo().getShape()).mapToObj(Math::toIntExact).toList();
    if (spec.type() == ElementType.BYTES) {
      List<byte[]> texts = new ArrayList<>();
      addTexts(tensor.getValue(), texts);
      return Tensor.ofTexts(shape, texts);
    }
    Tensor copy = Tensor.allocate(spec.type(), shape);
    if (copy.data().hasRemaining()) {
      copy.data().put(tensor.getByteBuffer());
    }
    return copy;
  }

  private static void addTexts(Object value, List<byte[]> texts) {
    if (value instanceof Object[] several) {
      for (Object one : several) {
        addTexts(one, texts);
      }
    } else {
      texts.add(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    turns.close(
        () -> {
          try {
            session.close();
          } catch (OrtException e) {
            throw EdgewiseException.of(
                ErrorCode.BODY_FAILED,
                "Closing model '%s' failed: %s.".formatted(name, Sessions.words(e)),
                e);
          } finally {
            if (eachRun != null) {
              eachRun.close();
            }
          }
        });
  }

  @Override
  public String toString() {
    return "OnnxModel " + name + " " + signature.inputs() + " → " + signature.outputs();
  }

  /** The runtime tells it in words only. */
  private static boolean isOutOfMemory(OrtException e) {
    String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("failed to allocate memory")
        || text.contains("bad allocation")
        || text.contains("bad_alloc")
        || text.contains("out of memory");
  }
}
