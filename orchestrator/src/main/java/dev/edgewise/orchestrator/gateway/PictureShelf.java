package dev.edgewise.orchestrator.gateway;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Keeps pictures that callers were given an address of, for a while: the oldest make room, and all
 * go when their time is over. Who had an address is then told that the picture is gone, for as long
 * as that many others have not gone since. In memory: a restart forgets all. Thread-safe.
 */
public final class PictureShelf {
  /** Ids that are remembered as gone; each takes about a hundred bytes. */
  private static final int MOST_GONE = 10_000;

  /** An id nobody can guess: 128 random bits. */
  private static final int ID_BYTES = 16;

  private static final int MOST_PROMPT = 200;

  private final Bounds bounds;
  private final Clock clock;
  private final RandomGenerator random;

  // Guarded by this.
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private final Set<String> gone = new LinkedHashSet<>();
  private final Deque<Shown> listed = new ArrayDeque<>();
  private long bytes;

  /**
   * What is kept.
   *
   * @param most pictures, from 1
   * @param mostBytes of all of them, from 1
   * @param age after which a picture goes
   */
  public record Bounds(int most, long mostBytes, Duration age) {
    /** 256 pictures of together 64 MiB for an hour. */
    public static final Bounds DEFAULT = new Bounds(256, 64L << 20, Duration.ofHours(1));

    public Bounds {
      if (most < 1 || mostBytes < 1 || age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("bounds of pictures: all must be at least 1");
      }
    }
  }

  /**
   * A picture as pages list it.
   *
   * @param id its address ends in it
   * @param model that made it
   * @param prompt that it was made for, its beginning
   * @param at when
   */
  public record Shown(String id, String model, String prompt, Instant at) {}

  private record Kept(byte[] png, long sinceNanos) {}

  /** What is behind an id. */
  public sealed interface Found {
    /** A picture; the array is not to be changed. */
    record Png(byte[] bytes) implements Found {}

    /** There was one. */
    record Gone() implements Found {}

    /** There never was one, or too long ago. */
    record Unknown() implements Found {}
  }

  /**
   * An empty one.
   *
   * @param random draws the ids; must not be guessable
   */
  public PictureShelf(Bounds bounds, Clock clock, RandomGenerator random) {
    this.bounds = requireNonNull(bounds, "bounds");
    this.clock = requireNonNull(clock, "clock");
    this.random = requireNonNull(random, "random");
  }

  /** How long a picture is kept at most, in words: {@code 1 h}. */
  public String age() {
    Duration age = bounds.age();
    if (age.toSeconds() % 3_600 == 0) {
      return age.toHours() + " h";
    }
    return age.toSeconds() % 60 == 0 ? age.toMinutes() + " min" : age.toMillis() / 1e3 + " s";
  }

  /**
   * Keeps a picture.
   *
   * @param listed whether pages may show it
   * @return its id
   */
  public synchronized String put(ByteBuffer png, String model, String prompt, boolean listed) {
    byte[] copy = new byte[png.remaining()];
    png.duplicate().get(copy);
    byte[] drawn = new byte[ID_BYTES];
    random.nextBytes(drawn);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
    kept.put(id, new Kept(copy, clock.nanos()));
    bytes += copy.length;
    tidy();
    if (listed) {
      this.listed.addFirst(
          new Shown(
              id,
              model,
              prompt.length() > MOST_PROMPT ? prompt.substring(0, MOST_PROMPT) : prompt,
              clock.now()));
    }
    return id;
  }

  /** What is behind an id. */
  public synchronized Found find(String id) {
    tidy();
    Kept picture = kept.get(id);
    if (picture != null) {
      return new Found.Png(picture.png());
    }
    return gone.contains(id) ? new Found.Gone() : new Found.Unknown();
  }

  /** Those that pages may show and that are still there, the newest first. */
  public synchronized List<Shown> newest(int most) {
    tidy();
    listed.removeIf(shown -> !kept.containsKey(shown.id()));
    return listed.stream().limit(most).toList();
  }

  private void tidy() {
    long now = clock.nanos();
    List<String> leaving = new ArrayList<>();
    int left = kept.size();
    // In the order in which they came: behind the first that may stay all may.
    for (Map.Entry<String, Kept> entry : kept.entrySet()) {
      boolean old = now - entry.getValue().sinceNanos() >= bounds.age().toNanos();
      if (!old && left <= bounds.most() && bytes <= bounds.mostBytes()) {
        break;
      }
      leaving.add(entry.getKey());
      bytes -= entry.getValue().png().length;
      left--;
    }
    for (String id : leaving) {
      kept.remove(id);
      gone.add(id);
    }
    for (Iterator<String> oldest = gone.iterator(); gone.size() > MOST_GONE; ) {
      oldest.next();
      oldest.remove();
    }
    if (listed.size() > 2 * bounds.most()) {
      listed.removeIf(shown -> !kept.containsKey(shown.id()));
    }
  }
}
