package dev.edgewise.lab.call;

import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LineProcess;
import dev.edgewise.lab.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A system in processes of its own.
 *
 * @param name as it stands in the report
 * @param caller that answers orders of {@link Callers}
 * @param server what it calls, closed after it
 */
record Contender(String name, LineProcess caller, AutoCloseable server) implements AutoCloseable {
  static final String EDGEWISE = "edgewise";
  static final String LOCAL = "edgewise, in one JVM";
  static final String BARE = "grpc-java";

  private static final String BARE_SERVER = "dev.edgewise.lab.call.rpc.BareServer";
  private static final String BARE_CALLER = "dev.edgewise.lab.call.rpc.BareCaller";

  /** 64 callers with a megabyte each, there and back, in every form that it takes on the way. */
  private static final List<String> FLAGS = List.of("-Xmx1g");

  /** An agent as users run it, which lets in as many calls as there are. */
  static Contender edgewise(Path dist, Path folder) throws IOException {
    DaemonProcess agent =
        DaemonProcess.edge(
            new Programs(dist, FLAGS),
            folder,
            EdgewiseCaller.NODE,
            "--concurrency",
            "64",
            "--max-held",
            "512MiB");
    return new Contender(
        EDGEWISE,
        caller(folder, "edgewise", EdgewiseCaller.class.getName(), List.of(agent.address())),
        agent);
  }

  /** Bodies in the caller's JVM. */
  static Contender local(Path folder) throws IOException {
    return new Contender(
        LOCAL, caller(folder, "local", EdgewiseCaller.class.getName(), List.of()), () -> {});
  }

  /** grpc-java without us. */
  static Contender bare(Path folder) throws IOException {
    LineProcess server =
        LineProcess.start(java(BARE_SERVER, List.of()), Map.of(), folder.resolve("server.log"));
    String port = server.await(Callers.READY).substring(Callers.READY.length()).strip();
    return new Contender(BARE, caller(folder, "bare", BARE_CALLER, List.of(port)), server);
  }

  private static LineProcess caller(Path folder, String name, String main, List<String> arguments)
      throws IOException {
    LineProcess caller =
        LineProcess.start(
            java(main, arguments),
            // The decisions of these calls are nobody's to explain.
            Map.of("EDGEWISE_DATA", folder.resolve(name).toString()),
            folder.resolve(name + ".log"));
    caller.await(Callers.READY);
    return caller;
  }

  private static List<String> java(String main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(Programs.java(FLAGS, System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command;
  }

  Round round(Cell cell, int millis) throws IOException {
    return Round.read(caller.ask(Callers.order(cell, millis), Callers.ROUND));
  }

  @Override
  public void close() throws IOException {
    caller.close();
    try {
      server.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
