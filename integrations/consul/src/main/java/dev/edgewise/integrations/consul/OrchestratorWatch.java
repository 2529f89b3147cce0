package dev.edgewise.integrations.consul;

import dev.edgewise.core.Address;
import dev.edgewise.sdk.spi.OrchestratorLocator.Listener;
import dev.edgewise.sdk.spi.OrchestratorLocator.Watch;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.model.ConsulResponse;
import org.kiwiproject.consul.model.health.ServiceHealth;
import org.kiwiproject.consul.option.ImmutableQueryOptions;

/**
 * One blocking query after the other, on a thread of its own: each is answered when something has
 * changed since the index of the answer before, or after a minute. An orchestrator that is still
 * listed is kept, whatever else comes; of several others the first by address is taken, so that all
 * who look find the same.
 */
final class OrchestratorWatch implements Watch {
  /** How long Consul keeps a question whose answer has not changed. */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(60);

  /**
   * Consul adds up to a sixteenth by chance, so that not all ask again together; and the network.
   */
  private static final Duration ALLOWANCE = Duration.ofSeconds(10);

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final ConsulAddress address;
  private final Listener listener;
  private final Duration block;
  private final RandomGenerator random;
  private final Consul consul;
  private final CountDownLatch closed = new CountDownLatch(1);

  // Touched by the watch's thread only.
  private BigInteger index = BigInteger.ZERO;
  private Optional<String> found = Optional.empty();
  private String lost = "";
  private Duration wait = FIRST_WAIT;

  private OrchestratorWatch(
      ConsulAddress address, Listener listener, Duration block, RandomGenerator random) {
    this.address = address;
    this.listener = listener;
    this.block = block;
    this.random = random;
    this.consul = Clients.of(address, block.plus(block.dividedBy(16)).plus(ALLOWANCE));
  }

  static OrchestratorWatch begin(
      ConsulAddress address, Listener listener, Duration block, RandomGenerator random) {
    OrchestratorWatch watch = new OrchestratorWatch(address, listener, block, random);
    Thread thread = new Thread(watch::run, "edgewise-consul-locator");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!isClosed()) {
        if (!ask()) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether to ask again at once. */
  private boolean ask() {
    try {
      ConsulResponse<List<ServiceHealth>> answer =
          consul.healthClient().getHealthyServiceInstances(ConsulLocator.SERVICE, options());
      answered(places(answer.getResponse()));
      BigInteger asked = index;
      index = next(asked, answer.getIndex());
      // What is answered at once without news would be asked again without end.
      return index.compareTo(asked) > 0;
    } catch (RuntimeException e) {
      // Not only the client's own exception: what is no answer of Consul's fails in other ways.
      index = BigInteger.ZERO;
      tellLost("Consul at " + address + " does not answer: " + Trouble.inWords(e));
      return false;
    }
  }

  private ImmutableQueryOptions options() {
    ImmutableQueryOptions.Builder options = ImmutableQueryOptions.builder();
    address.tag().ifPresent(options::addTag);
    return index.signum() == 0
        ? options.build()
        : options.index(index).wait(block.toSeconds() + "s").build();
  }

  /** An index that went back, as after a restart, says nothing about what was seen before. */
  static BigInteger next(BigInteger asked, BigInteger answered) {
    return answered.compareTo(asked) < 0 ? BigInteger.ZERO : answered;
  }

  private static List<String> places(List<ServiceHealth> healthy) {
    return healthy.stream().map(OrchestratorWatch::place).sorted().collect(Collectors.toList());
  }

  /** A service without an address of its own is where its Consul agent is. */
  private static String place(ServiceHealth health) {
    String own = health.getService().getAddress();
    String host = own.isBlank() ? health.getNode().getAddress() : own;
    return new Address(host, health.getService().getPort()).toString();
  }

  private void answered(List<String> places) {
    wait = FIRST_WAIT;
    if (places.isEmpty()) {
      tellLost("no orchestrator is registered in Consul at " + address + words());
      return;
    }
    Optional<String> place = found.filter(places::contains).or(() -> Optional.of(places.get(0)));
    if (!place.equals(found) || !lost.isEmpty()) {
      found = place;
      lost = "";
      listener.found(place.get());
    }
  }

  private String words() {
    return address.tag().map(tag -> " with the tag " + tag).orElse("");
  }

  private void tellLost(String because) {
    if (!because.equals(lost) && !isClosed()) {
      lost = because;
      listener.lost(because);
    }
  }

  private void pause() throws InterruptedException {
    long most = wait.toNanos();
    Duration longer = wait.multipliedBy(2);
    wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    boolean over =
        closed.await((long) (most * (0.5 + random.nextDouble() / 2)), TimeUnit.NANOSECONDS);
    if (over) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    consul.destroy();
  }
}
