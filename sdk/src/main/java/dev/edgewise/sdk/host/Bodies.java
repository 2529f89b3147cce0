package dev.edgewise.sdk.host;

import dev.edgewise.core.model.TensorModel;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.CallMerging;
import dev.edgewise.sdk.spi.Dependencies;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Builds bodies and closes them, and the models that they share, in reverse order. Thread-safe. */
public final class Bodies implements AutoCloseable {
  /** Makes a client of another service. */
  @FunctionalInterface
  public interface Clients {
    /** A client of that service. */
    <S> S client(Class<S> type);
  }

  /** Where the models of bodies come from. */
  @FunctionalInterface
  public interface Models {
    /**
     * Loads a model.
     *
     * @param loader where the service that asks has its resources
     * @throws dev.edgewise.core.EdgewiseException when it cannot be had
     */
    TensorModel load(ClassLoader loader, String name);
  }

  private final Models shelf;
  private final Clients clients;
  private final Settings settings;
  private final CallMerging merging;
  private final Map<String, TensorModel> models = new HashMap<>();
  private final Deque<Runnable> open = new ArrayDeque<>();

  /** Bodies whose models, clients and configuration records come from there. */
  public Bodies(Models shelf, Clients clients, Settings settings) {
    this(shelf, clients, settings, new LoneCalls());
  }

  /**
   * Bodies whose calls of batched methods are put together.
   *
   * @param merging closed with the bodies, before them
   */
  public Bodies(Models shelf, Clients clients, Settings settings, CallMerging merging) {
    this.shelf = shelf;
    this.clients = clients;
    this.settings = settings;
    this.merging = merging;
  }

  /**
   * Builds a body; a model that several bodies use is loaded once.
   *
   * @throws dev.edgewise.core.EdgewiseException when a model or the body itself cannot be had
   */
  public synchronized HostedBody build(BodyDefinition<?> definition) {
    ClassLoader loader = definition.type().getClassLoader();
    HostedBody body =
        HostedBody.build(
            definition,
            new Dependencies() {
              @Override
              public TensorModel model(String name) {
                return models.computeIfAbsent(name, missing -> load(loader, missing));
              }

              @Override
              public <S> S client(Class<S> type) {
                return clients.client(type);
              }

              @Override
              public <R extends Record> R config(Class<R> type) {
                return settings.fill(type);
              }
            },
            merging);
    open.push(body::close);
    return body;
  }

  private TensorModel load(ClassLoader loader, String name) {
    TensorModel model = shelf.load(loader, name);
    open.push(model::close);
    return model;
  }

  /**
   * Closes all of them, the last first.
   *
   * @throws dev.edgewise.core.EdgewiseException what the first that failed said, when all have been
   *     closed
   */
  @Override
  public synchronized void close() {
    RuntimeException first = null;
    open.push(merging::close);
    while (!open.isEmpty()) {
      try {
        open.pop().run();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    models.clear();
    if (first != null) {
      throw first;
    }
  }
}
