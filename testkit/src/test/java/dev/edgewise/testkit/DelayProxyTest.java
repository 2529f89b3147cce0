package dev.edgewise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.edgewise.core.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real echo server behind a real proxy; only lower bounds of time are held. */
@Timeout(60)
final class DelayProxyTest {
  private static final Clock CLOCK = Clock.system();

  private final ServerSocket echo;
  private final DelayProxy proxy;

  DelayProxyTest() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = DelayProxy.to("127.0.0.1", echo.getLocalPort());
  }

  @BeforeEach
  void start() {
    DelayProxy.start("echo", this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = echo.accept();
        DelayProxy.start(
            "echo",
            () -> {
              try (socket) {
                socket.getInputStream().transferTo(socket.getOutputStream());
              } catch (IOException e) {
                // The proxy broke it.
              }
            });
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static Duration roundTrip(Socket socket, int bytes) throws IOException {
    long begun = CLOCK.nanos();
    byte[] sent = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      sent[i] = (byte) i;
    }
    socket.getOutputStream().write(sent);
    assertThat(socket.getInputStream().readNBytes(bytes)).isEqualTo(sent);
    return Duration.ofNanos(CLOCK.nanos() - begun);
  }

  @Test
  void what_is_sent_arrives_unchanged() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, 1);
      roundTrip(socket, 100_000);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_delay_counts_in_each_direction_and_can_be_changed_while_connected() throws IOException {
    try (Socket socket = connect()) {
      proxy.delay(Duration.ofMillis(250));
      assertThat(roundTrip(socket, 10)).isGreaterThan(Duration.ofMillis(495));

      proxy.delay(Duration.ZERO);
      assertThat(roundTrip(socket, 10)).isLessThan(Duration.ofMillis(495));
    }
  }

  @Test
  void a_thin_link_needs_its_time_for_the_bytes() throws IOException {
    proxy.bandwidth(100_000);
    try (Socket socket = connect()) {
      // 20,000 bytes twice over 100,000 bytes/s; the way back begins before the way there ends.
      assertThat(roundTrip(socket, 20_000)).isGreaterThan(Duration.ofMillis(200));
    }
  }

  @Test
  void a_cut_breaks_what_stands_and_what_comes_until_it_is_mended() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, 1);

      proxy.cut();

      assertThatThrownBy(() -> read(socket)).isInstanceOf(IOException.class);
      try (Socket next = connect()) {
        assertThatThrownBy(() -> roundTrip(next, 1)).isInstanceOf(Throwable.class);
      } catch (IOException e) {
        // Refused even before it was there.
      }
    }
    proxy.mend();
    try (Socket socket = connect()) {
      roundTrip(socket, 1);
    }
  }

  private static void read(Socket socket) throws IOException {
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the end");
    }
  }

  @Test
  void a_stalled_way_carries_nothing_and_loses_nothing() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket, 1);
      proxy.stall();
      socket.getOutputStream().write(7);
      socket.setSoTimeout(200);
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

      proxy.mend();
      socket.setSoTimeout(20_000);

      assertThat(in.read()).isEqualTo(7);
    }
  }

  @Test
  void a_sender_that_is_too_fast_waits() throws IOException, InterruptedException {
    try (Socket socket = connect()) {
      proxy.stall();
      Thread sender =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(new byte[64 << 20]);
                } catch (IOException e) {
                  // The test has ended.
                }
              });
      sender.setDaemon(true);
      sender.start();
      sender.join(300);
      assertThat(sender.isAlive()).isTrue();
    }
  }
}
