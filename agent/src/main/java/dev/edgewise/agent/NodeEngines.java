package dev.edgewise.agent;

import dev.edgewise.agent.config.EnginesConfig;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.core.machine.ProviderChoice;
import dev.edgewise.core.model.Engines;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The engines of a node, and what they compute with.
 *
 * @param all the preferred first
 * @param choice what was chosen for those that have several ways
 * @param fallback whether the processor will do when the choice turns out not to work
 */
record NodeEngines(List<ModelEngine> all, ProviderChoice choice, boolean fallback) {
  private static final Logger LOG = System.getLogger(NodeEngines.class.getName());

  /**
   * Finds engines on the class path, and in the distribution those that are named and not there,
   * and looks what they can compute with on this machine.
   *
   * @param distribution its folder, which the launcher made; empty for none
   * @throws EdgewiseException with {@code NO_ENGINE} when an engine or a provider was asked for
   *     that cannot be had
   */
  static NodeEngines choose(EnginesConfig config, HardwareProbe probe, String distribution) {
    List<ModelEngine> found = new ArrayList<>(Engines.found());
    for (String name : config.names()) {
      if (found.stream().noneMatch(engine -> engine.name().equals(name))) {
        found.addAll(inDistribution(distribution, name));
      }
    }
    List<ModelEngine> all = Engines.prefer(found, config.names());
    Set<Provider> carried = EnumSet.of(Provider.CPU);
    all.forEach(engine -> carried.addAll(engine.providers()));
    ProviderChoice choice =
        ProviderChoice.choose(
            config.provider(),
            config.fallback(),
            carried,
            probe.nvidia(System.getProperty("os.arch", "")));
    if (!choice.granted()) {
      throw EdgewiseException.of(
          ErrorCode.NO_ENGINE,
          choice.words()
              + ". Install what is missing, or start with engineProvider: auto or engineFallback:"
              + " true.");
    }
    LOG.log(Level.INFO, choice.words());
    // What was taken because it seemed to be there must not stop a model when it is not.
    return new NodeEngines(all, choice, config.fallback() || config.provider().isEmpty());
  }

  /** Engines that no agent has on its class path, because few want them. */
  private static List<ModelEngine> inDistribution(String folder, String name) {
    Path list = Path.of(folder, "engines", name + ".classpath");
    if (folder.isEmpty() || !Files.isReadable(list)) {
      return List.of();
    }
    try {
      List<URL> jars = new ArrayList<>();
      for (String line : Files.readAllLines(list)) {
        jars.add(Path.of(folder, line).toUri().toURL());
      }
      // Stays open: what it has loaded is in use until the process ends.
      ClassLoader loader =
          new URLClassLoader(jars.toArray(URL[]::new), ModelEngine.class.getClassLoader());
      return ServiceLoader.load(ModelEngine.class, loader).stream()
          .map(ServiceLoader.Provider::get)
          .filter(engine -> engine.name().equals(name))
          .toList();
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.MISSING_PREREQUISITE,
          "The distribution in "
              + folder
              + " is broken: "
              + e.getMessage()
              + ". Delete the folder and start again: the launcher builds it anew.",
          e);
    }
  }

  /** Adds to the options of serving what was chosen. */
  Map<String, String> options(Map<String, String> values) {
    Map<String, String> options = new HashMap<>(values);
    options.put("provider", choice.provider().word());
    options.put("fallback", Boolean.toString(fallback));
    return options;
  }
}
