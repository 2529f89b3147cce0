package dev.edgewise.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.edgewise.cli.call.GatewayClient;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.core.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A text as it comes through a gateway. When the connection breaks it comes back for the rest, as
 * long as the gateway keeps that. One thread reads; {@link #cancel} is for any other.
 */
final class TextStream {
  /** The gateway keeps a stream whose reader has gone for so long, unless configured otherwise. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final long PAUSE_MILLIS = 300;

  private final GatewayClient gateway;
  private final String method;
  private final String request;
  private final Optional<Duration> deadline;
  private final Clock clock;
  private final CountDownLatch cancelled = new CountDownLatch(1);

  private volatile String decision = "";
  private volatile @Nullable InputStream open;

  /** Guarded by this: whoever is interrupted reads still, and nothing else. */
  private @Nullable Thread reader;

  // Of the reader alone.
  private String lastId = "";
  private int comebacks;
  private long brokenSince;
  private boolean broken;

  TextStream(
      GatewayClient gateway,
      String method,
      String request,
      Optional<Duration> deadline,
      Clock clock) {
    this.gateway = gateway;
    this.method = method;
    this.request = request;
    this.deadline = deadline;
    this.clock = clock;
  }

  /** The id of its decision; empty before the stream has begun. */
  String decision() {
    return decision;
  }

  /** How often the connection was lost and found again. */
  int comebacks() {
    return comebacks;
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** Gives it up: {@link #read} returns soon. */
  void cancel() {
    cancelled.countDown();
    InputStream body = open;
    synchronized (this) {
      if (reader != null) {
        reader.interrupt();
      }
    }
    if (body != null) {
      close(body);
    }
  }

  /**
   * Reads it to its end, or until it is cancelled.
   *
   * @throws CommandFailure when it does not end well
   */
  void read(Consumer<TextPiece> onPiece) {
    reads(Thread.currentThread());
    try {
      while (!isCancelled()) {
        String why;
        try {
          if (connection(onPiece)) {
            return;
          }
          why = "it ended before the text did";
        } catch (IOException e) {
          why = String.valueOf(e.getMessage());
        }
        if (!isCancelled() && !mayComeBack()) {
          throw gateway.unreachable("the connection broke: " + why);
        }
      }
    } catch (InterruptedException e) {
      // By cancel(): nobody else interrupts the thread of a command.
      cancelled.countDown();
    } finally {
      reads(null);
      // One that came too late is not for what this thread does next.
      boolean unused = Thread.interrupted();
    }
  }

  private synchronized void reads(@Nullable Thread thread) {
    reader = thread;
  }

  /** Waits before it comes back; false when there is nothing to come back to. */
  private boolean mayComeBack() throws InterruptedException {
    long now = clock.nanos();
    brokenSince = broken ? brokenSince : now;
    broken = true;
    // Only a gateway that keeps a stream for us names its events generation/number.
    return lastId.indexOf('/') > 0
        && now - brokenSince < GRACE.toNanos()
        && !cancelled.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads what one connection brings; true when that was the last piece of the text. */
  private boolean connection(Consumer<TextPiece> onPiece) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = gateway.events(method, request, deadline, lastId);
    try (InputStream body = response.body()) {
      open = body;
      if (response.statusCode() != 200) {
        throw GatewayClient.failure(gateway.object(new String(body.readAllBytes(), UTF_8)));
      }
      comebacks += lastId.isEmpty() ? 0 : 1;
      String id = GatewayClient.header(response, "Edgewise-Decision");
      decision = id.isEmpty() ? decision : id;
      ServerEvents events =
          new ServerEvents(new BufferedReader(new InputStreamReader(body, UTF_8)));
      Optional<ServerEvents.Event> next = events.next();
      while (next.isPresent() && !isCancelled()) {
        if (isLast(next.get(), onPiece)) {
          return true;
        }
        next = events.next();
      }
      return false;
    } finally {
      open = null;
    }
  }

  private boolean isLast(ServerEvents.Event event, Consumer<TextPiece> onPiece) {
    JsonObject json = gateway.object(event.data());
    if (event.name().equals("error")) {
      throw GatewayClient.failure(json);
    }
    lastId = event.id();
    broken = false;
    TextPiece piece = TextPiece.of(json);
    onPiece.accept(piece);
    return piece.isLast();
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It was given up anyway.
    }
  }
}
