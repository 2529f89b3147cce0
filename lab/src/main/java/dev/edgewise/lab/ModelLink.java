package dev.edgewise.lab;

import dev.edgewise.annotations.Label;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.TraceContext;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.wire.GrpcTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection to one node, and calls of one of its models, one after the other. */
final class ModelLink implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PROBES = 20;

  private final SystemScheduler scheduler = SystemScheduler.create("lab");
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final GrpcTransport transport = GrpcTransport.create(scheduler, executor);
  private final Random random = new Random(1);
  private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
  private final String service;
  private final Link link;

  private ModelLink(String address, String model) {
    this.service = new ModelMethods(model).service();
    this.link =
        transport.open(
            address,
            new Link.Listener() {
              @Override
              public void connected() {
                connected.complete(true);
              }

              @Override
              public void disconnected(String because) {}
            });
  }

  /** Connects. */
  static ModelLink open(String address, String model) throws IOException, InterruptedException {
    ModelLink opened = new ModelLink(address, model);
    boolean unused = await(opened.connected);
    return opened;
  }

  /** Does what an application does with a connection before it gives it calls. */
  void warm() throws IOException, InterruptedException {
    CompletableFuture<Described> described = new CompletableFuture<>();
    link.describe(PATIENCE, described::complete);
    Described unused = await(described);
    for (int i = 0; i < PROBES; i++) {
      CompletableFuture<Boolean> probed = new CompletableFuture<>();
      link.probe(PATIENCE, load -> probed.complete(load.isPresent()));
      if (!await(probed)) {
        throw new IOException("the node did not answer a probe");
      }
    }
  }

  /** How long the node says that it took for a call. */
  Duration serviceTime(String method, Message body) throws IOException, InterruptedException {
    return send(method, body)
        .report()
        .orElseThrow(() -> new IOException("the node said nothing of the call"))
        .serviceTime();
  }

  /** The answer to a call. */
  Message call(String method, Message body) throws IOException, InterruptedException {
    return send(method, body).body();
  }

  private Reply.Answered send(String method, Message body)
      throws IOException, InterruptedException {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Link.Exchange unused =
        link.send(
            new Request(
                service + "/" + method,
                body,
                PATIENCE,
                Label.INTERNAL,
                "lab",
                TraceContext.begin(random)),
            reply::complete);
    if (await(reply) instanceof Reply.Answered answered) {
      return answered;
    }
    throw new IOException("no answer: " + await(reply));
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    transport.close();
    executor.shutdownNow();
    scheduler.close();
  }
}
