package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import java.util.List;

/**
 * A body.
 *
 * @param java its class
 * @param service the interface that it is a body of; a class that is a service is its own body
 * @param tier that it is for
 * @param methods names of those that it offers, in the order of the interface
 * @param needs what its constructor takes, in order
 * @param source where it stands
 */
public record BodyModel(
    JavaName java,
    JavaName service,
    Tier tier,
    List<String> methods,
    List<Need> needs,
    SourceRef source) {
  public BodyModel {
    requireNonNull(java, "java");
    requireNonNull(service, "service");
    requireNonNull(tier, "tier");
    methods = List.copyOf(methods);
    needs = List.copyOf(needs);
    requireNonNull(source, "source");
  }

  /** The generated class that describes it. */
  public JavaName definition() {
    if (!java.equals(service)) {
      return java.withSuffix("_Body");
    }
    return java.withSuffix(tier == Tier.EDGE ? "_EdgeBody" : "_CloudBody");
  }

  /** Something that a body's constructor takes. */
  public sealed interface Need {
    /**
     * A model.
     *
     * @param name of its file, without ending
     */
    record OfModel(String name) implements Need {
      public OfModel {
        requireNonNull(name, "name");
      }
    }

    /**
     * A client of another service.
     *
     * @param type the interface
     */
    record OfClient(JavaName type) implements Need {
      public OfClient {
        requireNonNull(type, "type");
      }
    }

    /**
     * A configuration record, which the host fills from its settings.
     *
     * @param type the record
     */
    record OfConfig(JavaName type) implements Need {
      public OfConfig {
        requireNonNull(type, "type");
      }
    }
  }
}
