package dev.edgewise.orchestrator.http.rpc;

/** Says why a request is not answered whose head could not be read. */
@FunctionalInterface
public interface UnreadHead {
  /**
   * The body of the answer, {@code application/problem+json}.
   *
   * @param status of HTTP
   * @param detail what is wrong and what to do
   */
  String problem(int status, String detail);
}
