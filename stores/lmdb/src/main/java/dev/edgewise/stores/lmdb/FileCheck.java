package dev.edgewise.stores.lmdb;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Looks at an LMDB file before LMDB does. LMDB trusts what it maps: a page that a cut file lacks
 * ends the process with SIGBUS, a wrong offset in a page with SIGSEGV. So all pages that anything
 * leads to are looked at first: whether they are there, say what they are, point into themselves
 * and to pages that nobody else has. What the values hold is not looked at; they have checksums of
 * their own.
 *
 * <p>The layout is that of LMDB 0.9 ({@code mdb.c}: MDB_meta, MDB_page, MDB_node, MDB_db), on
 * machines of 64 bits and with their byte order.
 */
final class FileCheck {
  private static final int MAGIC = 0xBEEFC0DE;
  private static final int DATA_VERSION = 1;
  private static final int BRANCH = 0x01;
  private static final int LEAF = 0x02;
  private static final int OVERFLOW = 0x04;
  private static final int META = 0x08;
  private static final int KINDS = 0x6F;
  private static final int BIG_DATA = 0x01;
  private static final int SUB_DATA = 0x02;
  private static final int PAGE_HEADER = 16;
  private static final int NODE_HEADER = 8;
  private static final int META_SIZE = 152;
  private static final int FREE_DB_AT = 40;
  private static final int MAIN_DB_AT = 88;
  private static final int DB_SIZE = 48;
  private static final int ROOT_IN_DB = 40;
  private static final int DEEPEST = 32;
  private static final long NO_PAGE = -1;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

  private final MemorySegment file;
  private final Set<String> names;
  private final BooleanSupplier longEnough;
  private final BitSet taken = new BitSet();
  private int pageSize;
  private long lastPage;

  private FileCheck(MemorySegment file, Set<String> names, BooleanSupplier longEnough) {
    this.file = file;
    this.names = names;
    this.longEnough = longEnough;
  }

  /** Something is wrong; never leaves this class. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * What is wrong with it; empty when nothing is.
   *
   * @param names of the databases in it; others are not ours
   * @param longEnough whether to look no further: a very large file on a slow disk would hold up a
   *     start for minutes
   */
  static Optional<String> wrong(Path path, Set<String> names, BooleanSupplier longEnough)
      throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      new FileCheck(file, names, longEnough).run();
      return Optional.empty();
    } catch (Wrong e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void run() throws Wrong {
    check(isMeta(0), "it is no LMDB file, or its first page is damaged");
    pageSize = file.get(INT, FREE_DB_AT);
    check(
        pageSize >= 512 && pageSize <= 65_536 && Integer.bitCount(pageSize) == 1,
        "its first page names a page size of " + pageSize);
    check(isMeta(pageSize), "its second page is damaged");
    long meta = transaction(pageSize) > transaction(0) ? pageSize : 0;
    lastPage = file.get(LONG, meta + 136);
    check(lastPage >= 1 && lastPage < Integer.MAX_VALUE, "its newest page of all is " + lastPage);
    database(meta + MAIN_DB_AT, Content.NAMES);
    database(meta + FREE_DB_AT, Content.FREE_PAGES);
  }

  /** What the leaves of a tree hold. */
  private enum Content {
    NAMES,
    FREE_PAGES,
    VALUES
  }

  private boolean isMeta(long at) {
    return at + META_SIZE <= file.byteSize()
        && (file.get(SHORT, at + 10) & META) != 0
        && file.get(INT, at + 16) == MAGIC
        && file.get(INT, at + 20) == DATA_VERSION;
  }

  private long transaction(long meta) {
    return file.get(LONG, meta + 144);
  }

  private void database(long at, Content content) throws Wrong {
    long root = file.get(LONG, at + ROOT_IN_DB);
    if (root != NO_PAGE) {
      page(root, content, 0);
    }
  }

  private void page(long number, Content content, int depth) throws Wrong {
    if (longEnough.getAsBoolean()) {
      return;
    }
    check(depth < DEEPEST, "its tree does not end");
    long at = take(number, 1);
    int flags = file.get(SHORT, at + 10) & KINDS;
    int lower = unsigned(at + 12);
    int upper = unsigned(at + 14);
    boolean leaf = flags == LEAF;
    check(
        file.get(LONG, at) == number
            && (leaf || flags == BRANCH)
            && lower > PAGE_HEADER
            && lower <= upper
            && upper <= pageSize
            && lower % 2 == 0,
        "page " + number + " is none of a tree");
    for (int slot = PAGE_HEADER; slot < lower; slot += 2) {
      int node = unsigned(at + slot);
      check(
          node >= upper && node + NODE_HEADER <= pageSize,
          "an entry lies outside of page " + number);
      if (leaf) {
        leaf(number, at + node, at + pageSize, content);
      } else {
        check(
            node + NODE_HEADER + unsigned(at + node + 6) <= pageSize,
            "a key is cut on page " + number);
        long child =
            unsigned(at + node)
                | ((long) unsigned(at + node + 2) << 16)
                | ((long) unsigned(at + node + 4) << 32);
        page(child, content, depth + 1);
      }
    }
  }

  private void leaf(long number, long node, long end, Content content) throws Wrong {
    long size = unsigned(node) | ((long) unsigned(node + 2) << 16);
    int flags = unsigned(node + 4);
    int keySize = unsigned(node + 6);
    long data = node + NODE_HEADER + keySize;
    boolean big = (flags & BIG_DATA) != 0;
    check(data + (big ? Long.BYTES : size) <= end, "an entry is cut on page " + number);
    if (big) {
      long first = file.get(LONG, data);
      int pages = Math.toIntExact((PAGE_HEADER + size + pageSize - 1) / pageSize);
      data = take(first, pages);
      check(
          file.get(LONG, data) == first
              && (file.get(SHORT, data + 10) & KINDS) == OVERFLOW
              && file.get(INT, data + 12) == pages,
          "page " + first + " is not the beginning of a value");
      data += PAGE_HEADER;
    }
    switch (content) {
      case NAMES -> {
        String name =
            new String(
                file.asSlice(node + NODE_HEADER, keySize).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.ISO_8859_1);
        check(
            (flags & SUB_DATA) != 0 && size == DB_SIZE && names.contains(name),
            "it is an LMDB file of another program");
        database(data, Content.VALUES);
      }
      case FREE_PAGES -> freePages(data, size);
      case VALUES ->
          check((flags & ~BIG_DATA) == 0, "page " + number + " has an entry of an unknown kind");
    }
  }

  /** A list of pages that are free, its length first. */
  private void freePages(long data, long size) throws Wrong {
    check(size >= Long.BYTES && size % Long.BYTES == 0, "a list of free pages is cut");
    long count = file.get(LONG, data);
    check(count >= 0 && (count + 1) * Long.BYTES <= size, "a list of free pages is cut");
    for (long i = 1; i <= count; i++) {
      long free = file.get(LONG, data + i * Long.BYTES);
      // It need not be in the file: pages at its end may never have been written.
      check(
          free > 1 && free <= lastPage && !taken.get((int) free),
          "page " + free + " is free and is not");
      taken.set((int) free);
    }
  }

  /** Where these pages begin, which nobody else may have. */
  private long take(long first, int pages) throws Wrong {
    check(
        first > 1 && first + pages - 1 <= lastPage,
        "something points to page " + first + ", which is none");
    check(
        (first + pages) * pageSize <= file.byteSize(),
        "page " + first + " is missing: its end was cut off");
    int next = taken.nextSetBit((int) first);
    check(next < 0 || next >= first + pages, "page " + first + " is in use twice");
    taken.set((int) first, (int) (first + pages));
    return first * pageSize;
  }

  private int unsigned(long at) {
    return Short.toUnsignedInt(file.get(SHORT, at));
  }

  private static void check(boolean right, String otherwise) throws Wrong {
    if (!right) {
      throw new Wrong(otherwise);
    }
  }
}
