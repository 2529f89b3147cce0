package dev.edgewise.sdk.invoke;

/**
 * Where records of calls go. Called on the threads that finish calls, so it must neither block nor
 * throw. Thread-safe.
 */
public interface CallLog extends AutoCloseable {
  /** Takes a record; one that cannot be kept is dropped and counted. */
  void record(CallRecord record);

  /** Writes down what was taken. */
  @Override
  void close();
}
