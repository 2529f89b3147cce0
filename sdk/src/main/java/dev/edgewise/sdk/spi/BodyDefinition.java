package dev.edgewise.sdk.spi;

import dev.edgewise.annotations.Tier;
import java.util.List;

/**
 * One body, as generated code describes it. The generated class is named after the body with {@code
 * _Body} behind, is public, final, and has a public constructor without parameters. It is found
 * through the resource {@code META-INF/edgewise/bodies/<binary name of the interface>}, which has
 * one line for each body: the tier, a space, the binary name of the generated class.
 *
 * @param <B> the body
 */
public interface BodyDefinition<B> {
  /** Where the index of bodies lies, with the binary name of the service's interface behind. */
  String INDEX = "META-INF/edgewise/bodies/";

  /** The tier that it is for. */
  Tier tier();

  /** The body's class. */
  Class<B> type();

  /** The service that it is a body of. */
  ServiceDefinition<?> service();

  /** The methods that it offers. */
  List<BodyMethod<B, ?>> methods();

  /**
   * What its constructor wants, so that a host can fetch it, or complain, before it builds
   * anything.
   */
  List<Dependency> dependencies();

  /** Builds it by its constructor. */
  B create(Dependencies dependencies) throws Exception;
}
