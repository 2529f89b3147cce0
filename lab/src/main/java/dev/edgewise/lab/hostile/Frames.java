package dev.edgewise.lab.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * HTTP/2 as bytes, right or wrong.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113, HTTP/2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7541">RFC 7541, HPACK</a>
 */
final class Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int ACK = 1;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** Bytes before the payload of a frame. */
  static final int HEAD = 9;

  /** What every HTTP/2 server takes in one frame. */
  static final int LARGEST = 16_384;

  private static final byte[] NOTHING = {};

  private Frames() {}

  /** What a client says first. */
  static byte[] preface() {
    return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  }

  /** The preface and settings of a client that wants nothing special. */
  static byte[] hello() {
    return join(preface(), frame(SETTINGS, 0, 0, NOTHING));
  }

  /** The same from a client that lets the server send no byte of an answer. */
  static byte[] helloWithoutWindow() {
    ByteBuffer setting = ByteBuffer.allocate(6).putShort((short) 4).putInt(0);
    return join(preface(), frame(SETTINGS, 0, 0, setting.array()));
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return head(payload.length, type, flags, stream).put(payload).array();
  }

  static byte[] frame(int type, int flags, int stream) {
    return frame(type, flags, stream, NOTHING);
  }

  static byte[] reset(int stream) {
    return frame(RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(8).array());
  }

  static byte[] ping() {
    return frame(PING, 0, 0, new byte[8]);
  }

  /** Grows a window by nothing, which no client may do. */
  static byte[] windowUpdateOfNothing(int stream) {
    return frame(WINDOW_UPDATE, 0, stream, new byte[4]);
  }

  /** The headers of a gRPC call in one frame, with its length as it should be. */
  static byte[] call(int stream, String path) {
    return frame(HEADERS, END_HEADERS, stream, block(path, Map.of()));
  }

  /** The headers of a gRPC call as HPACK, none of them compressed. */
  static byte[] block(String path, Map<String, String> more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    header(out, ":method", "POST");
    header(out, ":scheme", "http");
    header(out, ":path", path);
    header(out, ":authority", "localhost");
    header(out, "content-type", "application/grpc");
    header(out, "te", "trailers");
    more.forEach((name, value) -> header(out, name, value));
    return out.toByteArray();
  }

  /** A gRPC message in a DATA frame that ends the call. */
  static byte[] lastMessage(int stream, byte[] message) {
    return frame(DATA, END_STREAM, stream, message(message.length, message));
  }

  /** A gRPC message that says it has {@code claimed} bytes. */
  static byte[] message(long claimed, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt((int) claimed)
        .put(bytes)
        .array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static ByteBuffer head(int length, int type, int flags, int stream) {
    return ByteBuffer.allocate(HEAD + length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream);
  }

  /** A header that no table remembers, its name and value spelled out. */
  private static void header(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    text(out, name);
    text(out, value);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    int most = 0x7f;
    if (text.length() < most) {
      out.write(text.length());
    } else {
      out.write(most);
      int rest = text.length() - most;
      for (; rest >= 0x80; rest >>= 7) {
        out.write((rest & 0x7f) | 0x80);
      }
      out.write(rest);
    }
    out.writeBytes(text.getBytes(US_ASCII));
  }
}
