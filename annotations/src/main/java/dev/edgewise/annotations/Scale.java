package dev.edgewise.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many nodes a zone has that runs the method, of zones that the orchestrator starts and ends by
 * need. It goes with the service's description, so that whoever runs the zone need not know it; the
 * same keys in the zone's own configuration count for more. Of several methods of one zone the
 * largest numbers hold.
 *
 * <pre>{@code
 * @CloudService(scale = @Scale(min = 0, max = 4))
 * public interface Vision {
 *   Album index(List<Frame> frames, int topK);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Scale {
  /**
   * Nodes that are always there, 0 to {@link #max}. With 0 nothing is paid for while nothing runs,
   * and the first call waits for a node to start as long as its deadline allows.
   */
  int min() default 0;

  /** The most nodes, 1 to 1000; 0, as when nothing is said, leaves all of it to the operator. */
  int max() default 0;

  /**
   * Nodes that are started and have their models loaded beyond those that are needed, 0 to {@code
   * max}: they get no calls until they are needed, and then take them at once.
   */
  int warm() default 0;
}
