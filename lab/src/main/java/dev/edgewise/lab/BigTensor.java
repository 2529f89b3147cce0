package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.Heap;
import dev.edgewise.lab.process.Metrics;
import dev.edgewise.lab.process.Programs;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Tensors of 64 MiB there and back, to an agent whose heap has 96 MB for everything: what lives in
 * the heap, and what the process has of the machine, must not grow with them; and one of 1 GiB must
 * be refused before anything of it is sent.
 */
enum BigTensor implements Campaign {
  BIG_TENSOR;

  static final int MIB = 1 << 20;
  private static final int SMALL = 1;
  private static final int LARGE = 64;
  private static final int CALLS = 12;
  private static final String HEAP = "-Xmx96m";

  /** Two messages and two tensors of a body, and as much again that waits for the collector. */
  private static final int DIRECT = 384;

  private static final long MAX_HEAP_GROWTH = 4L * MIB;

  /** Of a JVM beside its heap and what lies outside it: code, classes, threads, sockets. */
  private static final long JVM_ITSELF = 160L * MIB;

  @Override
  public String about() {
    return "tensors of 64 MiB there and back, the agent's heap 96 MB: it does not grow with them;"
        + " 1 GiB is refused unsent";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    Programs programs =
        new Programs(dist, List.of(HEAP, "-XX:MaxDirectMemorySize=" + DIRECT + "m"));
    try (DaemonProcess agent = DaemonProcess.edge(programs, folder, "edge-1");
        Edgewise eco = Edgewise.builder().edgeNodes("edge-1=" + agent.address()).build()) {
      Figures small = calls(agent, eco, SMALL, CALLS);
      Figures large = calls(agent, eco, LARGE, CALLS);
      long sentBefore = served(agent);
      String gibibyte = gibibyte(eco, folder);
      boolean unsent = served(agent) == sentBefore;
      long growth = large.liveHeap() - small.liveHeap();
      return new Verdict(
          growth <= MAX_HEAP_GROWTH
              && large.peakResident() <= (96L + DIRECT) * MIB + JVM_ITSELF
              && gibibyte.equals(ErrorCode.TOO_LARGE.name())
              && unsent,
          "with tensors of %d MiB: live heap %.1f MiB, peak %d MiB, process %d MiB; of %d MiB: %.1f MiB, %d MiB, %d MiB, median call %d ms (%.0f MiB/s both ways together), slowest %d ms; 1 GiB: %s, %s"
              .formatted(
                  SMALL,
                  small.liveHeap() / (double) MIB,
                  small.peakHeap() / MIB,
                  small.peakResident() / MIB,
                  LARGE,
                  large.liveHeap() / (double) MIB,
                  large.peakHeap() / MIB,
                  large.peakResident() / MIB,
                  large.medianMillis(),
                  2 * LARGE * 1000.0 / large.medianMillis(),
                  large.slowestMillis(),
                  gibibyte,
                  unsent ? "nothing arrived" : "SOMETHING ARRIVED"));
    }
  }

  /**
   * What a number of calls showed.
   *
   * @param liveHeap bytes in the agent's heap after a collection, when they were over
   * @param peakHeap the most that was seen in it after a call, garbage included
   * @param peakResident the most that the agent's process had of the machine after a call
   */
  record Figures(
      long liveHeap, long peakHeap, long peakResident, long medianMillis, long slowestMillis) {}

  /** Calls one after the other, each answer checked to the last element. */
  static Figures calls(DaemonProcess agent, Edgewise eco, int mebibytes, int calls)
      throws IOException, InterruptedException {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, List.of(mebibytes * MIB / Float.BYTES));
    FloatBuffer elements = tensor.data().asFloatBuffer();
    for (int i = 0; i < elements.capacity(); i++) {
      elements.put(i, i % 1_000);
    }
    long[] millis = new long[calls];
    long peakHeap = 0;
    long peakResident = 0;
    for (int call = 0; call < calls; call++) {
      float factor = call + 2;
      long begun = System.nanoTime();
      Tensor scaled = eco.client(Scaler.class).scale(tensor, factor);
      millis[call] = (System.nanoTime() - begun) / 1_000_000;
      check(scaled.data().asFloatBuffer(), elements, factor);
      peakHeap = Math.max(peakHeap, Metrics.of(agent).heapUsed());
      peakResident = Math.max(peakResident, agent.residentBytes());
    }
    java.util.Arrays.sort(millis);
    return new Figures(
        Heap.usedAfterCollection(agent.pid()),
        peakHeap,
        peakResident,
        millis[calls / 2],
        millis[calls - 1]);
  }

  private static void check(FloatBuffer scaled, FloatBuffer elements, float factor)
      throws IOException {
    for (int i = 0; i < elements.capacity(); i++) {
      if (scaled.get(i) != elements.get(i) * factor) {
        throw new IOException("element " + i + " of the answer is wrong: " + scaled.get(i));
      }
    }
    if (scaled.remaining() != elements.capacity()) {
      throw new IOException("the answer has " + scaled.remaining() + " elements");
    }
  }

  /** What becomes of a call with a tensor of 1 GiB, which lies in a file full of holes. */
  static String gibibyte(Edgewise eco, Path folder) throws IOException {
    Path file = folder.resolve("gibibyte");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Tensor tensor =
          Tensor.of(
              ElementType.FLOAT32,
              List.of(1 << 28),
              channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 30));
      Outcome<Tensor> outcome = eco.call(Scaler.class, scaler -> scaler.scale(tensor, 2));
      return "taken: " + outcome;
    } catch (EdgewiseException e) {
      return e.code().name();
    } finally {
      Files.delete(file);
    }
  }

  private static long served(DaemonProcess agent) throws IOException, InterruptedException {
    return Metrics.of(agent).callsEnded();
  }
}
