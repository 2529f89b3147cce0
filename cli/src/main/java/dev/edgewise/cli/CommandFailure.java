package dev.edgewise.cli;

/** Ends a command with a {@link Problem}. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  CommandFailure(Problem problem) {
    super(problem.what());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
