package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.repository.FoundModel;
import dev.edgewise.serving.repository.ModelVersion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a look at a node's models found.
 *
 * @param models by name
 * @param broken why each of these cannot be served, by name
 */
record Known(Map<String, HostedModel> models, SortedMap<String, EdgewiseException> broken) {
  static final Known NOTHING = new Known(Map.of(), new TreeMap<>());

  /**
   * After another look: models that did not change stay as they are, and of two that would be
   * called by the same name the second is broken.
   */
  Known after(
      Collection<FoundModel> found,
      SortedMap<String, EdgewiseException> faults,
      Function<FoundModel, HostedModel> host) {
    Map<String, HostedModel> now = new LinkedHashMap<>();
    SortedMap<String, EdgewiseException> without = new TreeMap<>(faults);
    Map<String, String> services = new LinkedHashMap<>();
    for (FoundModel model : found) {
      HostedModel hosted = same(model).orElseGet(() -> host.apply(model));
      String same = services.putIfAbsent(hosted.service(), model.name());
      if (same == null) {
        now.put(model.name(), hosted);
      } else {
        without.put(
            model.name(),
            EdgewiseException.of(
                ErrorCode.BAD_MODEL_FOLDER,
                "Model \""
                    + model.name()
                    + "\" would be called by the same name as \""
                    + same
                    + "\", "
                    + hosted.service()
                    + ". Rename one of their folders."));
      }
    }
    return new Known(now, without);
  }

  /** The one that is there already, when it is still the same: its counts and signatures go on. */
  private Optional<HostedModel> same(FoundModel model) {
    return Optional.ofNullable(models.get(model.name()))
        .filter(
            hosted ->
                hosted.found().settings().equals(model.settings())
                    && same(hosted.found().versions(), model.versions()));
  }

  private static boolean same(List<ModelVersion> versions, List<ModelVersion> later) {
    return versions.size() == later.size()
        && IntStream.range(0, versions.size()).allMatch(i -> versions.get(i).isStill(later.get(i)));
  }
}
