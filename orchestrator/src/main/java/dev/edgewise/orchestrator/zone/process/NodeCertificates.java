package dev.edgewise.orchestrator.zone.process;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.tls.Credential;
import dev.edgewise.core.tls.MutualBelief;
import dev.edgewise.core.tls.PeerIdentity;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.orchestrator.zone.NodeNumbers;
import dev.edgewise.orchestrator.zone.ZoneTemplate;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The certificates of nodes that are started here: one file for each, {@code west1-3.pem}, in one
 * folder, issued beforehand by whoever has the CA. What lies there decides which numbers nodes may
 * have. The folder is looked at again every two seconds, as every daemon looks at its own file, so
 * what was added or renewed counts without a restart. Not thread-safe.
 */
public final class NodeCertificates {
  private static final Logger LOG = System.getLogger(NodeCertificates.class.getName());

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String ENDING = ".pem";
  private static final String AUTHORITY_KEY = "ca-key.pem";
  private static final int LONGEST_NUMBER = 9;

  /** Files that one zone is looked for in; far beyond what its max may be. */
  private static final int MOST = 10 * ZoneTemplate.MOST_NODES;

  private final Path folder;
  private final Clock clock;
  private final Map<String, Looked> looked = new HashMap<>();
  private final Map<String, Read> read = new HashMap<>();

  /** What was found of a zone, and when. */
  private record Looked(long at, NodeNumbers numbers) {}

  /** A file that could be used, as it was then. */
  private record Read(String stamp, X509Certificate certificate) {
    boolean isValid(Instant now) {
      return !now.isBefore(certificate.getNotBefore().toInstant())
          && !now.isAfter(certificate.getNotAfter().toInstant());
    }
  }

  /**
   * Those in a folder.
   *
   * @param clock tells which are valid
   */
  public NodeCertificates(Path folder, Clock clock) {
    // Nodes run in folders of their own.
    this.folder = folder.toAbsolutePath().normalize();
    this.clock = requireNonNull(clock, "clock");
  }

  /** The file of a node. */
  public Path file(String node) {
    return folder.resolve(node + ENDING);
  }

  /** Numbers of nodes of a zone whose certificates can be used now. */
  public NodeNumbers numbers(ZoneTemplate template) {
    String zone = template.zone();
    Looked last = looked.get(zone);
    if (last != null && clock.nanos() - last.at() < LOOK.toNanos()) {
      return last.numbers();
    }
    NodeNumbers now = look(zone, template.max());
    if (!now.because().isEmpty() && (last == null || !last.numbers().equals(now))) {
      LOG.log(Level.WARNING, "zone " + zone + ": " + now.because());
    }
    looked.put(zone, new Looked(clock.nanos(), now));
    return now;
  }

  private NodeNumbers look(String zone, int max) {
    List<Long> usable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (long number : found(folder, zone)) {
      Optional<String> wrong = unusable(zone, number);
      if (wrong.isEmpty()) {
        usable.add(number);
      } else {
        others.add(wrong.get());
      }
    }
    if (usable.size() >= max) {
      return NodeNumbers.of(usable, "");
    }
    StringBuilder because = new StringBuilder();
    because.append("of its ").append(max).append(" nodes ").append(usable.size());
    because.append(usable.size() == 1 ? " has" : " have").append(" a certificate in ");
    because.append(folder).append(" that can be used");
    others.stream().limit(3).forEach(each -> because.append(". ").append(each));
    return NodeNumbers.of(usable, because.toString());
  }

  private Optional<String> unusable(String zone, long number) {
    String node = zone + "-" + number;
    Path file = file(node);
    try {
      String stamp = stamp(file);
      Read before = read.get(node);
      if (before != null && before.stamp().equals(stamp) && before.isValid(clock.now())) {
        return Optional.empty();
      }
      read.remove(node);
      Credential own = TlsFiles.in(file).read().credential(clock.now());
      Optional<String> wrong = stranger(own.identity(), zone, node);
      if (wrong.isEmpty()) {
        read.put(node, new Read(stamp, own.own().certificate()));
      }
      return wrong.map(words -> file + ": " + words + again(zone, number));
    } catch (IOException e) {
      return Optional.of(file + " cannot be read (" + e + ")" + again(zone, number));
    } catch (EdgewiseException e) {
      return Optional.of(e.words().replaceAll("\\.$", "") + again(zone, number));
    }
  }

  /** What changes when a file is replaced. */
  private static String stamp(Path file) throws IOException {
    BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
    return of.lastModifiedTime() + " " + of.size() + " " + of.fileKey();
  }

  private String again(String zone, long number) {
    return ": " + issue(folder, zone, number, 1, true);
  }

  private static Optional<String> stranger(PeerIdentity found, String zone, String node) {
    PeerIdentity right = PeerIdentity.node(node, zone, Tier.CLOUD);
    return found.equals(right)
        ? Optional.empty()
        : Optional.of("it is the certificate of " + found + " (expected: " + right + ")");
  }

  // ── before anything is started

  /** Why a folder is none for certificates of nodes; empty when it is one. */
  public static Optional<String> unfit(Path folder) {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return Optional.of(
          "no folder that this user may read is at " + folder + ". Name one that is there.");
    }
    return Files.exists(folder.resolve(AUTHORITY_KEY))
        ? Optional.of(
            "the key of the CA is in it, "
                + folder.resolve(AUTHORITY_KEY)
                + ", and whoever has that can be anybody in the fleet. Name a folder that has the"
                + " nodes' certificates alone: 'edgewise certs issue' writes there with --to.")
        : Optional.empty();
  }

  /** Why there are not enough of them for {@code max} nodes of a zone; empty when there are. */
  public static Optional<String> tooFew(Path folder, String zone, int max) {
    SortedSet<Long> found = found(folder, zone);
    if (found.size() >= max) {
      return Optional.empty();
    }
    int missing = max - found.size();
    long first = found.isEmpty() ? 1 : found.last() + 1;
    return Optional.of(
        max
            + " nodes need a certificate each, and "
            + folder
            + " has "
            + (found.isEmpty() ? "none" : "those of " + found.size())
            + ". Where the CA is, "
            + issue(folder, zone, first, missing, false)
            + (found.isEmpty()
                ? " makes them"
                : missing == 1 ? " makes the other" : " makes the others")
            + "; or lower max.");
  }

  /**
   * What is wrong with certificates of a zone's nodes, whatever the time is.
   *
   * @param orchestrator whom the nodes will meet
   * @return the first that is wrong, in words; empty when none is
   */
  public static Optional<String> wrong(Path folder, String zone, TlsFiles orchestrator) {
    for (long number : found(folder, zone)) {
      String node = zone + "-" + number;
      TlsFiles files = TlsFiles.in(folder.resolve(node + ENDING));
      String repair =
          ". Where the CA is, " + issue(folder, zone, number, 1, true) + " makes it anew.";
      try {
        Optional<String> wrong =
            stranger(files.identity(), zone, node)
                .or(() -> MutualBelief.objection(orchestrator, files));
        if (wrong.isPresent()) {
          return Optional.of(files.cert() + ": " + wrong.get() + repair);
        }
      } catch (EdgewiseException e) {
        return Optional.of(e.words().replaceAll("\\.$", "") + repair);
      }
    }
    return Optional.empty();
  }

  /** The command that makes certificates, as people type it. */
  public static String issue(Path folder, String zone, long first, int count, boolean again) {
    return "'edgewise certs issue node "
        + zone
        + "-"
        + first
        + (count == 1 ? "" : " --count " + count)
        + " --site "
        + zone
        + " --tier cloud --to "
        + folder
        + (again ? " --force'" : "'");
  }

  private static SortedSet<Long> found(Path folder, String zone) {
    TreeSet<Long> numbers = new TreeSet<>();
    String before = zone + "-";
    try (Stream<Path> all = Files.list(folder)) {
      all.map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(before) && name.endsWith(ENDING))
          .map(name -> name.substring(before.length(), name.length() - ENDING.length()))
          .filter(text -> text.matches("[1-9][0-9]*") && text.length() <= LONGEST_NUMBER)
          .limit(MOST)
          .forEach(text -> numbers.add(Long.parseLong(text)));
    } catch (IOException e) {
      // As if there were none: what the folder is, is told at the start.
    }
    return numbers;
  }
}
