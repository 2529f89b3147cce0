package dev.edgewise.integrations.consul;

import dev.edgewise.sdk.spi.FleetRegistry.Check;
import dev.edgewise.sdk.spi.FleetRegistry.Connection;
import dev.edgewise.sdk.spi.FleetRegistry.Entry;
import dev.edgewise.sdk.spi.FleetRegistry.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kiwiproject.consul.AgentClient;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.NotRegisteredException;
import org.kiwiproject.consul.model.agent.ImmutableRegCheck;
import org.kiwiproject.consul.model.agent.ImmutableRegistration;

/** The way to the agent API of one Consul. */
final class ConsulConnection implements Connection {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

  /** The least that Consul takes. */
  private static final String REMOVE_AFTER = "1m";

  private static final int NOT_FOUND = 404;

  /** Consul 1.8 says with this status, and in words, that it knows no such check. */
  private static final int FAILED = 500;

  private final ConsulAddress address;
  private final Duration ttl;
  private final Consul consul;
  private final AgentClient agent;

  ConsulConnection(ConsulAddress address, Duration ttl) {
    this.address = address;
    this.ttl = ttl;
    this.consul = Clients.of(address, LONGEST_ANSWER);
    this.agent = consul.agentClient();
  }

  @Override
  public Set<String> ids(String prefix) throws IOException {
    return ask(
        () ->
            agent.getServices().keySet().stream()
                .filter(id -> id.startsWith(prefix))
                .collect(Collectors.toSet()));
  }

  @Override
  public void put(Entry entry, Check check) throws IOException {
    ImmutableRegistration.Builder registration =
        ImmutableRegistration.builder()
            .id(entry.id())
            .name(entry.name())
            .address(entry.host())
            .port(entry.port())
            .tags(entry.tags())
            .meta(entry.meta())
            .check(
                ImmutableRegCheck.builder()
                    .ttl(ttl.toSeconds() + "s")
                    .deregisterCriticalServiceAfter(REMOVE_AFTER)
                    .status(state(check.state()).getName())
                    .build());
    address.tag().ifPresent(registration::addTags);
    ask(
        () -> {
          agent.register(registration.build());
          return true;
        });
    report(entry.id(), check);
  }

  @Override
  public boolean report(String id, Check check) throws IOException {
    try {
      agent.checkTtl(id, state(check.state()), check.note());
      return true;
    } catch (NotRegisteredException e) {
      if (isUnknown(e)) {
        return false;
      }
      throw away(e);
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  @Override
  public void remove(String id) throws IOException {
    try {
      agent.deregister(id);
    } catch (RuntimeException e) {
      if (Trouble.status(e) != NOT_FOUND) {
        throw away(e);
      }
    }
  }

  @Override
  public void close() {
    consul.destroy();
  }

  /** The client says that a check is not registered whatever went wrong: the reason lies below. */
  private static boolean isUnknown(NotRegisteredException e) {
    int status = Trouble.status(e);
    if (status == NOT_FOUND) {
      return true;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (status == FAILED && String.valueOf(each.getMessage()).contains("associated TTL")) {
        return true;
      }
    }
    return false;
  }

  private static <T> T ask(Supplier<T> question) throws IOException {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  private static IOException away(Exception e) {
    return new IOException(Trouble.inWords(e), e);
  }

  private static org.kiwiproject.consul.model.State state(State state) {
    return switch (state) {
      case PASSING -> org.kiwiproject.consul.model.State.PASS;
      case WARNING -> org.kiwiproject.consul.model.State.WARN;
      case CRITICAL -> org.kiwiproject.consul.model.State.FAIL;
    };
  }
}
