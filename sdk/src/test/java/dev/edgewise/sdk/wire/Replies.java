package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Replies as they come. */
final class Replies {
  private static final TraceContext TRACE =
      new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

  private final BlockingQueue<Reply> queue = new LinkedBlockingQueue<>();

  void add(Reply reply) {
    queue.add(reply);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  Reply only() throws InterruptedException {
    return take(1).get(0);
  }

  List<Reply> take(int count) throws InterruptedException {
    List<Reply> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Reply reply = queue.poll(20, TimeUnit.SECONDS);
      if (reply == null) {
        throw new AssertionError("no reply came");
      }
      all.add(reply);
    }
    assertThat(queue).as("replies beyond the expected").isEmpty();
    return all;
  }

  static Reply send(Link link, String method, byte[] body) throws Exception {
    return send(link, method, Message.of(body));
  }

  static Reply send(Link link, String method, Message body) throws Exception {
    Replies replies = new Replies();
    link.send(request(method, body, Duration.ofSeconds(20)), replies::add);
    return replies.only();
  }

  static Request request(String method, byte[] body, Duration timeLeft) {
    return request(method, Message.of(body), timeLeft);
  }

  static Request request(String method, Message body, Duration timeLeft) {
    return new Request(method, body, timeLeft, Label.CONFIDENTIAL, "d-1", TRACE);
  }
}
