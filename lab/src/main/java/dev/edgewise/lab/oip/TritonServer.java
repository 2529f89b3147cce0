package dev.edgewise.lab.oip;

import dev.edgewise.lab.process.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real Triton, which the package {@code nvidia-pytriton} carries, without that package's own
 * API around it. It has the Python backend alone.
 */
public final class TritonServer implements AutoCloseable {
  private static final String STUB = "triton_python_backend_stub";

  private final ServerProcess process;
  private final int httpPort;
  private final int grpcPort;

  private TritonServer(ServerProcess process, int httpPort, int grpcPort) {
    this.process = process;
    this.httpPort = httpPort;
    this.grpcPort = grpcPort;
  }

  /**
   * Starts it over a folder of models and waits until all of them are loaded.
   *
   * @param work for its backend and its log
   */
  static TritonServer start(PythonEnvironment python, Path models, Path work)
      throws IOException, InterruptedException {
    PythonEnvironment.Facts facts = python.facts();
    Path server = facts.packages().resolve("pytriton").resolve("tritonserver");
    Path backends = backends(server, facts.version(), work);
    int httpPort = FreePort.find();
    int grpcPort = FreePort.find();
    List<String> command = new ArrayList<>();
    command.add(server.resolve("bin").resolve("tritonserver").toString());
    command.add("--model-repository=" + models);
    command.add("--backend-directory=" + backends);
    for (String door : List.of("http", "grpc", "metrics")) {
      command.add("--" + door + "-address=127.0.0.1");
    }
    command.add("--http-port=" + httpPort);
    command.add("--grpc-port=" + grpcPort);
    command.add("--metrics-port=" + FreePort.find());
    command.add("--model-control-mode=explicit");
    command.add("--load-model=*");
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    PythonEnvironment.forPackages(environment, facts);
    // Its stub must find the library and the standard library of one and the same Python.
    environment.put("PYTHONHOME", facts.prefix());
    environment.put(
        "LD_LIBRARY_PATH",
        facts.libraries() + File.pathSeparator + facts.packages().resolve("nvidia_pytriton.libs"));
    return new TritonServer(
        ServerProcess.start("Triton", builder, work.resolve("triton.log"), () -> isReady(httpPort)),
        httpPort,
        grpcPort);
  }

  private static Path backends(Path server, String version, Path work) throws IOException {
    Path backends = work.resolve("backends");
    Path python = Files.createDirectories(backends.resolve("python"));
    Path from = server.resolve("backends").resolve("python");
    for (String file : List.of("libtriton_python.so", "triton_python_backend_utils.py")) {
      Files.copy(from.resolve(file), python.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path stub = server.resolve("python_backend_stubs").resolve(version).resolve(STUB);
    Path copy = python.resolve(STUB);
    Files.copy(stub, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    boolean unused = copy.toFile().setExecutable(true);
    return backends;
  }

  static boolean isReady(int httpPort) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + httpPort + "/v2/health/ready")
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(5_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  String httpAddress() {
    return "127.0.0.1:" + httpPort;
  }

  String grpcAddress() {
    return "127.0.0.1:" + grpcPort;
  }

  @Override
  public void close() {
    process.close();
  }
}
