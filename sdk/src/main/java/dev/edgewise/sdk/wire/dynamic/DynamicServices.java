package dev.edgewise.sdk.wire.dynamic;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.NearestNames;
import dev.edgewise.core.Text;
import dev.edgewise.core.rules.MethodShape;
import dev.edgewise.proto.v1.MethodOptions;
import dev.edgewise.proto.v1.Options;
import dev.edgewise.sdk.spi.Fault;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.MethodDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Services that are known by their descriptor sets alone, without any Java that declares them: JSON
 * in, messages on the wire, JSON out. Descriptor sets come from strangers and are checked.
 * Immutable.
 */
public final class DynamicServices {
  private static final int MAX_SET_BYTES = 4 * 1024 * 1024;
  private static final int MAX_FILES = 1_000;

  private final Map<String, Method> methods;

  /** A method, and what its messages may refer to. */
  private record Method(MethodDescriptor descriptor, JsonMessages json) {
    String fullName() {
      return descriptor.getService().getFullName() + "/" + descriptor.getName();
    }
  }

  private DynamicServices(Map<String, Method> methods) {
    this.methods = methods;
  }

  /**
   * Reads descriptor sets, each a serialised {@code google.protobuf.FileDescriptorSet} with its
   * imports. Of a method that stands in several sets the first counts.
   *
   * @throws EdgewiseException with {@code BAD_ANSWER} when a set is broken, incomplete or too large
   */
  public static DynamicServices of(Collection<byte[]> descriptorSets) {
    Map<String, Method> methods = new TreeMap<>();
    for (byte[] set : descriptorSets) {
      Collection<FileDescriptor> files = files(set);
      JsonMessages json = new JsonMessages(files);
      for (FileDescriptor file : files) {
        for (ServiceDescriptor service : file.getServices()) {
          for (MethodDescriptor descriptor : service.getMethods()) {
            Method method = new Method(descriptor, json);
            methods.putIfAbsent(method.fullName(), method);
          }
        }
      }
    }
    return new DynamicServices(methods);
  }

  /** The methods of all of these; of one that stands in several the first counts. */
  public static DynamicServices join(Collection<DynamicServices> services) {
    Map<String, Method> methods = new TreeMap<>();
    services.forEach(each -> each.methods.forEach(methods::putIfAbsent));
    return new DynamicServices(methods);
  }

  /** Only the methods of the services of these full names. */
  public DynamicServices only(Predicate<String> service) {
    Map<String, Method> chosen = new TreeMap<>();
    methods.forEach(
        (name, method) -> {
          if (service.test(method.descriptor().getService().getFullName())) {
            chosen.put(name, method);
          }
        });
    return new DynamicServices(chosen);
  }

  /** Full names of the methods, {@code service/method}, sorted. */
  public List<String> methods() {
    return List.copyOf(methods.keySet());
  }

  /**
   * The full name of a method that may be written shorter, as long as only one can be meant: {@code
   * Vision/detect} for {@code vision.v1.Vision/detect}; a dot in place of the slash will do.
   *
   * @throws EdgewiseException with {@code UNKNOWN_METHOD}, with the names that come nearest
   */
  public String resolve(String name) {
    int dot = name.lastIndexOf('.');
    String slashed =
        name.indexOf('/') < 0 && dot > 0
            ? name.substring(0, dot) + "/" + name.substring(dot + 1)
            : name;
    if (methods.containsKey(slashed)) {
      return slashed;
    }
    List<String> meant =
        methods.keySet().stream().filter(full -> full.endsWith("." + slashed)).toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    throw EdgewiseException.of(
        ErrorCode.UNKNOWN_METHOD,
        "There is no method "
            + Text.line(name, 200)
            + " here. "
            + NearestNames.hint(slashed, methods.keySet()));
  }

  /**
   * The method in protobuf's own terms.
   *
   * @param method full name
   */
  public MethodDescriptor descriptor(String method) {
    return method(method).descriptor();
  }

  /** What rules may read of the messages of each method. */
  public List<MethodShape> shapes() {
    return methods.values().stream().map(method -> MessageShapes.of(method.descriptor())).toList();
  }

  /**
   * How many nodes a zone should have that runs these methods: the largest numbers that any of them
   * says; empty when none says any.
   */
  public Optional<WantedScale> scale() {
    return WantedScale.of(methods.values().stream().map(Method::descriptor).toList());
  }

  /**
   * What the method promises; where its descriptor says nothing, what a method without annotations
   * promises.
   *
   * @param method full name
   */
  public MethodContract contract(String method) {
    return Promises.of(method(method).descriptor());
  }

  /**
   * The method as an invoker takes it: its argument and its result are encoded messages. Where the
   * descriptor does not say where an answer's confidence is, there is no cascade.
   *
   * @param method full name
   */
  public MethodDefinition<Message> definition(String method) {
    MethodDescriptor descriptor = method(method).descriptor();
    MethodOptions options = descriptor.getOptions().getExtension(Options.method);
    MethodContract contract = contract(method);
    Optional<ToDoubleFunction<Message>> confidence =
        contract
            .cascade()
            .flatMap(
                band -> ConfidencePath.of(descriptor.getOutputType(), options.getConfidencePath()));
    return new MethodDefinition<>(
        confidence.isPresent() ? contract : contract.withoutCascade(),
        EncodedCodec.argument(descriptor.getInputType().getFullName()),
        EncodedCodec.of(descriptor.getOutputType().getFullName()),
        confidence,
        Message.EMPTY,
        options.getFaultsList().stream()
            .<Fault<?>>map(name -> new Fault<>(DynamicFault.class, EncodedCodec.fault(name)))
            .toList());
  }

  /**
   * Makes a request message of a JSON object, by protobuf's JSON mapping.
   *
   * @param method full name
   * @throws EdgewiseException with {@code BAD_REQUEST}, naming the field and showing what is
   *     expected; with {@code TOO_LARGE} when the message would be larger than 4 MiB
   */
  public byte[] request(String method, String json) {
    Method known = method(method);
    return known.json().read(method, known.descriptor().getInputType(), json);
  }

  /** What a request looks like: a JSON object on one line, with a value in each field. */
  public String requestSkeleton(String method) {
    return JsonMessages.skeleton(method(method).descriptor().getInputType());
  }

  /**
   * Makes a JSON object, on one line, of a response message. Fields without presence stand there
   * even when they have their default.
   *
   * @param method full name
   * @throws EdgewiseException with {@code BAD_ANSWER} when the bytes are no such message
   */
  public String response(String method, byte[] message) {
    Method known = method(method);
    Descriptor type = known.descriptor().getOutputType();
    return known.json().write(method, type, message);
  }

  /**
   * Makes a JSON object of a declared exception of the method; empty when its message is not in the
   * descriptor set, or cannot be read.
   *
   * @param method full name
   */
  public Optional<String> fault(String method, DynamicFault fault) {
    Method known = method(method);
    return known
        .json()
        .type(fault.messageName())
        .flatMap(type -> known.json().tryWrite(type, fault.body().bytes()));
  }

  private Method method(String fullName) {
    Method method = methods.get(fullName);
    if (method == null) {
      throw EdgewiseException.of(
          ErrorCode.UNKNOWN_METHOD,
          "There is no method "
              + Text.line(fullName, 200)
              + " here. "
              + NearestNames.hint(fullName, methods.keySet()));
    }
    return method;
  }

  // ── descriptor sets

  private static Collection<FileDescriptor> files(byte[] set) {
    if (set.length > MAX_SET_BYTES) {
      throw broken("it has " + set.length + " bytes, at most " + MAX_SET_BYTES + " are read");
    }
    ExtensionRegistry registry = ExtensionRegistry.newInstance();
    Options.registerAllExtensions(registry);
    Map<String, FileDescriptorProto> protos = new LinkedHashMap<>();
    try {
      FileDescriptorSet.parseFrom(set, registry)
          .getFileList()
          .forEach(file -> protos.putIfAbsent(file.getName(), file));
    } catch (InvalidProtocolBufferException e) {
      throw broken("it is no google.protobuf.FileDescriptorSet");
    }
    if (protos.size() > MAX_FILES) {
      throw broken("it has " + protos.size() + " files, at most " + MAX_FILES + " are read");
    }
    Map<String, FileDescriptor> built = new HashMap<>();
    protos.values().forEach(proto -> build(proto, protos, built, new LinkedHashSet<>()));
    return built.values();
  }

  /** Builds what a file imports, then the file; {@code under} is who imports it. */
  private static FileDescriptor build(
      FileDescriptorProto proto,
      Map<String, FileDescriptorProto> protos,
      Map<String, FileDescriptor> built,
      Set<String> under) {
    FileDescriptor done = built.get(proto.getName());
    if (done != null) {
      return done;
    }
    // One level of the stack each: far fewer than would overflow it.
    if (!under.add(proto.getName()) || under.size() > MAX_FILES / 4) {
      throw broken("its file " + Text.line(proto.getName(), 200) + " imports itself");
    }
    FileDescriptor[] imports = new FileDescriptor[proto.getDependencyCount()];
    for (int i = 0; i < imports.length; i++) {
      FileDescriptorProto imported = protos.get(proto.getDependency(i));
      if (imported == null) {
        throw broken(
            "its file "
                + Text.line(proto.getName(), 200)
                + " imports "
                + Text.line(proto.getDependency(i), 200)
                + ", which is not in it");
      }
      imports[i] = build(imported, protos, built, under);
    }
    under.remove(proto.getName());
    try {
      FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
      built.put(proto.getName(), file);
      return file;
    } catch (DescriptorValidationException | RuntimeException e) {
      // Some inconsistencies come out as other exceptions than the one that is declared.
      throw broken(Text.line(String.valueOf(e.getMessage()), 200));
    }
  }

  private static EdgewiseException broken(String because) {
    return EdgewiseException.of(
        ErrorCode.BAD_ANSWER,
        "A descriptor set cannot be used: "
            + because
            + ". Compile the service anew; a set made by protoc needs --include_imports.");
  }

  /** How the JSON of all services is written. */
  static JsonFormat.Printer printer(JsonFormat.TypeRegistry types) {
    return JsonFormat.printer()
        .usingTypeRegistry(types)
        .alwaysPrintFieldsWithNoPresence()
        .omittingInsignificantWhitespace();
  }
}
