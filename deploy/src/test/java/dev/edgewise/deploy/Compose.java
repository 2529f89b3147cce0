package dev.edgewise.deploy;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A Compose file, its merge keys ({@code <<}) resolved.
 *
 * @param all the document
 */
record Compose(Map<String, Object> all) {
  static Compose parse(String text) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new Compose(map(merged(document)));
  }

  /** All of {@code services}, by name. */
  Map<String, Map<String, Object>> services() {
    Map<String, Map<String, Object>> services = new LinkedHashMap<>();
    map(all.get("services")).forEach((name, service) -> services.put(name, map(service)));
    return services;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  static List<?> list(@Nullable Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static @Nullable Object merged(@Nullable Object value) {
    if (value instanceof List<?> several) {
      List<@Nullable Object> all = new ArrayList<>();
      several.forEach(each -> all.add(merged(each)));
      return all;
    }
    if (!(value instanceof Map<?, ?> given)) {
      return value;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    if (given.get("<<") instanceof Map<?, ?> base) {
      all.putAll(map(merged(base)));
    }
    given.forEach(
        (key, each) -> {
          if (!key.equals("<<")) {
            all.put(requireNonNull(key).toString(), merged(each));
          }
        });
    return all;
  }
}
