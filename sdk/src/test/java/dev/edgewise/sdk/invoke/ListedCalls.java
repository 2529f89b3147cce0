package dev.edgewise.sdk.invoke;

import java.util.ArrayList;
import java.util.List;

/** A log that keeps all records in a list. */
final class ListedCalls implements CallLog {
  final List<CallRecord> records = new ArrayList<>();

  @Override
  public void record(CallRecord record) {
    records.add(record);
  }

  @Override
  public void close() {}
}
