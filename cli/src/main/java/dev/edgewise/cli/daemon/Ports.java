package dev.edgewise.cli.daemon;

import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Ports of this machine's loopback address. Not thread-safe. */
public final class Ports {
  /**
   * Below the range from which systems take the near end of a connection. A daemon that is
   * restarted must find its port free, also when others have tried to reach it meanwhile.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int MOST_TRIES = 1_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  public Ports(RandomGenerator random) {
    this.random = random;
  }

  /** A port that nobody listens at, and that was not given before. */
  public int free() {
    for (int i = 0; i < MOST_TRIES; i++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port) && given.add(port)) {
        return port;
      }
    }
    throw new Problem(
            ErrorCode.MISSING_PREREQUISITE,
            "no free port was found",
            "tried " + MOST_TRIES + " of " + LOWEST + " to " + HIGHEST,
            "end what holds so many ports")
        .failure();
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do it: a port whose last connections are being forgotten is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
