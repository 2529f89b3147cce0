package dev.edgewise.lab.oip;

import dev.edgewise.lab.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** mosec over one ONNX model, one worker, one call at a time, which is when it is fastest. */
final class MosecServer implements AutoCloseable {
  private final ServerProcess process;
  private final int port;

  private MosecServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it and waits until it takes connections.
   *
   * @param model the file
   * @param width floats of a row
   */
  static MosecServer start(PythonEnvironment python, Path model, int width, Path work)
      throws IOException, InterruptedException {
    Path script = work.resolve("mosec_server.py");
    Files.write(script, PythonEnvironment.resource("mosec_server.py"));
    int port = FreePort.find();
    ProcessBuilder builder =
        new ProcessBuilder(
            python.python(),
            script.toString(),
            "--address",
            "127.0.0.1",
            "--port",
            Integer.toString(port));
    builder.directory(work.toFile());
    builder.environment().put("EDGEWISE_LAB_MODEL", model.toString());
    builder.environment().put("EDGEWISE_LAB_WIDTH", Integer.toString(width));
    return new MosecServer(
        ServerProcess.start("mosec", builder, work.resolve("mosec.log"), () -> answers(port)),
        port);
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String httpAddress() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
