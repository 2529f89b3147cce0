package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.NearestNames;
import dev.edgewise.orchestrator.identity.ApiKey;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.proto.v1.AddKeyRequest;
import dev.edgewise.proto.v1.AddedKey;
import dev.edgewise.proto.v1.KeyList;
import dev.edgewise.proto.v1.KeyStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What operators ask of API keys, as messages. Thread-safe. */
final class KeyDesk {
  private final KeyRing keys;
  private final FleetOverview fleet;
  private final Clock clock;

  KeyDesk(KeyRing keys, FleetOverview fleet, Clock clock) {
    this.keys = requireNonNull(keys, "keys");
    this.fleet = requireNonNull(fleet, "fleet");
    this.clock = requireNonNull(clock, "clock");
  }

  AddedKey add(AddKeyRequest request) {
    // Before anything of them is looked up.
    if (request.getServicesCount() > ApiKey.MOST_SERVICES) {
      throw EdgewiseException.of(
          ErrorCode.NOT_ACCEPTED,
          "services: "
              + request.getServicesCount()
              + " (expected: at most "
              + ApiKey.MOST_SERVICES
              + "; * stands for all).");
    }
    KeyRing.Made made =
        keys.add(
            request.getName(),
            Optional.of(request.getTenant()).filter(name -> !name.isEmpty()),
            request.getServicesList().stream().map(this::full).distinct().toList(),
            request.getOperator(),
            Duration.ofSeconds(Math.clamp(request.getLastsSeconds(), 0, Integer.MAX_VALUE)));
    return AddedKey.newBuilder().setKey(status(made.key())).setSecret(made.text()).build();
  }

  KeyList list() {
    return KeyList.newBuilder().addAllKeys(keys.all().stream().map(this::status).toList()).build();
  }

  KeyStatus revoke(String name) {
    return keys.revoke(name)
        .map(this::status)
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.NOT_FOUND,
                    "There is no API key \""
                        + Why.line(name)
                        + "\". "
                        + NearestNames.hint(name, keys.all().stream().map(ApiKey::name).toList())));
  }

  /** A short name is one of a service or a model that a node offers; any other stays as it is. */
  private String full(String service) {
    if (service.equals("*") || service.contains(".")) {
      return service;
    }
    Set<String> known = new TreeSet<>();
    Set<String> meant = new TreeSet<>();
    fleet
        .snapshot()
        .members()
        .forEach(
            member -> {
              member
                  .registration()
                  .services()
                  .forEach(
                      each -> {
                        known.add(each.name());
                        if (each.name().equals(service) || each.name().endsWith("." + service)) {
                          meant.add(each.name());
                        }
                      });
              member.registration().models().stream()
                  .filter(each -> each.name().equals(service) && !each.service().isEmpty())
                  .forEach(each -> meant.add(each.service()));
            });
    if (meant.size() == 1) {
      return meant.iterator().next();
    }
    throw EdgewiseException.of(
        ErrorCode.NOT_FOUND,
        "The service \""
            + Why.line(service)
            + (meant.isEmpty()
                ? "\" is offered by no node now. Write its full name, such as shop.v1.Vision. "
                    + NearestNames.hint(service, known)
                : "\" can mean " + String.join(" or ", meant) + ". Write the full name."));
  }

  private KeyStatus status(ApiKey key) {
    KeyStatus.Builder status =
        KeyStatus.newBuilder()
            .setName(key.name())
            .setTenant(key.tenant().orElse(""))
            .addAllServices(key.services())
            .setOperator(key.operator())
            .setMade(FleetStatusWriter.timestamp(key.made()))
            .setEnds(FleetStatusWriter.timestamp(key.ends()))
            .setEnded(key.hasEnded(clock.now()));
    key.used().map(FleetStatusWriter::timestamp).ifPresent(status::setUsed);
    return status.build();
  }
}
