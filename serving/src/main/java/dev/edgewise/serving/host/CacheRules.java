package dev.edgewise.serving.host;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Sameness;
import dev.edgewise.core.CacheRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.SemanticRule;
import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import dev.edgewise.sdk.spi.model.Caching;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.InferRequest;
import dev.edgewise.sdk.spi.model.ModelCodecs;
import dev.edgewise.sdk.spi.model.ModelKind;
import dev.edgewise.sdk.spi.model.ModelMethods;
import dev.edgewise.sdk.spi.model.NearestRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which answers of models are kept, and how: a profile asks for it, and what the method does says
 * what may be.
 *
 * <ul>
 *   <li>{@code Infer}: exactly the same tensors. There is no text to compare.
 *   <li>{@code Generate}: exactly the same, and only with a seed: without one each call asks for
 *       another picture. A prompt that means alike asks for another picture too, so a profile's
 *       {@code semantic} does not reach it.
 *   <li>{@code Draw}: as {@code Generate}; what was shown on the way is shown again, at once.
 *   <li>{@code Complete}: exactly the same, and only with a seed or greedily. A prompt that means
 *       alike asks for another text too.
 *   <li>{@code Nearest}: the text is the question, and what is compared is the nearest caption.
 *   <li>{@code Metadata}: never, since it tells the state of now.
 * </ul>
 */
final class CacheRules {
  /** Number of the field of {@code edgewise.v1.NearestRequest} that is the question. */
  private static final int NEAREST_TEXT = 2;

  /**
   * What a call asks of the cache of a node.
   *
   * @param rule how its answer is kept
   * @param caching the sizes that its profile asks for
   * @param request the request in its canonical form, so that equal requests have equal bytes: as
   *     this version writes it, without a priority. Profile and version are in it as they were
   *     asked for
   */
  record Asked(CacheRule rule, Caching caching, Message request) {
    public Asked {
      requireNonNull(rule, "rule");
      requireNonNull(caching, "caching");
      requireNonNull(request, "request");
    }
  }

  private CacheRules() {}

  /** How answers of a model's method are kept for callers of that profile; empty: not at all. */
  static Optional<CacheRule> of(MethodContract contract, ServingProfile profile) {
    return profile
        .caching()
        .filter(caching -> !contract.method().equals(ModelMethods.METADATA))
        .map(
            caching ->
                new CacheRule(
                    caching.timeToLive(),
                    contract.method().equals(ModelKind.CAPTIONS.method())
                        ? semantic(caching)
                        : Optional.empty()));
  }

  private static Optional<SemanticRule> semantic(Caching caching) {
    return caching.semantic()
        ? Optional.of(
            new SemanticRule(
                NEAREST_TEXT,
                caching.similarityThreshold(),
                caching.maxFalseHitRate(),
                Sameness.FIRST))
        : Optional.empty();
  }

  /**
   * What one call of a model's method asks; empty when its answer is not kept.
   *
   * @param request as it came
   * @throws dev.edgewise.sdk.spi.MalformedMessage when it cannot be read; running it says so too
   */
  static Optional<Asked> asked(MethodContract contract, Message request) {
    String method = contract.method();
    if (method.equals(ModelKind.TENSORS.method())) {
      return asked(
          contract,
          request,
          ModelCodecs.INFER_REQUEST,
          InferRequest::profile,
          infer -> true,
          infer ->
              new InferRequest(
                  infer.profile(), infer.version(), infer.inputs(), infer.outputs(), 0));
    }
    if (method.equals(ModelKind.TEXT_TO_IMAGE.method()) || method.equals(ModelMethods.DRAW)) {
      return asked(
          contract,
          request,
          ModelCodecs.GENERATE_REQUEST,
          GenerateRequest::profile,
          generate -> generate.seed().isPresent(),
          Function.identity());
    }
    if (method.equals(ModelKind.TEXT.method())) {
      return asked(
          contract,
          request,
          ModelCodecs.COMPLETE_REQUEST,
          CompleteRequest::profile,
          CompleteRequest::isRepeatable,
          Function.identity());
    }
    if (method.equals(ModelKind.CAPTIONS.method())) {
      return asked(
          contract,
          request,
          ModelCodecs.NEAREST_REQUEST,
          NearestRequest::profile,
          nearest -> true,
          Function.identity());
    }
    return Optional.empty();
  }

  private static <T> Optional<Asked> asked(
      MethodContract contract,
      Message request,
      Codec<T> codec,
      Function<T, ServingProfile> profile,
      Predicate<T> repeatable,
      Function<T, T> canonical) {
    T read = WireReader.decode(codec, request);
    Optional<Caching> caching = profile.apply(read).caching();
    if (caching.isEmpty() || !repeatable.test(read)) {
      return Optional.empty();
    }
    return of(contract, profile.apply(read))
        .map(
            rule ->
                new Asked(rule, caching.get(), WireWriter.encode(codec, canonical.apply(read))));
  }
}
