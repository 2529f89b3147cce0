package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.serving.repository.FoundModel;
import dev.edgewise.serving.repository.ModelVersion;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What calls of one model ask of the cache. */
final class ModelQuestions {
  private final FoundModel found;
  private final Supplier<String> engine;
  private final EngineOptions options;

  /**
   * Of a model.
   *
   * @param engine name of what runs it
   * @param options how that computes
   */
  ModelQuestions(FoundModel found, Supplier<String> engine, EngineOptions options) {
    this.found = requireNonNull(found, "found");
    this.engine = requireNonNull(engine, "engine");
    this.options = requireNonNull(options, "options");
  }

  /**
   * Digests of all versions: a request may name one of them or, by naming none, the newest, which
   * may be another tomorrow. A precision is a file of its own; what is computed with is not.
   */
  String producer() {
    return found.versions().stream()
            .map(ModelQuestions::digest)
            .collect(Collectors.joining(",", "model=", ";"))
        + "engine="
        + engine.get()
        + ";provider="
        + options.provider().word();
  }

  private static String digest(ModelVersion version) {
    return version.number() + ":" + version.content().digest();
  }

  /** Empty when the caller's profile asks for nothing to be kept, or the call is not repeatable. */
  Optional<CallCaching.Question> question(String fullName, Message request) {
    if (!beginsWithProfile(request)) {
      return Optional.empty();
    }
    ModelMethods methods = new ModelMethods(found.name());
    try {
      return methods.contracts(found.newest().kind()).stream()
          .filter(contract -> contract.fullName().equals(fullName))
          .findFirst()
          .flatMap(contract -> CacheRules.asked(contract, request))
          .map(
              asked ->
                  new CallCaching.Question(
                      fullName + "|" + producer(),
                      asked.rule(),
                      asked.request(),
                      asked.caching().memoryBytes(),
                      asked.caching().diskBytes()));
    } catch (MalformedMessage _) {
      // Running it says what is wrong with it.
      return Optional.empty();
    }
  }

  /**
   * Whether it is worth reading: most callers have no profile, and their tensors are large. The
   * profile is the first field of each request; who writes it elsewhere just has nothing kept.
   */
  private static boolean beginsWithProfile(Message request) {
    return request.size() > 0
        && request.parts().getFirst().get(0) == (1 << 3 | WireReader.LENGTH_DELIMITED);
  }
}
