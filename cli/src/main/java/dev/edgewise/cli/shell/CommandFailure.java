package dev.edgewise.cli.shell;

/** Ends a command with a {@link Problem}. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  CommandFailure(Problem problem) {
    super(problem.what());
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
