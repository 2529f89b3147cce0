package dev.edgewise.sdk.wire.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PlainTextAnswerTest {
  private static final String WORDS = "w".repeat(300);

  private final PlainTextAnswer answer = new PlainTextAnswer(WORDS);

  private static byte[] frame(int type, int stream, int length) {
    byte[] frame = new byte[9 + length];
    frame[1] = (byte) (length >> 8);
    frame[2] = (byte) length;
    frame[3] = (byte) type;
    frame[8] = (byte) stream;
    // Of what is skipped, nothing may be taken for a frame.
    Arrays.fill(frame, 9, frame.length, (byte) 1);
    return frame;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] preface() {
    return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  }

  private static byte[] call() {
    return joined(preface(), frame(4, 0, 18), frame(8, 0, 4), frame(1, 3, 90), frame(0, 3, 700));
  }

  /** Types and streams of the frames in it, {@code 4/0 1/3}. */
  private static String frames(byte[] said) {
    StringBuilder frames = new StringBuilder();
    int at = 0;
    while (at < said.length) {
      int length = ((said[at] & 0xff) << 16) | ((said[at + 1] & 0xff) << 8) | (said[at + 2] & 0xff);
      frames.append(said[at + 3]).append('/').append(said[at + 8]).append(' ');
      at += 9 + length;
    }
    assertThat(at).isEqualTo(said.length);
    return frames.toString().strip();
  }

  @Test
  void aCallIsAnsweredAsOneAndThenTheConnectionEnds() {
    byte[] said = answer.to(call());

    assertThat(frames(said)).isEqualTo("4/0 1/3 7/0");
    assertThat(new String(said, ISO_8859_1))
        .contains("grpc-status\u000214", "grpc-message\u007f\u00ad\u0001" + WORDS);
    assertThat(answer.isOver()).isTrue();
    assertThat(answer.to(call())).isEmpty();
    assertThat(answer.toNoCall()).isEmpty();
  }

  @Test
  void howeverTheBytesComeTheAnswerIsTheSame() {
    byte[] whole = answer.to(call());
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      PlainTextAnswer other = new PlainTextAnswer(WORDS);
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      byte[] call = call();
      for (int at = 0; at < call.length; ) {
        int end = Math.min(call.length, at + 1 + random.nextInt(1 + seed));
        said.writeBytes(other.to(Arrays.copyOfRange(call, at, end)));
        at = end;
      }
      assertThat(said.toByteArray()).as("seed " + seed).isEqualTo(whole);
    }
  }

  @Test
  void aClientOfHttp2IsGreetedAtOnceSinceItWaitsForThat() {
    assertThat(frames(answer.to(preface()))).isEqualTo("4/0");
    assertThat(answer.isOver()).isFalse();
    assertThat(frames(answer.toNoCall())).isEqualTo("7/0");
  }

  @Test
  void oneThatSaysNothingIsToldAllTheSame() {
    assertThat(frames(answer.toNoCall())).isEqualTo("4/0 7/0");
    assertThat(answer.isOver()).isTrue();
  }

  @Test
  void oneThatSendsWithoutEndIsNotListenedToForEver() {
    byte[] said = answer.to(joined(preface(), new byte[PlainTextAnswer.MOST + 1]));

    assertThat(frames(said)).isEqualTo("4/0 7/0");
    assertThat(answer.isOver()).isTrue();
  }

  @Test
  void whoeverSpeaksSomethingElseIsAnsweredAsHttp1() {
    for (String other : new String[] {"GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/1", "x"}) {
      PlainTextAnswer each = new PlainTextAnswer("no TLS");
      assertThat(new String(each.to(other.getBytes(US_ASCII)), US_ASCII))
          .isEqualTo(
              String.join(
                  "\r\n",
                  "HTTP/1.1 400 Bad Request",
                  "Content-Type: text/plain",
                  "Content-Length: 7",
                  "Connection: close",
                  "",
                  "no TLS\n"));
      assertThat(each.isOver()).isTrue();
    }
  }
}
