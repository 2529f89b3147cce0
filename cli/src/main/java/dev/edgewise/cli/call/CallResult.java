package dev.edgewise.cli.call;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A call that ended well.
 *
 * @param method as it was named, or in full when that is known
 * @param node that answered; may be empty for a stream
 * @param tier of that node
 * @param decision the id for {@code edgewise explain}; empty when nothing was decided
 * @param answer empty for a stream, whose items were handed over as they came
 */
public record CallResult(
    String method, String node, String tier, String decision, Optional<JsonObject> answer) {}
