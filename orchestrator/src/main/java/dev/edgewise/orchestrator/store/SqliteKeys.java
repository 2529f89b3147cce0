package dev.edgewise.orchestrator.store;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.identity.ApiKey;
import dev.edgewise.orchestrator.identity.Digest;
import dev.edgewise.orchestrator.identity.KeyStore;
import dev.edgewise.orchestrator.identity.StoredKey;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** API keys in the store: all of them but the keys themselves. Thread-safe. */
final class SqliteKeys implements KeyStore {
  private static final Logger LOG = System.getLogger(SqliteKeys.class.getName());

  private final SqliteStore store;

  SqliteKeys(SqliteStore store) {
    this.store = requireNonNull(store, "store");
  }

  @Override
  public List<StoredKey> all() {
    return store.read(
        "SELECT name, digest, tenant, services, operator, made, ends, used FROM keys ORDER BY name",
        SqliteKeys::keys);
  }

  private static List<StoredKey> keys(ResultSet row) throws SQLException {
    List<StoredKey> keys = new ArrayList<>();
    while (row.next()) {
      try {
        keys.add(key(row));
      } catch (IllegalArgumentException e) {
        // Nobody gets in with it; an operator makes another.
        LOG.log(Level.WARNING, "forgetting the API key " + row.getString(1), e);
      }
    }
    return keys;
  }

  private static StoredKey key(ResultSet row) throws SQLException {
    long used = row.getLong("used");
    String services = row.getString("services");
    return new StoredKey(
        new ApiKey(
            row.getString("name"),
            Optional.ofNullable(row.getString("tenant")),
            services.isEmpty() ? List.of() : List.of(services.split(" ")),
            row.getBoolean("operator"),
            Instant.ofEpochSecond(row.getLong("made")),
            Instant.ofEpochSecond(row.getLong("ends")),
            used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(used))),
        Digest.stored(row.getBytes("digest")));
  }

  @Override
  public void put(StoredKey stored) {
    ApiKey key = stored.key();
    store.write(
        "INSERT OR REPLACE INTO keys (name, digest, tenant, services, operator, made, ends, used)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        key.name(),
        stored.digest().bytes(),
        key.tenant().orElse(null),
        String.join(" ", key.services()),
        key.operator() ? 1 : 0,
        key.made().getEpochSecond(),
        key.ends().getEpochSecond(),
        key.used().map(Instant::getEpochSecond).orElse(0L));
  }

  @Override
  public void drop(String name) {
    store.write("DELETE FROM keys WHERE name = ?", name);
  }
}
