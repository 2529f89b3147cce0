package dev.edgewise.core.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates as text (RFC 7468): blocks between {@code BEGIN} and {@code END}, in any
 * number and order; what stands outside of blocks is words for people. Pure.
 */
public final class Pem {
  public static final String CERTIFICATE = "CERTIFICATE";

  /** A private key in the form of PKCS#8 (RFC 5958), which is the only one that is read here. */
  public static final String PRIVATE_KEY = "PRIVATE KEY";

  private static final int MOST_BLOCKS = 1_000;
  private static final int LINE = 64;
  private static final Pattern EDGE = Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----");

  private Pem() {}

  /**
   * One block.
   *
   * @param label what it is, for example {@link #CERTIFICATE}
   * @param der its content; not to be changed
   */
  public record Block(String label, byte[] der) {}

  /**
   * The blocks of a text.
   *
   * @throws IllegalArgumentException when a block does not end, ends as another one or is not in
   *     Base64, or there are more than 1000; the message names the line and nothing of the content
   */
  public static List<Block> read(String text) {
    List<Block> blocks = new ArrayList<>();
    @Nullable String label = null;
    StringBuilder body = new StringBuilder();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher edge = EDGE.matcher(line.strip());
      if (!edge.matches()) {
        if (label != null) {
          body.append(line.strip());
        }
        continue;
      }
      boolean begins = edge.group(1).equals("BEGIN");
      if (begins != (label == null) || (!begins && !edge.group(2).equals(label))) {
        throw new IllegalArgumentException(
            "line " + number + ": " + edge.group(1) + " " + edge.group(2) + " has no other end");
      }
      if (begins) {
        label = edge.group(2);
        body.setLength(0);
        continue;
      }
      blocks.add(new Block(edge.group(2), decoded(body.toString(), number)));
      label = null;
      if (blocks.size() > MOST_BLOCKS) {
        throw new IllegalArgumentException("there are more than " + MOST_BLOCKS + " blocks");
      }
    }
    if (label != null) {
      throw new IllegalArgumentException("the last block, " + label + ", does not end");
    }
    return blocks;
  }

  private static byte[] decoded(String body, int line) {
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      // Its own message would quote what may be a key.
      throw new IllegalArgumentException(
          "the block that ends in line " + line + " is not in Base64, or is encrypted");
    }
  }

  /** One block as text, with the line break behind it. */
  public static String write(String label, byte[] der) {
    String body = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
