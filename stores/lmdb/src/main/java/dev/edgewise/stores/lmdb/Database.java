package dev.edgewise.stores.lmdb;

import dev.edgewise.serving.cache.store.Key;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.Stat;
import org.lmdbjava.Txn;

/**
 * Sealed entries in an LMDB environment: a note for each key, and its bytes in pieces of at most
 * {@value #PAGES} pages, because LMDB wants the pages of one value side by side, which a full file
 * has in short runs only. Each change is one transaction. Reads may run side by side, at most
 * {@link #MOST_READERS}; writes only on one thread, always the same; nothing may run beside {@link
 * #close}.
 */
final class Database implements AutoCloseable {
  /** Readers at a time. */
  static final int MOST_READERS = 256;

  static final Set<String> NAMES = Set.of("notes", "pieces");

  private static final int PAGES = 8;
  private static final int PAGE_HEADER = 16;
  private static final int SAMPLE = 32;
  private static final int MOST_RANKED = 1 << 17;

  private final Env<byte[]> env;
  private final Dbi<byte[]> notes;
  private final Dbi<byte[]> pieces;
  private final int pageSize;
  private final int pieceSize;

  private Database(Env<byte[]> env) {
    this.env = env;
    this.notes = env.openDbi("notes", DbiFlags.MDB_CREATE);
    this.pieces = env.openDbi("pieces", DbiFlags.MDB_CREATE);
    this.pageSize = env.stat().pageSize;
    this.pieceSize = PAGES * pageSize - PAGE_HEADER;
  }

  /**
   * Opens or creates one.
   *
   * @param size that its file never exceeds
   * @param waitForDisk whether each change is on the disk before the next begins
   * @throws org.lmdbjava.LmdbException when LMDB cannot
   */
  static Database open(Path file, long size, boolean waitForDisk) {
    List<EnvFlags> flags =
        new ArrayList<>(List.of(EnvFlags.MDB_NOSUBDIR, EnvFlags.MDB_NOTLS, EnvFlags.MDB_NORDAHEAD));
    if (!waitForDisk) {
      flags.add(EnvFlags.MDB_NOSYNC);
    }
    Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA)
            .setMapSize(size)
            .setMaxDbs(NAMES.size())
            .setMaxReaders(MOST_READERS + 8)
            .open(file.toFile(), 0600, flags.toArray(EnvFlags[]::new));
    boolean opened = false;
    try {
      Database database = new Database(env);
      opened = true;
      return database;
    } finally {
      if (!opened) {
        env.close();
      }
    }
  }

  /**
   * What was read.
   *
   * @param sealed empty when a piece is missing or has the wrong size
   */
  record Read(Note note, Optional<byte[]> sealed) {}

  /** What is there under a key. */
  Optional<Read> read(Key key) {
    byte[] hash = key.bytes();
    try (Txn<byte[]> txn = env.txnRead()) {
      return note(txn, hash).map(note -> new Read(note, sealed(txn, hash, note.bytes())));
    }
  }

  private Optional<byte[]> sealed(Txn<byte[]> txn, byte[] hash, int size) {
    int count = pieces(size);
    byte @Nullable [] first = pieces.get(txn, pieceKey(hash, 0));
    if (count == 1 || first == null) {
      return Optional.ofNullable(first).filter(bytes -> bytes.length == size);
    }
    byte[] sealed = new byte[size];
    int at = 0;
    for (int number = 0; number < count; number++) {
      byte @Nullable [] piece = number == 0 ? first : pieces.get(txn, pieceKey(hash, number));
      if (piece == null || piece.length != Math.min(pieceSize, size - at)) {
        return Optional.empty();
      }
      System.arraycopy(piece, 0, sealed, at, piece.length);
      at += piece.length;
    }
    return Optional.of(sealed);
  }

  /**
   * Keeps an entry, in place of what was there.
   *
   * @throws Env.MapFullException when there is no room; then nothing has changed
   */
  void write(Key key, Note note, byte[] sealed) {
    byte[] hash = key.bytes();
    try (Txn<byte[]> txn = env.txnWrite()) {
      delete(txn, hash);
      for (int number = 0; number < pieces(sealed.length); number++) {
        int at = number * pieceSize;
        pieces.put(
            txn,
            pieceKey(hash, number),
            Arrays.copyOfRange(sealed, at, Math.min(at + pieceSize, sealed.length)));
      }
      notes.put(txn, hash, note.encoded());
      txn.commit();
    }
  }

  /** Forgets an entry. */
  void delete(Key key) {
    try (Txn<byte[]> txn = env.txnWrite()) {
      delete(txn, key.bytes());
      txn.commit();
    }
  }

  /** How many bytes its entry had; 0 when there was none. */
  private int delete(Txn<byte[]> txn, byte[] hash) {
    int bytes = note(txn, hash).map(Note::bytes).orElse(0);
    notes.delete(txn, hash);
    int number = 0;
    while (pieces.delete(txn, pieceKey(hash, number))) {
      number++;
    }
    return bytes;
  }

  /** Writes down that entries were used. */
  void use(Map<Key, Integer> uses, Instant now) {
    try (Txn<byte[]> txn = env.txnWrite()) {
      uses.forEach(
          (key, times) -> {
            byte[] hash = key.bytes();
            note(txn, hash)
                .ifPresent(note -> notes.put(txn, hash, note.usedAgain(times, now).encoded()));
          });
      txn.commit();
    }
  }

  /**
   * Makes room: looks at {@value #SAMPLE} entries that lie side by side from some place on, which
   * by their hashes are any, drops the expired ones and, while that is not enough, of each such
   * sample the quarter that is worth least.
   *
   * @param wanted bytes
   * @return how many went that were still good
   */
  int evict(long wanted, Instant now, RandomGenerator random) {
    int gone = 0;
    long free = 0;
    try (Txn<byte[]> txn = env.txnWrite()) {
      while (free < wanted) {
        List<Noted> sample = sample(txn, random, SAMPLE);
        if (sample.isEmpty()) {
          break;
        }
        sample.sort(Comparator.comparingDouble(noted -> noted.note().worth(now)));
        int quarter = (sample.size() + 3) / 4;
        for (Noted noted : sample) {
          if (noted.note().isGood(now)) {
            if (quarter == 0 || free >= wanted) {
              continue;
            }
            quarter--;
            gone++;
          }
          free += delete(txn, noted.hash());
        }
      }
      txn.commit();
    }
    return gone;
  }

  /** Drops what has expired among so many entries from some place on. */
  void sweep(int looked, Instant now, RandomGenerator random) {
    try (Txn<byte[]> txn = env.txnWrite()) {
      for (Noted noted : sample(txn, random, looked)) {
        if (!noted.note().isGood(now)) {
          delete(txn, noted.hash());
        }
      }
      txn.commit();
    }
  }

  private record Noted(byte[] hash, Note note) {}

  /** So many entries that lie side by side from some place on, which goes round at the end. */
  private List<Noted> sample(Txn<byte[]> txn, RandomGenerator random, int most) {
    List<Noted> sample = new ArrayList<>();
    byte[] from = new byte[Key.SIZE];
    random.nextBytes(from);
    try (Cursor<byte[]> cursor = notes.openCursor(txn)) {
      boolean there = cursor.get(from, GetOp.MDB_SET_RANGE);
      while (there && sample.size() < most) {
        sample.add(noted(cursor));
        there = cursor.next();
      }
      there = sample.size() < most && cursor.first();
      while (there && sample.size() < most && Arrays.compareUnsigned(cursor.key(), from) < 0) {
        sample.add(noted(cursor));
        there = cursor.next();
      }
    }
    return sample;
  }

  private static Noted noted(Cursor<byte[]> cursor) {
    // A note that cannot be read counts as one that has expired long ago.
    return new Noted(
        cursor.key(),
        Note.decoded(cursor.val()).orElse(new Note(Instant.EPOCH, 0, 1, 0, Instant.EPOCH)));
  }

  /** The keys of good entries that are worth most, most first; of at most 131,072 of them. */
  List<Key> hottest(int most, Instant now, RandomGenerator random) {
    record Ranked(byte[] hash, double worth) {}
    Comparator<Ranked> byWorth = Comparator.comparingDouble(Ranked::worth);
    PriorityQueue<Ranked> best = new PriorityQueue<>(byWorth);
    try (Txn<byte[]> txn = env.txnRead()) {
      for (Noted noted : sample(txn, random, MOST_RANKED)) {
        if (noted.note().isGood(now) && noted.hash().length == Key.SIZE) {
          best.add(new Ranked(noted.hash(), noted.note().worth(now)));
          if (best.size() > most) {
            best.remove();
          }
        }
      }
    }
    return best.stream().sorted(byWorth.reversed()).map(ranked -> Key.of(ranked.hash())).toList();
  }

  /**
   * How much is in it.
   *
   * @param entries how many
   * @param bytes of the pages that they are on
   */
  record Filling(long entries, long bytes) {}

  Filling filling() {
    try (Txn<byte[]> txn = env.txnRead()) {
      Stat ofNotes = notes.stat(txn);
      return new Filling(ofNotes.entries, bytes(ofNotes) + bytes(pieces.stat(txn)));
    }
  }

  private long bytes(Stat stat) {
    return (stat.branchPages + stat.leafPages + stat.overflowPages) * pageSize;
  }

  /** About how many bytes an entry of this size takes. */
  long taken(int sealed) {
    return (long) sealed + 2L * pageSize;
  }

  private Optional<Note> note(Txn<byte[]> txn, byte[] hash) {
    return Optional.ofNullable(notes.get(txn, hash)).flatMap(Note::decoded);
  }

  private int pieces(int sealed) {
    return Math.max(1, Math.ceilDiv(sealed, pieceSize));
  }

  private static byte[] pieceKey(byte[] hash, int number) {
    byte[] key = Arrays.copyOf(hash, Key.SIZE + 2);
    key[Key.SIZE] = (byte) (number >>> 8);
    key[Key.SIZE + 1] = (byte) number;
    return key;
  }

  /** Waits until the disk has all of it. */
  void sync() {
    env.sync(true);
  }

  @Override
  public void close() {
    env.close();
  }
}
