package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Names;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is to be trained, and on how many nodes. Every bound is checked here, and told in the
 * message of the {@link IllegalArgumentException}.
 *
 * @param name that people find it by; need not be the only one
 * @param zone the site of the nodes that its ranks run on
 * @param worldSize ranks, 1 to 64
 * @param data files that every rank is given, at most 64
 * @param parameters given to the script as {@code --name value}, at most 64
 * @param parent the model that it starts from
 * @param memory bytes of each rank, 64 MiB to 4 TiB
 * @param cpus threads that each rank is told to use, at most 1,024; 0 for all
 * @param priority -100 to 100; the larger goes first
 * @param restarts how often the gang may be started again, at most 100
 * @param silence a rank that writes nothing for so long is taken for hung; 1 s to 1 day
 * @param longest of the whole job from its first start on; 1 s to 30 days
 * @param masterPort where the ranks meet on the node of rank 0; 0 for any free port, else 1024 up
 */
public record JobSpec(
    String name,
    String zone,
    int worldSize,
    NamedContent script,
    List<NamedContent> data,
    Map<String, String> parameters,
    Optional<NamedContent> parent,
    long memory,
    int cpus,
    int priority,
    int restarts,
    Duration silence,
    Duration longest,
    int masterPort) {
  private static final int MOST_RANKS = 64;
  private static final int MOST_FILES = 64;
  private static final int MOST_PARAMETERS = 64;
  private static final int MOST_CHARS = 256;
  private static final long LEAST_MEMORY = 64L << 20;
  private static final long MOST_MEMORY = 4L << 40;
  private static final Duration SECOND = Duration.ofSeconds(1);

  public JobSpec {
    Names.check("name", name);
    Names.check("zone", zone);
    requireNonNull(script, "script");
    data = List.copyOf(data);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    requireNonNull(parent, "parent");
    within("worldSize", worldSize, 1, MOST_RANKS);
    within("data", data.size(), 0, MOST_FILES);
    within("parameters", parameters.size(), 0, MOST_PARAMETERS);
    within("memory", memory, LEAST_MEMORY, MOST_MEMORY);
    within("cpus", cpus, 0, 1_024);
    within("priority", priority, -100, 100);
    within("restarts", restarts, 0, 100);
    within("silence", silence, SECOND, Duration.ofDays(1));
    within("longest", longest, SECOND, Duration.ofDays(30));
    if (masterPort != 0) {
      within("masterPort", masterPort, 1_024, 65_535);
    }
    Set<String> names = new HashSet<>();
    for (NamedContent file : data) {
      if (!names.add(file.name())) {
        throw new IllegalArgumentException("data: two files are called " + file.name());
      }
    }
    parameters.forEach(JobSpec::checkParameter);
  }

  private static void checkParameter(String name, String value) {
    Names.check("parameter", name);
    if (value.length() > MOST_CHARS || value.chars().anyMatch(each -> each < ' ')) {
      throw new IllegalArgumentException(
          "parameters: " + name + " (expected: one line of at most " + MOST_CHARS + " characters)");
    }
  }

  private static void within(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private static void within(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what
              + ": "
              + value.toMillis()
              + " ms (expected: "
              + least.toMillis()
              + " to "
              + most.toMillis()
              + " ms)");
    }
  }
}
