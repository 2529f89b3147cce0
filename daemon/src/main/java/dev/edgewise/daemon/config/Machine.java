package dev.edgewise.daemon.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/**
 * What defaults depend on.
 *
 * @param cores that this process may use, at least 1
 * @param stateFolder where Edgewise keeps state for this user
 */
public record Machine(int cores, Path stateFolder) {
  public Machine {
    requireNonNull(stateFolder, "stateFolder");
    if (cores < 1) {
      throw new IllegalArgumentException("cores: " + cores + " (expected: at least 1)");
    }
  }

  /**
   * This machine. State lies in {@code EDGEWISE_DATA}, else {@code XDG_STATE_HOME/edgewise}, else
   * {@code ~/.local/state/edgewise}.
   */
  public static Machine of(Map<String, String> environment, String home) {
    String data = environment.get("EDGEWISE_DATA");
    String xdg = environment.get("XDG_STATE_HOME");
    Path state =
        data != null && !data.isBlank()
            ? Path.of(data)
            : xdg != null && !xdg.isBlank()
                ? Path.of(xdg, "edgewise")
                : Path.of(home, ".local", "state", "edgewise");
    return new Machine(Runtime.getRuntime().availableProcessors(), state.toAbsolutePath());
  }
}
