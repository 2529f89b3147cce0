package dev.edgewise.agent.config;

import dev.edgewise.daemon.config.Key;
import dev.edgewise.daemon.config.KeySet;
import dev.edgewise.daemon.config.KeySet.Objection;
import dev.edgewise.daemon.config.Kind;
import dev.edgewise.daemon.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of what a node keeps of answers. */
final class CacheKeys {
  private static final int LONGEST_ADDRESS = 256;

  private final KeySet all;

  private final Key<Long> memory;
  private final Key<Long> disk;
  private final Key<Path> folder;
  private final Key<String> shared;
  private final Key<String> generationShared;
  private final Key<Boolean> preload;
  private final Key<Integer> questions;
  private final Key<Duration> patience;
  private final Key<Integer> shadows;

  /** Adds the keys to the agent's others. */
  CacheKeys(KeySet all) {
    this.all = all;
    memory =
        add(
            Key.of(
                "cacheMemory",
                Kind.size("1MiB", "1TiB"),
                "64MB",
                "Bytes of answers in memory, where a method or a caller's profile asks that they"
                    + " are kept; what a profile asks for counts where it is less."));
    disk =
        add(
            Key.of(
                "cacheDisk",
                Kind.size("0B", "64TiB"),
                "0B",
                "Bytes of answers on disk; 0B for none there."));
    folder =
        add(
            Key.optional(
                "cacheFolder",
                Kind.path(),
                "Folder of this agent alone for them; by default in its data folder."));
    shared =
        add(
            Key.optional(
                "cacheShared",
                Kind.one(
                    "an address such as redis://127.0.0.1:6379/0, without a password",
                    CacheKeys::address),
                "Where nodes share answers to public and internal questions; others never leave"
                    + " their node."));
    generationShared =
        add(
            Key.optional(
                "generationShared",
                Kind.one(
                    "an address such as redis://127.0.0.1:6379/0, without a password",
                    CacheKeys::address),
                "Where nodes share states of generations that are too large to go along with their"
                    + " stream, above 1 MiB; by default where they share answers."));
    preload =
        add(
            Key.of(
                "cachePreload",
                Kind.flag(),
                "true",
                "Whether the answers that are worth most are brought into memory after the start,"
                    + " from disk and from what nodes share."));
    questions =
        add(
            Key.of(
                "cacheQuestions",
                Kind.integer(0, 5_000_000),
                "20000",
                "Questions that are remembered to be compared with others, of all methods"
                    + " together, some 4 KB each; 0: only the very same question is recognised."));
    patience =
        add(
            Key.of(
                "cachePatience",
                Kind.duration("0s", "10s"),
                "250ms",
                "The longest that a call waits until its question can be compared; then it runs."));
    shadows =
        add(
            Key.of(
                "cacheShadows",
                Kind.integer(0, 64),
                "1",
                "Answers that are computed beside calls at the same time, to see whether those that"
                    + " were served are right; none while the node is busy."));
    all.rule(this::aFolderIsForADisk);
  }

  Map<String, String> config(Values values) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("memory", Long.toString(values.get(memory)));
    options.put("disk", Long.toString(values.get(disk)));
    values.find(folder).ifPresent(path -> options.put("folder", path.toString()));
    values.find(shared).ifPresent(address -> options.put("shared", address));
    options.put("preload", Boolean.toString(values.get(preload)));
    options.put("questions", Integer.toString(values.get(questions)));
    options.put("patienceMillis", Long.toString(values.get(patience).toMillis()));
    options.put("shadows", Integer.toString(values.get(shadows)));
    return options;
  }

  Optional<String> generationShared(Values values) {
    Optional<String> own = values.find(generationShared);
    return own.isPresent() ? own : values.find(shared);
  }

  private <T> Key<T> add(Key<T> key) {
    return all.add(key);
  }

  private Optional<Objection> aFolderIsForADisk(Values values) {
    return values
        .find(folder)
        .filter(path -> values.find(disk).filter(bytes -> bytes == 0).isPresent())
        .map(
            path ->
                new Objection(
                    folder,
                    "nothing is kept there, since cacheDisk is 0B. Give cacheDisk a size, or leave"
                        + " the folder out."));
  }

  private static String address(String text) {
    if (text.isBlank() || text.length() > LONGEST_ADDRESS || text.indexOf('@') >= 0) {
      throw new IllegalArgumentException("no address, or one with a password");
    }
    return text;
  }
}
