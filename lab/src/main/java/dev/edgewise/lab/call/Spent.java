package dev.edgewise.lab.call;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process has spent since its start.
 *
 * @param cpuNanos processor time of all its threads
 * @param allocatedBytes in the heap, by all its threads
 */
public record Spent(long cpuNanos, long allocatedBytes) {
  /** Up to now, by the process that asks. */
  public static Spent byThisProcess() {
    return new Spent(
        attribute("OperatingSystem", "ProcessCpuTime"),
        attribute("Threading", "TotalThreadAllocatedBytes"));
  }

  /** By name, since its types are the JVM vendor's. */
  private static long attribute(String of, String name) {
    try {
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(new ObjectName("java.lang:type=" + of), name);
    } catch (JMException e) {
      throw new IllegalStateException("this JVM does not tell " + name, e);
    }
  }

  Spent plus(Spent other) {
    return new Spent(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
  }

  Spent minus(Spent before) {
    return new Spent(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
  }
}
