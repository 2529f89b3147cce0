package dev.edgewise.lab.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Drops every packet from and to one TCP port of this machine, until it is closed, also when we are
 * told to end meanwhile.
 */
public final class PortBlock implements AutoCloseable {
  private final int port;
  private final AtomicBoolean lifted = new AtomicBoolean();
  private final Thread hook = new Thread(this::lift, "lifts a block");

  private PortBlock(int port) {
    this.port = port;
  }

  /** Whether this machine lets us do so. */
  public static boolean isPossible() throws InterruptedException {
    try {
      return run(List.of("iptables", "-w", "-L", "INPUT", "-n")) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  public static PortBlock of(int port) throws IOException, InterruptedException {
    PortBlock block = new PortBlock(port);
    Runtime.getRuntime().addShutdownHook(block.hook);
    try {
      block.rules("-I");
      return block;
    } catch (IOException e) {
      block.close();
      throw e;
    }
  }

  private void rules(String verb) throws IOException, InterruptedException {
    boolean all = true;
    for (String end : List.of("--dport", "--sport")) {
      List<String> command = new ArrayList<>(List.of("iptables", "-w", verb, "INPUT"));
      command.addAll(List.of("-i", "lo", "-p", "tcp", end, Integer.toString(port), "-j", "DROP"));
      all &= run(command) == 0;
    }
    if (!all) {
      throw new IOException("iptables " + verb + " for port " + port + " did not work");
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private void lift() {
    if (lifted.compareAndSet(false, true)) {
      try {
        rules("-D");
      } catch (IOException e) {
        System.err.println("the rules for port " + port + " are left in iptables: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    lift();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook runs, or has run.
    }
  }
}
