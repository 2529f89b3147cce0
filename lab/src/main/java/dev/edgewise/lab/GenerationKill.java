package dev.edgewise.lab;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.lab.generation.Chunk;
import dev.edgewise.lab.generation.Killings;
import dev.edgewise.lab.generation.Kind;
import dev.edgewise.lab.generation.Options;
import dev.edgewise.lab.generation.Survival;
import dev.edgewise.lab.generation.Watched;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;

/**
 * Loses the node under two running generations, again and again: {@code edgewise run lab
 * generation-kill}. Both begin while the other agent is drained, and so on the same one; the one
 * that is lost is started again, drained, for the next round.
 */
final class GenerationKill implements AutoCloseable {
  static final String NAME = "generation-kill";
  static final Duration DEADLINE = Duration.ofMinutes(8);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<String> NODES = List.of("west1-a", "west1-b");
  private static final int PAUSED_EVERY = 4;

  /** A node that is only silent is given up after some probes. */
  private static final long KILLED_MILLIS = 3_000;

  private static final long PAUSED_MILLIS = 6_000;
  private static final long SETTLE_NANOS = 500_000_000;

  private final LabFleet fleet;
  private final Path folder;
  private final Random random;
  private final Edgewise eco;
  private final HttpClient http = HttpClient.newHttpClient();
  private KilledSubject subject;
  private DaemonProcess owner;
  private DaemonProcess spare;

  private GenerationKill(KilledSubject subject, LabFleet fleet, Path folder, Random random)
      throws IOException {
    this.subject = subject;
    this.fleet = fleet;
    this.folder = folder;
    this.random = random;
    this.owner = start(NODES.getFirst());
    this.spare = start(NODES.getLast());
    this.eco = fleet.application();
  }

  /** Plays what was asked for; the exit code. */
  static int run(Path dist, Path logs, List<String> arguments)
      throws IOException, InterruptedException {
    if (arguments.contains("--help")) {
      System.out.print(Options.HELP);
      return 0;
    }
    Options options;
    try {
      options = Options.parse(arguments, new Random());
    } catch (Options.Wrong e) {
      System.err.println(
          "EW9001 "
              + e.getMessage()
              + ". 'edgewise run lab "
              + NAME
              + " --help' shows what it takes");
      return 2;
    }
    Instant at = Clock.system().now();
    List<Killings> all = new ArrayList<>();
    for (Kind kind : options.kinds()) {
      Path folder = Files.createDirectories(logs.resolve(NAME + "-" + kind.word()));
      Killings killings = killings(kind, dist, folder, options);
      all.add(killings);
      if (!options.json()) {
        System.out.print(killings.text());
      }
    }
    if (options.json()) {
      System.out.println(
          Killings.json(all, "edgewise run lab " + NAME + " " + String.join(" ", arguments), at));
    }
    boolean held = all.stream().allMatch(Killings::held);
    System.err.println((held ? "all held" : "not all held") + "; the logs are in " + logs);
    return held ? 0 : 1;
  }

  private static Killings killings(Kind kind, Path dist, Path folder, Options options)
      throws IOException, InterruptedException {
    KilledSubject subject =
        switch (kind) {
          case PICTURES -> new KilledPictures(folder.resolve("models"), 30);
          case TEXT -> KilledText.of(folder);
        };
    if (subject.missing().isPresent()) {
      return new Killings(kind, options.rounds(), List.of(), Optional.empty(), subject.missing());
    }
    List<Survival> survivals = new ArrayList<>();
    Optional<String> problem = Optional.empty();
    System.err.println(kind.word() + ": seed " + options.seed());
    try (LabFleet fleet = LabFleet.start(dist, folder);
        GenerationKill campaign =
            new GenerationKill(subject, fleet, folder, new Random(options.seed()))) {
      campaign.awaitBoth();
      campaign.fit();
      Watched sdk = campaign.begin(true);
      Watched gateway = campaign.begin(false);
      List<String> bySdk = undisturbed(sdk);
      List<String> byGateway = undisturbed(gateway);
      for (int round = 1; round <= options.rounds(); round++) {
        List<Survival> both = campaign.round(round, bySdk, byGateway);
        both.forEach(one -> System.err.println("  " + one.words()));
        survivals.addAll(both);
      }
    } catch (IOException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Killings(kind, options.rounds(), survivals, problem, Optional.empty());
  }

  private DaemonProcess start(String name) throws IOException {
    List<String> flags = new ArrayList<>(subject.agentFlags(fleet));
    flags.addAll(List.of("--model-preload", "*"));
    return fleet.cloud(name, "west1", flags.toArray(new String[0]));
  }

  private void fit() throws IOException {
    try {
      subject = subject.fitted(eco);
    } catch (EdgewiseException e) {
      throw new IOException("a first run failed: " + e.getMessage(), e);
    }
  }

  private void awaitBoth() throws IOException, InterruptedException {
    await(owner.name() + " takes no calls", () -> LabFleet.takesCalls(eco, owner.name()));
    await(spare.name() + " does not register", () -> fleet.liveness(spare.name()).equals("alive"));
    fleet.drain(spare.name(), true);
    awaitDrained();
  }

  /** Waits until the spare is there and takes no calls. */
  private void awaitDrained() throws IOException, InterruptedException {
    await(
        spare.name() + " is not drained",
        () ->
            fleet
                .node(spare.name())
                .filter(node -> node.liveness().equals("alive") && node.drainApplied())
                .isPresent());
    await(spare.name() + " still takes calls", () -> !LabFleet.takesCalls(eco, spare.name()));
    LockSupport.parkNanos(SETTLE_NANOS);
  }

  private static void await(String otherwise, BooleanSupplier condition)
      throws IOException, InterruptedException {
    if (Waiting.until(PATIENCE, condition) < 0) {
      throw new IOException(otherwise + " after " + PATIENCE.toSeconds() + " s");
    }
  }

  private static List<String> undisturbed(Watched watched)
      throws IOException, InterruptedException {
    if (!watched.awaitEnd(DEADLINE.toNanos()) || watched.problem().isPresent()) {
      throw new IOException(
          "an undisturbed run failed: " + watched.problem().orElse("it took too long"));
    }
    return watched.chunks().stream().map(Chunk::content).toList();
  }

  /** Begins a stream, by the SDK or through the gateway. */
  private Watched begin(boolean sdk) {
    Watched watched = new Watched(System::nanoTime);
    Thread unused =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    if (sdk) {
                      subject.bySdk(eco, watched);
                    } else {
                      byGateway(watched);
                    }
                    watched.completed();
                  } catch (EdgewiseException | IOException | UncheckedIOException e) {
                    watched.failed(String.valueOf(e.getMessage()));
                  } catch (InterruptedException e) {
                    watched.failed("interrupted");
                  } catch (RuntimeException | Error e) {
                    watched.failed(e.toString());
                    throw e;
                  }
                });
    return watched;
  }

  private void byGateway(Watched watched) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:"
                        + fleet.orchestrator().httpPort()
                        + "/v1/call/"
                        + subject.path()))
            .header("Content-Type", "application/json")
            .header("Accept", "application/x-ndjson")
            .header("Edgewise-Deadline", DEADLINE.toSeconds() + "s")
            .POST(HttpRequest.BodyPublishers.ofString(subject.request().toString()))
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException(
            response.statusCode()
                + " "
                + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip());
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty()) {
          JsonObject item = JsonParser.parseString(line).getAsJsonObject();
          if (item.has("problem")) {
            throw new IOException(item.get("problem").toString());
          }
          subject.take(item, watched);
        }
      }
    }
  }

  /** Loses the owner of two streams once, and makes the other node the owner. */
  private List<Survival> round(int round, List<String> bySdk, List<String> byGateway)
      throws IOException, InterruptedException {
    boolean pauses = round % PAUSED_EVERY == 0;
    Watched one = begin(true);
    Watched two = begin(false);
    if (!one.awaitChunks(1, PATIENCE.toNanos()) || !two.awaitChunks(1, PATIENCE.toNanos())) {
      throw new IOException(
          "a stream did not begin: "
              + one.problem().or(two::problem).orElse("no chunk came")
              + " (round "
              + round
              + ")");
    }
    fleet.drain(spare.name(), false);
    await(spare.name() + " takes no calls", () -> LabFleet.takesCalls(eco, spare.name()));
    LockSupport.parkNanos(SETTLE_NANOS);
    awaitSomewhere(one, bySdk.size());
    Path log = folder.resolve(spare.name() + ".log");
    long read = Files.size(log);
    String signal = pauses ? "STOP" : "KILL";
    long when = System.nanoTime();
    owner.signal(signal);
    await(
        "the streams stood still after " + signal,
        () ->
            wentOn(one, log, read, subject.sdkTotal())
                && wentOn(two, log, read, subject.gatewayTotal()));
    fleet.drain(owner.name(), true);
    DaemonProcess lost = owner;
    owner = spare;
    if (pauses) {
      // It wakes when its streams have gone on.
      lost.signal("CONT");
    } else {
      lost.close();
      lost.awaitExit();
      spare = start(lost.name());
    }
    boolean ended = one.awaitEnd(DEADLINE.toNanos()) && two.awaitEnd(DEADLINE.toNanos());
    String said = since(log, read);
    Survival.Loss loss = new Survival.Loss(round, signal, lost.name(), when);
    Survival.Bounds bounds =
        new Survival.Bounds(pauses ? PAUSED_MILLIS : KILLED_MILLIS, subject.mostRepeated());
    if (pauses) {
      lost.close();
      lost.awaitExit();
      spare = start(lost.name());
    }
    if (!ended) {
      throw new IOException("a stream did not end (round " + round + ")");
    }
    awaitDrained();
    return List.of(
        Survival.of(loss, "sdk", bySdk, one, at(said, subject.sdkTotal()), bounds),
        Survival.of(loss, "gateway", byGateway, two, at(said, subject.gatewayTotal()), bounds));
  }

  /**
   * Whether the other node has said that it goes on with a stream, or that is over. Chunks that
   * come do not tell: some were on their way.
   */
  private boolean wentOn(Watched watched, Path log, long read, long total) {
    return watched.isOver() || at(since(log, read), total).isPresent();
  }

  private static String since(Path log, long read) {
    try {
      return Files.readString(log).substring((int) read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a random moment before the last quarter. */
  private void awaitSomewhere(Watched watched, int all) throws InterruptedException {
    int now = watched.chunks().size();
    int last = all * 3 / 4;
    int wanted = now >= last ? now : now + random.nextInt(last - now + 1);
    boolean unused = watched.awaitChunks(wanted, PATIENCE.toNanos());
    LockSupport.parkNanos(random.nextLong(200_000_000));
  }

  /** Where a node said that it goes on with the generation of that size. */
  private OptionalLong at(String log, long total) {
    Matcher matcher = subject.goesOn().matcher(log);
    OptionalLong at = OptionalLong.empty();
    while (matcher.find()) {
      if (Long.parseLong(matcher.group(2)) == total) {
        at = OptionalLong.of(Long.parseLong(matcher.group(1)));
      }
    }
    return at;
  }

  @Override
  public void close() {
    eco.close();
    // Not close(), which would wait for a stream that was left before its end.
    http.shutdownNow();
  }
}
