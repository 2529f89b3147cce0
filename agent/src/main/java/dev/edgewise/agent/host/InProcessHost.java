package dev.edgewise.agent.host;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.host.BodyIndex;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.sdk.spi.ServedModel;
import dev.edgewise.serving.calls.BatchedCalls;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs bodies in the agent's own JVM, each jar in a class loader of its own. That keeps versions
 * apart; it is no protection against hostile code.
 */
public final class InProcessHost implements ServiceHost {
  private static final Logger LOG = System.getLogger(InProcessHost.class.getName());

  private final List<HostedService> services = new ArrayList<>();
  private final Deque<Closing> closings = new ArrayDeque<>();

  private InProcessHost() {}

  /**
   * Opens jars, loads their models and builds all of their bodies for a tier.
   *
   * @param jars service jars or folders of classes; one without services is a jar of models, which
   *     are offered as services themselves
   * @param tier whose bodies to host
   * @param models serves those that bodies use
   * @param clients for bodies that call other services
   * @param settings for the configuration records of bodies
   * @param merging puts calls of batched methods together; stays the caller's
   * @param store folder of this agent for copies of jars
   * @throws EdgewiseException that says which jar cannot be hosted and why; nothing stays open then
   */
  public static InProcessHost open(
      List<Path> jars,
      Tier tier,
      ModelHosting models,
      Clients clients,
      Settings settings,
      BatchedCalls merging,
      Path store) {
    InProcessHost host = new InProcessHost();
    try {
      host.openAll(jars, tier, models, clients, settings, merging, new JarStore(store));
    } catch (RuntimeException | Error e) {
      host.close();
      throw e;
    }
    return host;
  }

  @Override
  public List<HostedService> services() {
    return List.copyOf(services);
  }

  @Override
  public void close() {
    for (Closing closing = closings.poll(); closing != null; closing = closings.poll()) {
      try {
        closing.what.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "closing " + closing.name + " failed", e);
      }
    }
  }

  private void openAll(
      List<Path> jars,
      Tier tier,
      ModelHosting hosting,
      Clients clients,
      Settings settings,
      BatchedCalls merging,
      JarStore store) {
    ClassLoader shared = new SharedPackages(InProcessHost.class.getClassLoader());
    List<String> found = new ArrayList<>();
    Map<String, Path> homes = new LinkedHashMap<>();
    for (Path path : jars) {
      ServiceJar jar = ServiceJar.open(path, shared, store);
      closeLater(path.toString(), jar);
      JarModels models = new JarModels(hosting, jar, this::closeLater);
      for (String type : jar.serviceTypes()) {
        Optional<BodyDefinition<?>> body = BodyIndex.find(jar.loader(), type, tier);
        if (body.isPresent()) {
          InProcessService service =
              InProcessService.build(jar, body.get(), models, clients, settings, merging);
          closeLater(service.name(), service);
          add(service, path, homes);
        } else {
          found.add(type + " in " + path);
        }
      }
      if (jar.serviceTypes().isEmpty()) {
        List<ServedModel> served = hosting.models(jar.loader());
        served.forEach(model -> add(new ModelService(model), path, homes));
        if (served.isEmpty()) {
          found.add("nothing in " + path);
        }
      }
    }
    if (services.isEmpty() && !jars.isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          "No body for the tier "
              + tier
              + ". Found: "
              + String.join("; ", found)
              + ". A service needs a class tagged @Body("
              + tier
              + "), compiled with the annotation processor edgewise-processor.");
    }
    settings.checkAllUsed();
    try {
      store.sweep();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "old copies of jars could not be removed: " + e);
    }
  }

  private void add(HostedService service, Path path, Map<String, Path> homes) {
    Path before = homes.putIfAbsent(service.name(), path);
    if (before != null) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          service.name() + " is in " + before + " and in " + path + ". Keep one of them.");
    }
    services.add(service);
  }

  private void closeLater(String name, AutoCloseable what) {
    closings.push(new Closing(name, what));
  }

  private record Closing(String name, AutoCloseable what) {}
}
