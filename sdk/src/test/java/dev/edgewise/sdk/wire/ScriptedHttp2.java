package dev.edgewise.sdk.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Speaks just enough HTTP/2 to accept a connection, and answers the first request with what a test
 * wants: frames that a whole server would hardly send on demand.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>
 */
final class ScriptedHttp2 implements AutoCloseable {
  private static final int PREFACE_BYTES = 24;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;

  private final ServerSocket server;
  private final Thread thread;

  /** What to send when a request's headers have come. */
  interface Script {
    void onRequest(int stream, OutputStream out, Socket socket) throws IOException;
  }

  ScriptedHttp2(Script script) throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(() -> serve(script), "scripted-http2");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void serve(Script script) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        converse(socket, script);
      } catch (IOException e) {
        // The client went, or the test is over.
      }
    }
  }

  private static void converse(Socket socket, Script script) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    in.readNBytes(PREFACE_BYTES);
    out.write(frame(SETTINGS, 0, 0, new byte[0]));
    while (true) {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      in.readNBytes(length);
      if (type == SETTINGS && (flags & ACK) == 0) {
        out.write(frame(SETTINGS, ACK, 0, new byte[0]));
      } else if (type == HEADERS) {
        script.onRequest(stream, out, socket);
        out.flush();
      }
    }
  }

  /** RST_STREAM. */
  static byte[] reset(int stream, int error) {
    return frame(3, 0, stream, ints(error));
  }

  /** GOAWAY: streams above {@code last} were not and will not be processed. */
  static byte[] goAway(int last, int error) {
    return frame(7, 0, 0, ints(last, error));
  }

  private static byte[] ints(int... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int value : values) {
        out.writeInt(value);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    frame.writeBytes(ints(stream));
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
