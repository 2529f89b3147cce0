package dev.edgewise.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A gateway that gives one text of so many tokens, cuts the connection where it was told to, and
 * goes on behind the last event that a client names.
 */
final class FakeGateway implements AutoCloseable {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> lastIds = new CopyOnWriteArrayList<>();
  final CountDownLatch waits = new CountDownLatch(1);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int tokens;
  private final List<Integer> cuts;
  private final boolean keeps;
  private volatile String problem = "";
  private volatile int waitsAt = Integer.MAX_VALUE;

  private FakeGateway(int tokens, List<Integer> cuts, boolean keeps) throws IOException {
    this.tokens = tokens;
    this.cuts = cuts;
    this.keeps = keeps;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Starts one.
   *
   * @param cuts after which token each connection is cut; those behind the list are not
   * @param keeps whether it keeps a stream for a client that has gone
   */
  static FakeGateway start(int tokens, boolean keeps, Integer... cuts) throws IOException {
    return new FakeGateway(tokens, List.of(cuts), keeps);
  }

  /** The next connections get this instead of the rest. */
  void fails(String problemJson) {
    problem = problemJson;
  }

  /** A connection says nothing more after that token, until it is closed. */
  void waitsAfter(int token) {
    waitsAt = token;
  }

  URI place() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static String word(int token) {
    return token == 1 ? "one" : " " + token;
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        exchange.getRequestURI()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    lastIds.add(last == null ? "" : last);
    if (!problem.isEmpty()) {
      byte[] body = problem.getBytes(UTF_8);
      exchange.sendResponseHeaders(410, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      return;
    }
    int from = last == null ? 1 : Integer.parseInt(last.substring(last.indexOf('/') + 1)) + 1;
    int connection = lastIds.size() - 1;
    int cut = connection < cuts.size() ? cuts.get(connection) : Integer.MAX_VALUE;
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Edgewise-Decision", "d1");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(": alive\n\n".getBytes(UTF_8));
    for (int token = from; token <= tokens && token <= cut; token++) {
      out.write(event(token).getBytes(UTF_8));
      out.flush();
      if (token == waitsAt) {
        pause();
      }
    }
    exchange.close();
  }

  private void pause() {
    try {
      waits.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String event(int token) {
    String end =
        token == tokens
            ? ",\"finish\":\"length\",\"usage\":{\"promptTokens\":4,\"completionTokens\":"
                + tokens
                + ",\"reusedTokens\":1}"
            : "";
    return "id: "
        + (keeps ? "g1/" : "")
        + token
        + "\ndata: {\"text\":\""
        + word(token)
        + "\",\"tokens\":[\""
        + token
        + "\"]"
        + end
        + "}\n\n";
  }

  @Override
  public void close() {
    waits.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
