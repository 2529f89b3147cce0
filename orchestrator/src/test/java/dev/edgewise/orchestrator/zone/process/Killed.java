package dev.edgewise.orchestrator.zone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Stands for an orchestrator that starts a node and is killed then. */
final class Killed {
  private Killed() {}

  public static void main(String[] arguments) throws Exception {
    ProcessBackend backend =
        ProcessBackend.open(
            Path.of(arguments[0]),
            ProcessBackendTest.program(),
            () -> "127.0.0.1:7443",
            Duration.ofMinutes(10),
            List.of(),
            Optional.empty());
    System.out.println(backend.start(ProcessBackendTest.order("west1-1")));
    new CountDownLatch(1).await();
  }
}
