package dev.edgewise.integrations.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Answers as no healthy Consul would; a question that nothing is said to waits. */
final class PlayedConsul implements AutoCloseable {
  private final BlockingQueue<HttpExchange> questions = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  PlayedConsul() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", questions::add);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "consul://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next question, which waits for an answer. */
  HttpExchange next() throws InterruptedException {
    return Optional.ofNullable(questions.poll(30, TimeUnit.SECONDS)).orElseThrow();
  }

  /** What a question asks: path and query. */
  static String asked(HttpExchange question) {
    return question.getRequestURI().toString();
  }

  static void answer(HttpExchange question, int status, String index, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    question.getResponseHeaders().set("Content-Type", "application/json");
    if (!index.isEmpty()) {
      question.getResponseHeaders().set("X-Consul-Index", index);
    }
    question.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    question.getResponseBody().write(bytes);
    question.close();
  }

  /** A healthy orchestrator, as the health endpoint has it. */
  static String orchestrator(int port) {
    return "[{\"Node\":{\"Node\":\"n\",\"Address\":\"127.0.0.1\"},\"Service\":{\"ID\":\"o\","
        + "\"Service\":\"edgewise-orchestrator\",\"Tags\":[],\"Address\":\"\",\"Meta\":{},\"Port\":"
        + port
        + "},\"Checks\":[]}]";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
