package dev.edgewise.agent.host;

import dev.edgewise.core.CacheRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.MethodContract;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.BodyDefinition;
import dev.edgewise.sdk.spi.CallCaching;
import dev.edgewise.sdk.spi.Dependency;
import dev.edgewise.sdk.spi.Message;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The methods of a body whose answers are kept, and what computes them: the code of its jar, the
 * values of its configuration records, its models. A body whose models nobody can tell apart has no
 * such methods.
 *
 * @param producer a digest of that; empty where no method needs it, or nobody can tell
 */
record KeptMethods(Map<String, CacheRule> rules, String producer) {
  private static final Logger LOG = System.getLogger(KeptMethods.class.getName());

  KeptMethods {
    rules = Map.copyOf(rules);
  }

  static KeptMethods of(
      ServiceJar jar,
      BodyDefinition<?> body,
      Collection<MethodContract> methods,
      JarModels models,
      Settings settings) {
    Map<String, CacheRule> rules = new LinkedHashMap<>();
    methods.forEach(
        method -> method.cached().ifPresent(rule -> rules.put(method.fullName(), rule)));
    if (rules.isEmpty() && methods.stream().noneMatch(MethodContract::resumable)) {
      return new KeptMethods(rules, "");
    }
    StringBuilder producer = new StringBuilder("jar=").append(digest(jar));
    producer.append(";body=").append(body.type().getName());
    for (Dependency dependency : body.dependencies()) {
      switch (dependency) {
        case Dependency.OfModel(String name) -> {
          String model = models.producer(name);
          if (model.isEmpty()) {
            if (!rules.isEmpty()) {
              LOG.log(
                  Level.WARNING,
                  "answers of {0} are not kept, since its model {1} cannot be told from others",
                  body.type().getName(),
                  name);
            }
            return new KeptMethods(Map.of(), "");
          }
          producer.append(";uses=").append(name).append('(').append(model).append(')');
        }
        case Dependency.OfConfig(Class<? extends Record> type) ->
            producer.append(";config=").append(settings.text(type));
        case Dependency.OfClient(Class<?> type) ->
            producer.append(";calls=").append(type.getName());
      }
    }
    // What is configured may be secret, and a producer is seen by operators and other nodes.
    return new KeptMethods(rules, "code=" + Digests.of(producer.toString()));
  }

  private static String digest(ServiceJar jar) {
    try {
      return jar.digest();
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_SERVICE_JAR,
          "Cannot read " + jar.path() + ": " + e + ". Is it whole, and readable by this user?",
          e);
    }
  }

  Optional<CallCaching.Question> question(String fullName, Message request) {
    CacheRule rule = rules.get(fullName);
    return rule == null
        ? Optional.empty()
        : Optional.of(new CallCaching.Question(fullName + "|" + producer, rule, request));
  }
}
