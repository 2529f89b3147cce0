package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;

/**
 * What is said in plain text to who speaks plain text to a port of TLS, in the protocol that they
 * speak. A call of gRPC is answered as a call: said of the connection alone, clients would take it
 * for one that was refused unread, connect anew at once, and never tell anybody. Fed by the event
 * loop of one connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113, HTTP/2</a>, <a
 *     href="https://www.rfc-editor.org/rfc/rfc7541">RFC 7541, HPACK</a>
 */
final class PlainTextAnswer {
  /** More than a client that speaks HTTP/2 sends before its first call. */
  static final int MOST = 64 * 1024;

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int FRAME_HEAD = 9;

  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM_AND_HEADERS = 5;
  private static final int INADEQUATE_SECURITY = 12;
  private static final byte STATUS_200 = (byte) 0x88;

  /** As gRPC says of each handshake that fails: whoever goes by it knows what to do. */
  private static final String UNAVAILABLE = "14";

  private final String words;
  private final byte[] head = new byte[FRAME_HEAD];
  private int inPreface;
  private boolean greeted;
  private int inHead;
  private int toSkip;
  private int seen;
  private boolean over;

  PlainTextAnswer(String words) {
    this.words = requireNonNull(words, "words");
  }

  /** Whether nothing is left to say: the connection may end. */
  boolean isOver() {
    return over;
  }

  /** What is to be said when these bytes have come; may be nothing. */
  byte[] to(byte[] bytes) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length && !over; i++) {
      take(bytes[i], said);
    }
    return said.toByteArray();
  }

  /** What is to be said to who makes no call: the same, of the connection. */
  byte[] toNoCall() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    if (!over) {
      greet(said);
      goodbye(0, said);
    }
    return said.toByteArray();
  }

  private void take(byte next, ByteArrayOutputStream said) {
    seen++;
    if (inPreface < PREFACE.length) {
      if (next != PREFACE[inPreface]) {
        said.writeBytes(http1());
        over = true;
        return;
      }
      inPreface++;
      if (inPreface == PREFACE.length) {
        greet(said);
      }
    } else if (seen > MOST) {
      goodbye(0, said);
    } else if (toSkip > 0) {
      toSkip--;
    } else {
      head[inHead++] = next;
      if (inHead == FRAME_HEAD) {
        inHead = 0;
        frame(said);
      }
    }
  }

  private void frame(ByteArrayOutputStream said) {
    toSkip = number(0, 3);
    int stream = number(5, 4) & Integer.MAX_VALUE;
    if (head[3] == HEADERS && stream > 0) {
      answer(stream, said);
      goodbye(stream, said);
    }
  }

  private int number(int from, int bytes) {
    int number = 0;
    for (int i = from; i < from + bytes; i++) {
      number = (number << 8) | (head[i] & 0xff);
    }
    return number;
  }

  private void greet(ByteArrayOutputStream said) {
    if (!greeted) {
      greeted = true;
      frame(SETTINGS, 0, 0, new byte[0], said);
    }
  }

  /** What gRPC calls trailers only: a status without an answer. */
  private void answer(int stream, ByteArrayOutputStream said) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(STATUS_200);
    header("content-type", "application/grpc", block);
    header("grpc-status", UNAVAILABLE, block);
    header("grpc-message", words, block);
    frame(HEADERS, END_STREAM_AND_HEADERS, stream, block.toByteArray(), said);
  }

  private void goodbye(int lastStream, ByteArrayOutputStream said) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    number(lastStream, 4, body);
    number(INADEQUATE_SECURITY, 4, body);
    body.writeBytes(words.getBytes(US_ASCII));
    frame(GOAWAY, 0, 0, body.toByteArray(), said);
    over = true;
  }

  private byte[] http1() {
    String body = words + "\n";
    return ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body)
        .getBytes(US_ASCII);
  }

  private static void frame(
      int type, int flags, int stream, byte[] body, ByteArrayOutputStream to) {
    number(body.length, 3, to);
    to.write(type);
    to.write(flags);
    number(stream, 4, to);
    to.writeBytes(body);
  }

  private static void number(int value, int bytes, ByteArrayOutputStream to) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      to.write(value >>> shift);
    }
  }

  /** A literal that is not to be remembered, with a name of its own. */
  private static void header(String name, String value, ByteArrayOutputStream to) {
    to.write(0);
    string(name, to);
    string(value, to);
  }

  /** As it is, behind its length in an integer with a prefix of seven bits. */
  private static void string(String text, ByteArrayOutputStream to) {
    byte[] bytes = text.getBytes(US_ASCII);
    int rest = bytes.length - 127;
    to.write(Math.min(bytes.length, 127));
    if (rest >= 0) {
      for (; rest >= 128; rest >>>= 7) {
        to.write((rest % 128) + 128);
      }
      to.write(rest);
    }
    to.writeBytes(bytes);
  }
}
