package dev.edgewise.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.CallReport;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A stream as its caller sees it; nothing is asked for but by {@link #next}. */
final class Flow implements Link.ItemListener {
  private final BlockingQueue<Message> items = new LinkedBlockingQueue<>();
  private final CompletableFuture<Optional<CallReport>> opened = new CompletableFuture<>();
  private final CompletableFuture<Reply> end = new CompletableFuture<>();
  private final Link.ItemExchange exchange;

  private Flow(Link link, String method, byte[] body, Duration timeLeft) {
    exchange =
        link.stream(
            new Request(
                FakeService.NAME + "/" + method,
                Message.of(body),
                timeLeft,
                Label.PUBLIC,
                "d-1",
                TraceContext.begin(new Random(1))),
            this);
  }

  static Flow of(Rig rig, String method) {
    return of(rig, method, new byte[0], Rig.LONG);
  }

  static Flow of(Rig rig, String method, byte[] body, Duration timeLeft) {
    return new Flow(rig.link, method, body, timeLeft);
  }

  @Override
  public void opened(Optional<CallReport> report) {
    opened.complete(report);
  }

  @Override
  public void item(Message item) {
    items.add(item);
  }

  @Override
  public void ended(Reply reply) {
    end.complete(reply);
  }

  Optional<CallReport> awaitOpened() {
    return opened.orTimeout(60, TimeUnit.SECONDS).join();
  }

  Message next() throws InterruptedException {
    exchange.request(1);
    Message item = items.poll(60, TimeUnit.SECONDS);
    assertThat(item).isNotNull();
    return item;
  }

  Reply awaitEnd() {
    // An end behind items that nobody asked for does not come.
    exchange.request(1);
    return end.orTimeout(60, TimeUnit.SECONDS).join();
  }

  void cancel() {
    exchange.cancel();
  }
}
