package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.serving.repository.FoundModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a look at a node's models found.
 *
 * @param models by name
 * @param broken why each of these cannot be served, by name
 */
record Known(Map<String, HostedModel> models, SortedMap<String, EdgewiseException> broken) {

  /** The one that is there already, when it is still the same: its counts and signatures go on. */
  Optional<HostedModel> same(FoundModel model) {
    return Optional.ofNullable(models.get(model.name()))
        .filter(
            hosted ->
                hosted.found().settings().equals(model.settings())
                    && signs(hosted.found()).equals(signs(model)));
  }

  private static List<List<Object>> signs(FoundModel model) {
    return model.versions().stream()
        .map(
            version ->
                List.<Object>of(
                    version.number(),
                    version.format(),
                    version.content().place(),
                    version.content().digest()))
        .toList();
  }
}
