package dev.edgewise.agent.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Health;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.host.HostedBody;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Dependencies;
import dev.edgewise.sdk.spi.Dependency;
import dev.edgewise.sdk.spi.ItemSink;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.ServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A body in this JVM, always run with its jar's class loader as the thread's. */
final class InProcessService implements HostedService, AutoCloseable {
  private static final int MAX_DESCRIPTOR_BYTES = 1 << 20;

  private final ClassLoader loader;
  private final HostedBody body;
  private final byte[] descriptorSet;
  private final Map<String, String> models;
  private final KeptMethods kept;

  private InProcessService(
      ClassLoader loader,
      HostedBody body,
      byte[] descriptorSet,
      Map<String, String> models,
      KeptMethods kept) {
    this.loader = loader;
    this.body = body;
    this.descriptorSet = descriptorSet;
    this.models = models;
    this.kept = kept;
  }

  static InProcessService build(
      ServiceJar jar,
      BodyDefinition<?> definition,
      JarModels models,
      Clients clients,
      Settings settings,
      CallMerging merging) {
    try (Loader _ = new Loader(jar.loader())) {
      byte[] descriptorSet = descriptorSet(jar, definition.service());
      Wants wants = new Wants(models, clients, settings);
      fetch(definition.dependencies(), wants);
      HostedBody body = HostedBody.build(definition, wants, merging);
      Map<String, String> used = new TreeMap<>();
      for (Dependency dependency : definition.dependencies()) {
        if (dependency instanceof Dependency.OfModel(String name)) {
          used.put(name, models.engine(name));
        }
      }
      return new InProcessService(
          jar.loader(),
          body,
          descriptorSet,
          used,
          KeptMethods.of(jar, definition, body.methods(), models, settings));
    }
  }

  /** Complains of what is missing before anything is built. */
  private static void fetch(List<Dependency> dependencies, Dependencies wants) {
    for (Dependency dependency : dependencies) {
      Object unused =
          switch (dependency) {
            case Dependency.OfModel(String name) -> wants.model(name);
            case Dependency.OfClient(Class<?> type) -> wants.client(type);
            case Dependency.OfConfig(Class<? extends Record> type) -> wants.config(type);
          };
    }
  }

  @Override
  public String name() {
    return body.service().name();
  }

  @Override
  public List<MethodContract> methods() {
    return List.copyOf(body.methods());
  }

  @Override
  public byte[] descriptorSet() {
    return descriptorSet.clone();
  }

  @Override
  public boolean queuesInLanes(String fullName) {
    return body.methods().stream()
        .anyMatch(method -> method.batched().isPresent() && method.fullName().equals(fullName));
  }

  @Override
  public Map<String, String> models() {
    return Collections.unmodifiableMap(models);
  }

  @Override
  public Optional<CallCaching.Question> question(String fullName, Message request) {
    return kept.question(fullName, request);
  }

  @Override
  public String producer(String fullName) {
    return kept.producer();
  }

  @Override
  public Message call(String fullName, Message request, CallContext context)
      throws FaultThrown, InterruptedException {
    try (Loader _ = new Loader(loader)) {
      return body.call(fullName, request, context);
    }
  }

  @Override
  public void stream(String fullName, Message request, CallContext context, ItemSink sink)
      throws FaultThrown, InterruptedException {
    try (Loader _ = new Loader(loader)) {
      body.stream(fullName, request, context, sink);
    }
  }

  @Override
  public boolean tellsHealth() {
    return body.tellsHealth();
  }

  @Override
  public Health health() {
    try (Loader _ = new Loader(loader)) {
      return body.health();
    }
  }

  @Override
  public void close() {
    try (Loader _ = new Loader(loader)) {
      body.close();
    }
  }

  /** Makes a class loader the thread's for a while, as libraries that look for services expect. */
  private static final class Loader implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    Loader(ClassLoader loader) {
      thread.setContextClassLoader(loader);
    }

    @Override
    public void close() {
      thread.setContextClassLoader(before);
    }
  }

  private static byte[] descriptorSet(ServiceJar jar, ServiceDefinition<?> service) {
    String resource = service.descriptorResource();
    URL url = jar.loader().getResource(resource);
    if (url == null) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          jar.path()
              + " lacks "
              + resource
              + ", which the annotation processor wrote for "
              + service.name()
              + ". Compile the service again and keep META-INF/edgewise in its jar.");
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readNBytes(MAX_DESCRIPTOR_BYTES + 1);
        if (bytes.length > MAX_DESCRIPTOR_BYTES) {
          throw EdgewiseException.of(
              ErrorCode.BAD_SERVICE_JAR,
              resource
                  + " in "
                  + jar.path()
                  + " is larger than "
                  + MAX_DESCRIPTOR_BYTES
                  + " bytes.");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR, "Cannot read " + resource + " in " + jar.path() + ": " + e, e);
    }
  }

  /** What the host has ready for the body's constructor. */
  private record Wants(JarModels models, Clients clients, Settings settings)
      implements Dependencies {
    @Override
    public TensorModel model(String name) {
      return models.get(name);
    }

    @Override
    public <S> S client(Class<S> type) {
      return clients.client(type);
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      return settings.fill(type);
    }
  }
}
